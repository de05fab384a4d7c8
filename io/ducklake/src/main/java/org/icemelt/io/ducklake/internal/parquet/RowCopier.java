package org.icemelt.io.ducklake.internal.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.icemelt.io.parquet.HadoopFreeCodecs;
import org.jspecify.annotations.Nullable;

/**
 * Copies rows of data files of one schema into one file, as they are, each with the row id that it
 * has and, if wanted, with the snapshot that brought it.
 */
public final class RowCopier {
  private static final int ROW_ID = 2147483540;
  private static final int SNAPSHOT_ID = 2147483539;

  /**
   * @param firstRowId of the file's rows; null if each row carries its own
   * @param snapshot that brought its rows, unless each row carries its own
   * @param dead 0-based positions of rows that are left out
   */
  public record Source(InputFile file, @Nullable Long firstRowId, long snapshot, Set<Long> dead) {}

  /**
   * What the copy holds in one leaf column.
   *
   * @param values slots with a value
   * @param nulls slots without
   * @param extraStats JSON of geometry columns, else null
   */
  public record Leaf(
      long columnId, long bytes, long values, long nulls, @Nullable String extraStats) {}

  /** What was written; its rows and its leaf columns. */
  public record Copy(long rows, List<Leaf> leaves) {
    public Copy {
      leaves = List.copyOf(leaves);
    }
  }

  private RowCopier() {}

  /**
   * The columns of a data file without those that DuckLake adds for itself; empty if its rows
   * cannot be copied as they are, because it names its columns otherwise than by field ids.
   */
  public static Optional<MessageType> columns(InputFile file) throws IOException {
    try (ParquetFileReader reader = open(file)) {
      var meta = reader.getFooter().getFileMetaData();
      MessageType columns = withoutOwn(meta.getSchema());
      boolean byIds = columns.getFields().stream().allMatch(field -> field.getId() != null);
      boolean foreign = meta.getKeyValueMetaData().containsKey("geo");
      return byIds && !foreign ? Optional.of(columns) : Optional.empty();
    }
  }

  private static MessageType withoutOwn(MessageType schema) {
    return new MessageType(
        schema.getName(), schema.getFields().stream().filter(field -> !isOwn(field)).toList());
  }

  private static boolean isOwn(Type field) {
    return own(field, ROW_ID) || own(field, SNAPSHOT_ID);
  }

  private static boolean own(Type field, int id) {
    return field.getId() != null && field.getId().intValue() == id;
  }

  /**
   * @param columns of all sources, see {@link #columns}
   * @param withSnapshots whether each row shall carry its snapshot
   */
  public static Copy copy(
      List<Source> sources,
      MessageType columns,
      OutputFile to,
      FileOptions options,
      boolean withSnapshots)
      throws IOException {
    CopySupport support = new CopySupport(columns, withSnapshots);
    ParquetWriter<CopiedRow> writer = new Builder(to, support).with(options).build();
    long rows = 0;
    try (writer) {
      for (Source source : sources) {
        rows += copy(source, writer);
      }
    }
    return new Copy(rows, leaves(writer.getFooter(), columns, support.geometries));
  }

