package org.icemelt.io.geofiles.geoparquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.RowOutcome;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.geofiles.columns.ColumnMapping;
import org.icemelt.io.geofiles.geometry.BadGeometryException;
import org.icemelt.io.geofiles.geometry.WkbReader;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.RejectReason;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/** The rows of a split's row groups; columns that the target has not are not even read. */
final class GeoParquetCursor implements FeatureCursor {
  private final Layer layer;
  private final Split split;
  private final ParquetFileReader reader;
  private final ColumnMapping mapping;
  private final WkbReader wkb = new WkbReader();
  private final NativeGeometry nested;
  private final MessageType requested;
  private final MessageColumnIO columns;

  /** For each cell but the geometry, the layer's column it is; the geometry comes last. */
  private final int[] columnOfCell;

  private @Nullable RecordReader<@Nullable Object[]> records;
  private long left;
  private int group;
  private long row;

  GeoParquetCursor(Layer layer, Split split, FeatureSchema target, ParquetFileReader reader)
      throws GeoFileException {
    this.layer = layer;
    this.split = split;
    this.reader = reader;
    this.mapping = ColumnMapping.of(layer.schema(), target);
    this.group = (int) split.start();
    this.row = split.firstRow();
    GeoMetadata metadata = GeoParquet.metadata(layer.file(), reader);
    this.nested = new NativeGeometry(metadata.encoding());
    MessageType stored = reader.getFileMetaData().getSchema();
    List<Type> fields = new ArrayList<>();
    List<Integer> wanted = new ArrayList<>();
    for (int i = 0; i < layer.schema().size(); i++) {
      String name = layer.schema().columns().get(i).name();
      if (mapping.wants(i) && stored.containsField(name)) {
        fields.add(stored.getType(name));
        wanted.add(i);
      }
    }
    fields.add(stored.getType(metadata.column()));
    this.columnOfCell = wanted.stream().mapToInt(Integer::intValue).toArray();
    this.requested = new MessageType(stored.getName(), fields);
    reader.setRequestedSchema(requested);
    String createdBy = reader.getFileMetaData().getCreatedBy();
    this.columns = new ColumnIOFactory(createdBy).getColumnIO(requested, stored, true);
  }

  @Override
  public @Nullable RowOutcome next() throws GeoFileException {
    try {
      while (left == 0) {
        if (group >= split.end()) {
          return null;
        }
        PageReadStore pages = reader.readRowGroup(group++);
        left = pages == null ? 0 : pages.getRowCount();
        records =
            pages == null ? null : columns.getRecordReader(pages, new RowMaterializer(requested));
      }
      if (records == null) {
        return null;
      }
      left--;
      return outcome(row++, records.read());
    } catch (OutOfMemoryError e) {
      // a damaged length inside a page makes the decoder ask for gigabytes at once
      throw GeoParquet.malformed(
          layer.file(),
          "a page after row %d needs more memory than there is (%s); the file is damaged, or needs a larger heap"
              .formatted(row, e.getMessage()),
          row - split.firstRow(),
          e);
    } catch (IOException e) {
      try {
        throw GeoParquet.broken(layer.file(), e, row - split.firstRow());
      } catch (IOException disk) {
        throw new UncheckedIOException(disk);
      }
    }
  }

  private RowOutcome outcome(long number, @Nullable Object[] cells) {
    @Nullable Object[] values = mapping.newRow();
    for (int i = 0; i < columnOfCell.length; i++) {
      Object cell = cells[i];
      boolean tree = cell instanceof Iterable<?> || cell instanceof Map<?, ?>;
      mapping.put(values, columnOfCell[i], tree ? TreeText.of(cell) : cell);
    }
    List<@Nullable Object> list = Arrays.asList(values);
    Object stored = cells[columnOfCell.length];
    if (stored == null) {
      return new RowOutcome.Bad(
          number, RejectReason.GEOMETRY_MISSING, "The row has no geometry", null, list);
    }
    try {
      return new RowOutcome.Read(number, geometry(stored), list);
    } catch (BadGeometryException e) {
      return new RowOutcome.Bad(number, e.reason(), e.detail(), raw(stored), list);
    }
  }

  private Geometry geometry(Object stored) throws BadGeometryException {
    return stored instanceof byte[] bytes ? wkb.read(ByteBuffer.wrap(bytes)) : nested.build(stored);
  }

  private static String raw(Object stored) {
    return stored instanceof byte[] bytes
        ? HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, Reject.MAX_RAW / 2))
        : TreeText.of(stored);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
