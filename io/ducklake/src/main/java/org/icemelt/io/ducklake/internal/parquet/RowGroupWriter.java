package org.icemelt.io.ducklake.internal.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.icemelt.io.parquet.HadoopFreeCodecs;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file that is being written, row group by row group. Rows go into it a batch at a time,
 * so that a table without nested columns can be written column by column: what a column needs is at
 * hand then, where row by row each value would ask for its column anew.
 */
final class RowGroupWriter implements Closeable {
  /** Most rows of a batch: few, as they are kept in memory. Pages are measured as often. */
  private static final int BATCH = 128;

  /** Writes rows into the columns of a row group. */
  interface Rows {
    /** The columns of a new row group. */
    void begin(ColumnWriteStore columns);

    void write(List<List<@Nullable Object>> batch);
  }

  private final ParquetFileWriter file;
  private final MessageType schema;
  private final ParquetProperties properties;
  private final FileOptions options;
  private final HadoopFreeCodecs codecs;
  private final BytesInputCompressor compressor;
  private final Rows rows;
  private final Supplier<Map<String, String>> footer;
  private final List<List<@Nullable Object>> batch = new ArrayList<>(BATCH);
  private @Nullable ColumnChunkPageWriteStore pages;
  private @Nullable ColumnWriteStore columns;
  private int rowsInGroup;
  private int groups;
  private boolean broken;
  private boolean closed;

  /**
   * @param properties of {@link #properties(FileOptions)}
   * @param footer asked for the footer's keys and values when all rows are written
   */
  RowGroupWriter(
      OutputFile out,
      MessageType schema,
      ParquetProperties properties,
      FileOptions options,
      Rows rows,
      Supplier<Map<String, String>> footer)
      throws IOException {
    this.schema = schema;
    this.properties = properties;
    this.options = options;
    this.rows = rows;
    this.footer = footer;
    this.codecs = new HadoopFreeCodecs(options.level());
    this.compressor = codecs.getCompressor(options.codec());
    this.file =
        new ParquetFileWriter(
            out,
            schema,
            ParquetFileWriter.Mode.CREATE,
            options.rowGroupBytes(),
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            null,
            properties);
    file.start();
  }

  static ParquetProperties.Builder properties(FileOptions options) {
    return ParquetProperties.builder()
        .withWriterVersion(
            options.pageVersion() == 2
                ? ParquetProperties.WriterVersion.PARQUET_2_0
                : ParquetProperties.WriterVersion.PARQUET_1_0)
        .withSizeStatisticsEnabled(false) // histograms that no reader of lakes looks at
        .withMinRowCountForPageSizeCheck(BATCH)
        .estimateRowCountForPageSizeCheck(false);
  }

  void write(List<@Nullable Object> row) throws IOException {
    batch.add(row);
    if (batch.size() == BATCH || rowsInGroup + batch.size() == options.rowGroupRows()) {
      flush();
    }
  }

  /** Writes the rows that are kept, so that none is. */
  void flush() throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    broken = true; // unless all goes well
    ColumnWriteStore into = columns == null ? beginGroup() : columns;
    rows.write(batch);
    rowsInGroup += batch.size();
    batch.clear();
    if (rowsInGroup >= options.rowGroupRows()
        || into.getBufferedSize() >= options.rowGroupBytes()) {
      endGroup();
    }
    broken = false;
  }

  private ColumnWriteStore beginGroup() {
    ColumnChunkPageWriteStore store =
        ColumnChunkPageWriteStore.builder()
            .withCompressorProvider(column -> compressor)
            .withSchema(schema)
            .withAllocator(properties.getAllocator())
            .withColumnIndexTruncateLength(properties.getColumnIndexTruncateLength())
            .withPageWriteChecksumEnabled(properties.getPageWriteChecksumEnabled())
            .withRowGroupOrdinal(groups++)
            .build();
    pages = store;
    ColumnWriteStore begun = properties.newColumnWriteStore(schema, store, store);
    columns = begun;
    rowsInGroup = 0;
    rows.begin(begun);
    return begun;
  }

  private void endGroup() throws IOException {
    ColumnWriteStore full = columns;
    ColumnChunkPageWriteStore store = pages;
    if (full == null || store == null) {
      return;
    }
    file.startBlock(rowsInGroup);
    full.flush();
    store.flushToFileWriter(file);
    file.endBlock();
    leaveGroup();
  }

  private void leaveGroup() {
    if (columns != null) {
      columns.close();
    }
    if (pages != null) {
      pages.close();
    }
    columns = null;
    pages = null;
    rowsInGroup = 0;
  }

  /** Bytes of the row group that is being filled, in memory, about. */
  long bufferedBytes() {
    return columns == null ? 0 : columns.getBufferedSize();
  }

  /** Bytes written to the file. */
  long position() throws IOException {
    return file.getPos();
  }

  /** The file's footer; after {@link #close}. */
  ParquetMetadata footer() {
    return file.getFooter();
  }

  /** Writes what is left and the footer, unless a row failed: then the file stays without one. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (file) {
      if (broken) {
        file.abort();
        return;
      }
      flush();
      endGroup();
      file.end(footer.get());
    } finally {
      leaveGroup();
      codecs.release();
    }
  }
}
