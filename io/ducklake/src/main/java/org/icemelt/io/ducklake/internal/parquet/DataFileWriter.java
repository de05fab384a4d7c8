package org.icemelt.io.ducklake.internal.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.ColumnStats;
import org.icemelt.io.ducklake.InvalidRowException;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.parquet.HadoopFreeCodecs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the rows of one table into one new Parquet file. */
public final class DataFileWriter implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(DataFileWriter.class);

  private final ParquetWriter<List<@Nullable Object>> writer;
  private final RowWriteSupport rows;
  private final List<Long> ids;
  private final TableDef table;
  private final MeasuredFile file;
  private long written;

  /**
   * @param ids of all nodes of the table's columns, preorder
   */
  public DataFileWriter(OutputFile file, TableDef table, List<Long> ids, FileOptions options)
      throws IOException {
    this(file, table, ids, options, Set.of(), Set.of());
  }

  /**
   * @param ids of all nodes of the table's columns, preorder
   * @param distinct names of columns that hardly repeat a value: no dictionary is tried for them
   * @param nan names of float columns that may hold NaN: Parquet's bounds leave it out, DuckDB has
   *     it above all other numbers and would not find it within them, so they get none
   */
  public DataFileWriter(
      OutputFile file,
      TableDef table,
      List<Long> ids,
      FileOptions options,
      Set<String> distinct,
      Set<String> nan)
      throws IOException {
    this(file, table, ids, options, distinct, nan, Map::of);
  }

  /**
   * @param ids of all nodes of the table's columns, preorder
   * @param distinct names of columns that hardly repeat a value: no dictionary is tried for them
   * @param nan see above
   * @param footer asked for the footer's keys and values when all rows are written
   */
  public DataFileWriter(
      OutputFile file,
      TableDef table,
      List<Long> ids,
      FileOptions options,
      Set<String> distinct,
      Set<String> nan,
      Supplier<Map<String, String>> footer)
      throws IOException {
    this.table = table;
    this.ids = List.copyOf(ids);
    this.rows = new RowWriteSupport(table, ids, footer);
    this.file = new MeasuredFile(file);
    Builder builder = new Builder(this.file, rows);
    distinct.forEach(column -> builder.withDictionaryEncoding(column, false));
    nan.forEach(column -> builder.withStatisticsEnabled(column, false));
    ParquetSchemas.nestedFloats(table.schema())
        .forEach(path -> builder.withStatisticsEnabled(path, false));
    this.writer =
        builder
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new HadoopFreeCodecs(options.level()))
            .withCompressionCodec(options.codec())
            .withWriterVersion(
                options.pageVersion() == 2 ? WriterVersion.PARQUET_2_0 : WriterVersion.PARQUET_1_0)
            .withSizeStatisticsEnabled(false) // histograms that no reader of lakes looks at
            .withRowGroupSize(options.rowGroupBytes())
            .withRowGroupRowCountLimit(options.rowGroupRows())
            .withWriteMode(ParquetFileWriter.Mode.CREATE)
            .build();
  }

  /**
   * @throws InvalidRowException if a value does not fit its column
   */
  public void write(List<@Nullable Object> values) throws IOException {
    try {
      writer.write(values);
    } catch (InvalidRowException e) {
      throw e;
    } catch (ClassCastException | ArithmeticException | IllegalArgumentException e) {
      throw rows.invalid(table, values, e);
    }
    written++;
  }

  public long written() {
    return written;
  }

  /** Bytes on disk so far and in memory. */
  public long dataSize() {
    return writer.getDataSize();
  }

  /** Bytes of the row group that is being filled, in memory, about. */
  public long rowGroupBytes() {
    return Math.max(0, writer.getDataSize() - file.position());
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** Closes a file that nobody will use; it may be incomplete. */
  public void abandon() {
    try {
      writer.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("A file that is given up did not close", e);
    }
  }

  /** Statistics of each leaf column, in their order; after {@link #close}. */
  public List<ColumnStats> stats() {
    ParquetMetadata footer = writer.getFooter();
    List<SchemaNodes.Node> nodes = SchemaNodes.preorder(table.schema());
    List<ColumnStats> stats = new ArrayList<>();
    for (int node = 0; node < nodes.size(); node++) {
      if (nodes.get(node).isLeaf()) {
        int leaf = stats.size();
        stats.add(stats(footer, leaf, ids.get(node), nodes.get(node)));
      }
    }
    return stats;
  }

  private ColumnStats stats(ParquetMetadata footer, int leaf, long id, SchemaNodes.Node node) {
    long size = 0;
    long slots = 0;
    long nulls = 0;
    @Nullable Statistics<?> merged = null;
    for (BlockMetaData block : footer.getBlocks()) {
      ColumnChunkMetaData chunk = block.getColumns().get(leaf);
      Statistics<?> chunkStats = chunk.getStatistics();
      size += chunk.getTotalSize();
      slots += chunk.getValueCount();
      nulls += Math.max(0, chunkStats.getNumNulls());
      if (rows.trackers.get(leaf) != null) {
        continue; // it knows better
      }
      if (merged == null) {
        merged = chunkStats.copy();
      } else {
        merged.mergeStatistics(chunkStats);
      }
    }
    LeafTracker tracker = rows.trackers.get(leaf);
    if (tracker instanceof FloatTracker floats) {
      nulls = slots - floats.values(); // Parquet may have no statistics of them
    }
    @Nullable String min = null;
    @Nullable String max = null;
    if (tracker != null) {
      min = tracker.min();
      max = tracker.max();
    } else if (merged != null && merged.hasNonNullValue()) {
      min = StatText.min(node.type(), merged.genericGetMin());
      max = StatText.max(node.type(), merged.genericGetMax());
    }
    return new ColumnStats(
        id,
        node.type().catalogText(),
        size,
        slots - nulls,
        nulls,
        min == null || max == null ? null : min,
        min == null || max == null ? null : max,
        tracker == null ? null : tracker.containsNan(),
        tracker == null ? null : tracker.extraStats());
  }

  /** Knows how far the file has been written. */
  private static final class MeasuredFile implements OutputFile {
    private final OutputFile file;
    private @Nullable PositionOutputStream out;

    MeasuredFile(OutputFile file) {
      this.file = file;
    }

    long position() {
      try {
        return out == null ? 0 : out.getPos();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
      PositionOutputStream created = file.create(blockSizeHint);
      out = created;
      return created;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
      return create(blockSizeHint); // names are unique: nothing to overwrite
    }

    @Override
    public boolean supportsBlockSize() {
      return file.supportsBlockSize();
    }

    @Override
    public long defaultBlockSize() {
      return file.defaultBlockSize();
    }

    @Override
    public String getPath() {
      return file.getPath();
    }
  }

  private static final class Builder
      extends ParquetWriter.Builder<List<@Nullable Object>, Builder> {
    private final RowWriteSupport rows;

    Builder(OutputFile file, RowWriteSupport rows) {
      super(file);
      this.rows = rows;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the parent; never called without Hadoop
    protected WriteSupport<List<@Nullable Object>> getWriteSupport(
        org.apache.hadoop.conf.Configuration conf) {
      return rows;
    }

    @Override
    protected WriteSupport<List<@Nullable Object>> getWriteSupport(ParquetConfiguration conf) {
      return rows;
    }
  }

  /** Drives Parquet's record consumer straight from a row's values. */
  private static final class RowWriteSupport extends WriteSupport<List<@Nullable Object>> {
    private final Supplier<Map<String, String>> footer;
    private final MessageType schema;
    private final List<ColumnDef> columns;
    private final String[] names;
    private final ValueWriter[] writers;
    private final List<@Nullable LeafTracker> trackers = new ArrayList<>();
    private @Nullable RecordConsumer out;
    private int current;

    RowWriteSupport(TableDef table, List<Long> ids, Supplier<Map<String, String>> footer) {
      this.footer = footer;
      columns = table.schema().columns();
      schema = ParquetSchemas.messageType(table.schema(), ids);
      names = new String[columns.size()];
      writers = new ValueWriter[columns.size()];
      for (int i = 0; i < writers.length; i++) {
        names[i] = columns.get(i).name();
        writers[i] = ValueWriter.of(columns.get(i).type(), trackers);
      }
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
    public FinalizedWriteContext finalizeWrite() {
      return new FinalizedWriteContext(footer.get());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(List<@Nullable Object> values) {
      RecordConsumer consumer = out;
      if (consumer == null) {
        throw new IllegalStateException("prepareForWrite comes first");
      }
      consumer.startMessage();
      for (int i = 0; i < writers.length; i++) {
        Object value = values.get(i);
        current = i;
        if (value != null) {
          consumer.startField(names[i], i);
          writers[i].write(consumer, value);
          consumer.endField(names[i], i);
        } else if (!columns.get(i).nullable()) {
          throw new IllegalArgumentException("the column is NOT NULL and the value is null");
        }
      }
      consumer.endMessage();
    }

    InvalidRowException invalid(
        TableDef table, List<@Nullable Object> values, RuntimeException cause) {
      return RowCheck.invalid(table, columns.get(current), values.get(current), cause);
    }
  }
}