  private static long copy(Source source, ParquetWriter<CopiedRow> to) throws IOException {
    long rows = 0;
    try (ParquetFileReader reader = open(source.file())) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      int rowIds = indexOf(schema, ROW_ID);
      int snapshots = indexOf(schema, SNAPSHOT_ID);
      int[] columns = columnIndexes(schema);
      var io = new ColumnIOFactory().getColumnIO(schema);
      long position = 0;
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records = io.getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          Group row = records.read();
          if (!source.dead().contains(position)) {
            Long first = source.firstRowId();
            long rowId =
                own(row, rowIds) ? row.getLong(rowIds, 0) : required(first, source) + position;
            long snapshot = own(row, snapshots) ? row.getLong(snapshots, 0) : source.snapshot();
            to.write(new CopiedRow(row, columns, rowId, snapshot));
            rows++;
          }
          position++;
        }
      }
    }
    return rows;
  }

  private static long required(@Nullable Long first, Source source) throws IOException {
    if (first == null) {
      throw new IOException(
          "Cannot copy rows of %s: neither the file nor the catalog says their row ids"
              .formatted(source.file()));
    }
    return first;
  }

  private static boolean own(Group row, int column) {
    return column >= 0 && row.getFieldRepetitionCount(column) > 0;
  }

  private static int indexOf(MessageType schema, int id) {
    for (int i = 0; i < schema.getFieldCount(); i++) {
      if (own(schema.getType(i), id)) {
        return i;
      }
    }
    return -1;
  }

  private static int[] columnIndexes(MessageType schema) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < schema.getFieldCount(); i++) {
      if (!isOwn(schema.getType(i))) {
        columns.add(i);
      }
    }
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Leaf> leaves(
      ParquetMetadata footer, MessageType columns, Map<Integer, GeometryTracker> geometries) {
    List<Leaf> leaves = new ArrayList<>();
    for (int leaf = 0; leaf < columns.getColumns().size(); leaf++) {
      Type.ID id = columns.getType(columns.getColumns().get(leaf).getPath()).getId();
      if (id == null) {
        continue; // an inner part, as of a variant: the catalog keeps nothing of it
      }
      long bytes = 0;
      long slots = 0;
      long nulls = 0;
      for (BlockMetaData block : footer.getBlocks()) {
        ColumnChunkMetaData chunk = block.getColumns().get(leaf);
        bytes += chunk.getTotalSize();
        slots += chunk.getValueCount();
        nulls += chunk.getStatistics().getNumNulls();
      }
      GeometryTracker geometry = geometries.get(id.intValue());
      leaves.add(
          new Leaf(
              id.intValue(),
              bytes,
              slots - nulls,
              nulls,
              geometry == null ? null : geometry.extraStats()));
    }
    return leaves;
  }

  private static ParquetFileReader open(InputFile file) throws IOException {
    return ParquetFileReader.open(
        file,
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new HadoopFreeCodecs())
            .build());
  }

  /**
   * @param columns indexes of the table's columns in the row
   */
  private record CopiedRow(Group row, int[] columns, long rowId, long snapshot) {}

  private static final class Builder extends ParquetWriter.Builder<CopiedRow, Builder> {
    private final CopySupport support;

    Builder(OutputFile file, CopySupport support) {
      super(file);
      this.support = support;
    }

    Builder with(FileOptions options) {
      return withConf(new PlainParquetConfiguration())
          .withCodecFactory(new HadoopFreeCodecs(options.level()))
          .withCompressionCodec(options.codec())
          .withWriterVersion(
              options.pageVersion() == 2 ? WriterVersion.PARQUET_2_0 : WriterVersion.PARQUET_1_0)
          .withSizeStatisticsEnabled(false) // histograms that no reader of lakes looks at
          .withRowGroupSize(options.rowGroupBytes())
          .withRowGroupRowCountLimit(options.rowGroupRows())
          .withWriteMode(ParquetFileWriter.Mode.CREATE);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the parent; never called without Hadoop
    protected WriteSupport<CopiedRow> getWriteSupport(org.apache.hadoop.conf.Configuration conf) {
      return support;
    }

    @Override
    protected WriteSupport<CopiedRow> getWriteSupport(ParquetConfiguration conf) {
      return support;
    }
  }

  private static final class CopySupport extends WriteSupport<CopiedRow> {
    private final MessageType columns;
    private final MessageType schema;
    private final boolean withSnapshots;
    private final Map<Integer, GeometryTracker> geometries = new HashMap<>();
    private @Nullable RecordConsumer out;

    CopySupport(MessageType columns, boolean withSnapshots) {
      this.columns = columns;
      this.withSnapshots = withSnapshots;
      List<Type> fields = new ArrayList<>(columns.getFields());
      fields.add(own("_ducklake_internal_row_id", ROW_ID));
      if (withSnapshots) {
        fields.add(own("_ducklake_internal_snapshot_id", SNAPSHOT_ID));
      }
      this.schema = new MessageType(columns.getName(), fields);
    }

    private static Type own(String name, int id) {
      return Types.optional(PrimitiveTypeName.INT64).id(id).named(name);
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the parent; never called without Hadoop
    public WriteContext init(org.apache.hadoop.conf.Configuration conf) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration conf) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(CopiedRow copied) {
      RecordConsumer consumer = out;
      if (consumer == null) {
        throw new IllegalStateException("prepareForWrite comes first");
      }
      consumer.startMessage();
      for (int column = 0; column < copied.columns().length; column++) {
        field(consumer, columns.getType(column), column, copied.row(), copied.columns()[column]);
      }
      number(consumer, columns.getFieldCount(), copied.rowId());
      if (withSnapshots) {
        number(consumer, columns.getFieldCount() + 1, copied.snapshot());
      }
      consumer.endMessage();
    }

    private void number(RecordConsumer consumer, int field, long value) {
      consumer.startField(schema.getFieldName(field), field);
      consumer.addLong(value);
      consumer.endField(schema.getFieldName(field), field);
    }

    /** Writes all values of a field; {@code at} is its place in the group they come from. */
    private void field(RecordConsumer consumer, Type type, int index, Group from, int at) {
      int values = from.getFieldRepetitionCount(at);
      if (values == 0) {
        return;
      }
      consumer.startField(type.getName(), index);
      for (int value = 0; value < values; value++) {
        if (type.isPrimitive()) {
          from.writeValue(at, value, consumer);
          note(type, from, at, value);
        } else {
          group(consumer, type.asGroupType(), from.getGroup(at, value));
        }
      }
      consumer.endField(type.getName(), index);
    }

    private void group(RecordConsumer consumer, GroupType type, Group group) {
      consumer.startGroup();
      for (int field = 0; field < type.getFieldCount(); field++) {
        field(consumer, type.getType(field), field, group, field);
      }
      consumer.endGroup();
    }

    private void note(Type type, Group from, int at, int value) {
      Type.ID id = type.getId();
      if (id != null && type.getLogicalTypeAnnotation() instanceof GeometryLogicalTypeAnnotation) {
        geometries
            .computeIfAbsent(id.intValue(), k -> new GeometryTracker())
            .accept(from.getBinary(at, value).getBytes());
      }
    }
  }
}
