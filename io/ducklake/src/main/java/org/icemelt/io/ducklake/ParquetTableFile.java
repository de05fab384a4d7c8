package org.icemelt.io.ducklake;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.icemelt.io.ducklake.internal.parquet.DataFileWriter;
import org.icemelt.io.ducklake.internal.parquet.FileOptions;
import org.icemelt.io.ducklake.internal.parquet.SchemaNodes;
import org.icemelt.io.parquet.ChannelOutputFile;
import org.jspecify.annotations.Nullable;

/**
 * One Parquet file of rows that belongs to no lake: compressed with zstd, its types those of a
 * lake's own files. Not thread-safe.
 */
public final class ParquetTableFile implements Closeable {
  private static final FileOptions OPTIONS =
      new FileOptions(CompressionCodecName.ZSTD, -1, 1, 122_880, 64L << 20, Long.MAX_VALUE, false);

  private final DataFileWriter writer;

  private ParquetTableFile(DataFileWriter writer) {
    this.writer = writer;
  }

  /**
   * Begins a new file; its folder must exist.
   *
   * @param footer asked for the footer's keys and values when all rows are written
   * @throws java.nio.file.FileAlreadyExistsException if the file exists
   */
  public static ParquetTableFile create(
      Path file, TableSchema columns, Supplier<Map<String, String>> footer) throws IOException {
    TableDef table = new TableDef(TableId.of("main", "export"), columns, List.of());
    List<Long> ids =
        LongStream.rangeClosed(1, SchemaNodes.preorder(columns).size()).boxed().toList();
    return new ParquetTableFile(
        new DataFileWriter(
            ChannelOutputFile.of(file), table, ids, OPTIONS, Set.of(), Set.of(), footer));
  }

  /**
   * Adds a row.
   *
   * @param values one a column, of the classes that {@link DuckLakeType} lists; not to be changed
   *     any more, as rows are written a few at a time
   * @throws InvalidRowException if a value does not fit its column
   */
  public void write(List<@Nullable Object> values) throws IOException {
    writer.write(values);
  }

  public long rows() {
    return writer.written();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
