package org.icemelt.io.parquet;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/** What a file's footer says of it. */
public final class ParquetFooters {
  private ParquetFooters() {}

  /**
   * Number of rows.
   *
   * @throws IOException the file cannot be read, or is no Parquet file
   */
  public static long rowCount(Path file) throws IOException {
    return rowCount(new LocalInputFile(file), file.toString());
  }

  /**
   * Number of rows.
   *
   * @param name what messages call the file
   * @throws IOException the file cannot be read, or is no Parquet file
   */
  public static long rowCount(InputFile file, String name) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new HadoopFreeCodecs())
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(file, options)) {
      return reader.getRecordCount();
    } catch (RuntimeException e) {
      throw new IOException("Failed to read the footer of " + name + ": " + e.getMessage(), e);
    }
  }
}
