package org.icemelt.io.geofiles.flatgeobuf;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.RowOutcome;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.geofiles.bytes.FileWindow;
import org.icemelt.io.geofiles.columns.ColumnMapping;
import org.icemelt.io.geofiles.geometry.BadGeometryException;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.RejectReason;
import org.jspecify.annotations.Nullable;
import org.wololo.flatgeobuf.generated.Feature;

/** The features of a range of bytes. */
final class FlatGeobufCursor implements FeatureCursor {
  private final Layer layer;
  private final Split split;
  private final FileWindow window;
  private final FlatGeobufHeader header;
  private final ColumnMapping mapping;
  private final GeometryAssembler geometries = new GeometryAssembler();
  private long at;
  private long row;

  FlatGeobufCursor(Layer layer, Split split, FeatureSchema target, FileWindow window)
      throws GeoFileException, IOException {
    this.layer = layer;
    this.split = split;
    this.window = window;
    this.header = FlatGeobufHeader.read(layer.file(), window);
    this.mapping = ColumnMapping.of(header.schema(), target);
    this.at = split.start();
    this.row = split.firstRow();
  }

  @Override
  public @Nullable RowOutcome next() throws GeoFileException {
    if (at >= split.end()) {
      return null;
    }
    try {
      long length = FlatGeobufHeader.length(window, at);
      if (at + Integer.BYTES + length > split.end()) {
        throw new EOFException("feature " + row);
      }
      ByteBuffer bytes = window.at(at + Integer.BYTES, (int) length).order(ByteOrder.LITTLE_ENDIAN);
      at += Integer.BYTES + length;
      return outcome(row++, bytes);
    } catch (EOFException e) {
      throw FlatGeobufErrors.cut(
          layer.file(),
          "the file ends at byte %d inside feature %d".formatted(window.size(), row),
          row - split.firstRow(),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RowOutcome outcome(long number, ByteBuffer bytes) throws GeoFileException {
    @Nullable Object[] values = mapping.newRow();
    Feature feature;
    try {
      feature = Feature.getRootAsFeature(bytes);
      if (feature.columnsLength() > 0) {
        throw new GeoFileException(
            Code.FORMAT_UNSUPPORTED,
            "Cannot read %s of dataset %s: feature %d has columns of its own. Write them in the header."
                .formatted(layer.file().sourceFile(), layer.file().dataset(), number));
      }
      readProperties(feature, values);
    } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
      String detail = "The feature's properties are broken: " + e;
      return new RowOutcome.Bad(number, RejectReason.PROPERTY_MALFORMED, detail, hex(bytes), null);
    }
    List<@Nullable Object> list = Arrays.asList(values);
    try {
      var stored = feature.geometry();
      if (stored == null) {
        return new RowOutcome.Bad(
            number, RejectReason.GEOMETRY_MISSING, "The row has no geometry", null, list);
      }
      return new RowOutcome.Read(
          number, geometries.build(stored, header.geometryType(), bytes.limit()), list);
    } catch (BadGeometryException e) {
      return new RowOutcome.Bad(number, e.reason(), e.detail(), hex(bytes), list);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      String detail = "The geometry points out of the feature's bytes: " + e.getMessage();
      return new RowOutcome.Bad(number, RejectReason.GEOMETRY_MALFORMED, detail, hex(bytes), list);
    }
  }

  private void readProperties(Feature feature, @Nullable Object[] values) {
    ByteBuffer from = feature.propertiesAsByteBuffer();
    if (from == null) {
      return;
    }
    from.order(ByteOrder.LITTLE_ENDIAN);
    while (from.hasRemaining()) {
      int column = Short.toUnsignedInt(from.getShort());
      mapping.put(values, column, header.properties().get(column).read(from));
    }
  }

  private static String hex(ByteBuffer bytes) {
    byte[] head = new byte[Math.min(bytes.limit(), Reject.MAX_RAW / 2)];
    bytes.get(0, head);
    return HexFormat.of().formatHex(head);
  }

  @Override
  public void close() {
    try {
      window.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
