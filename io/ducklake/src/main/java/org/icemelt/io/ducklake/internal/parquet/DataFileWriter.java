package org.icemelt.io.ducklake.internal.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.icemelt.io.ducklake.ColumnStats;
import org.icemelt.io.ducklake.InvalidRowException;
import org.icemelt.io.ducklake.TableDef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the rows of one table into one new Parquet file. */
public final class DataFileWriter implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(DataFileWriter.class);

  private final RowGroupWriter writer;
  private final TableRows rows;
  private final List<Long> ids;
  private final TableDef table;
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
    MessageType schema = ParquetSchemas.messageType(table.schema(), ids);
    this.rows = new TableRows(table, schema);
    ParquetProperties.Builder properties = RowGroupWriter.properties(options);
    distinct.forEach(column -> properties.withDictionaryEncoding(column, false));
    nan.forEach(column -> properties.withStatisticsEnabled(column, false));
    ParquetSchemas.nestedFloats(table.schema())
        .forEach(path -> properties.withStatisticsEnabled(path, false));
    this.writer = new RowGroupWriter(file, schema, properties.build(), options, rows, footer);
  }

  /**
   * Takes one row more. Rows are written a few at a time.
   *
   * @throws InvalidRowException if a value of this row or of one shortly before does not fit its
   *     column
   */
  public void write(List<@Nullable Object> values) throws IOException {
    writer.write(values);
    written++;
  }

  /**
   * Writes the rows that are still kept into the row group.
   *
   * @throws InvalidRowException if a value does not fit its column
   */
  public void flush() throws IOException {
    writer.flush();
  }

  public long written() {
    return written;
  }

  /** Bytes on disk so far and in memory. */
  public long dataSize() throws IOException {
    return writer.position() + writer.bufferedBytes();
  }

  /** Bytes of the row group that is being filled, in memory, about. */
  public long rowGroupBytes() {
    return writer.bufferedBytes();
  }

  /**
   * @throws InvalidRowException if a value of a row that was still to be written does not fit
   */
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
    ParquetMetadata footer = writer.footer();
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
      if (rows.trackers().get(leaf) != null) {
        continue; // it knows better
      }
      if (merged == null) {
        merged = chunkStats.copy();
      } else {
        merged.mergeStatistics(chunkStats);
      }
    }
    LeafTracker tracker = rows.trackers().get(leaf);
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
}
