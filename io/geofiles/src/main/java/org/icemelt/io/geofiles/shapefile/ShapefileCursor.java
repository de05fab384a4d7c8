package org.icemelt.io.geofiles.shapefile;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.RowOutcome;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.geofiles.columns.ColumnMapping;
import org.icemelt.io.geofiles.geometry.BadGeometryException;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.Reject;
import org.jspecify.annotations.Nullable;

/** The records of one split; deleted rows of the .dbf are passed over, their numbers stay. */
final class ShapefileCursor implements FeatureCursor {
  private final Layer layer;
  private final Split split;
  private final Shp shp;
  private final @Nullable Dbf dbf;
  private final Charset charset;
  private final List<DbfField> fields;
  private final ColumnMapping mapping;
  private final ShapeReader shapes = new ShapeReader();
  private long record;
  private long passed;

  ShapefileCursor(Layer layer, Split split, FeatureSchema target)
      throws GeoFileException, IOException {
    this.layer = layer;
    this.split = split;
    this.record = split.start();
    String encoding = layer.file().encoding();
    this.charset = encoding == null ? DbfCharset.FALLBACK : Charset.forName(encoding);
    Companions companions = new Companions(Path.of(layer.file().path()));
    this.shp = ShapefileFiles.open(layer.file(), companions);
    try {
      Optional<Path> dbfPath = companions.find("dbf");
      this.dbf = dbfPath.isPresent() ? new Dbf(dbfPath.get()) : null;
    } catch (DbfException e) {
      shp.close();
      throw ShapefileErrors.of(layer.file(), e, 0);
    }
    this.fields = dbf == null ? List.of() : dbf.fields(charset);
    this.mapping =
        ColumnMapping.of(new FeatureSchema(fields.stream().map(DbfField::column).toList()), target);
  }

  @Override
  public @Nullable RowOutcome next() throws GeoFileException {
    try {
      while (record < split.end()) {
        long row = record++;
        @Nullable Object[] values = mapping.newRow();
        if (dbf == null || readValues(dbf, row, values)) {
          passed++;
          return readShape(row, Arrays.asList(values));
        }
      }
      return null;
    } catch (EOFException e) {
      throw ShapefileErrors.cut(
          layer.file(), "the file ends inside record " + (record - 1), passed, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DbfException e) {
      throw ShapefileErrors.of(layer.file(), e, passed);
    }
  }

  /** False for a deleted row. */
  private boolean readValues(Dbf from, long row, @Nullable Object[] values)
      throws IOException, DbfException {
    byte[] bytes = from.record(row);
    if (Dbf.isDeleted(bytes)) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      if (mapping.wants(i)) {
        mapping.put(values, i, fields.get(i).read(bytes, charset));
      }
    }
    return true;
  }

  private RowOutcome readShape(long row, List<@Nullable Object> values) throws IOException {
    long position = shp.position(row);
    if (position < 0) {
      throw new EOFException("no record " + row);
    }
    ByteBuffer content = shp.content(position);
    try {
      return new RowOutcome.Read(row, shapes.read(content), values);
    } catch (BadGeometryException e) {
      return new RowOutcome.Bad(row, e.reason(), e.detail(), hex(content), values);
    }
  }

  private static String hex(ByteBuffer content) {
    byte[] bytes = new byte[Math.min(content.limit(), Reject.MAX_RAW / 2)];
    content.get(0, bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() {
    try {
      shp.close();
      if (dbf != null) {
        dbf.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
