package org.icemelt.io.ducklake.internal.parquet;

import java.io.Serializable;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * How data files are written; the lake's options, or DuckDB's defaults.
 *
 * @param level of ZSTD; -1 for the codec's default
 * @param pageVersion 1 or 2
 * @param rowGroupRows most rows of a row group
 * @param sortedRowGroupRows the same for rows that are sorted
 * @param rowGroupBytes about the most bytes of a row group in memory
 * @param targetFileBytes size after which a new file begins
 * @param hivePaths whether partitioned files lie in {@code name=value/} folders
 */
public record FileOptions(
    CompressionCodecName codec,
    int level,
    int pageVersion,
    int rowGroupRows,
    int sortedRowGroupRows,
    long rowGroupBytes,
    long targetFileBytes,
    boolean hivePaths)
    implements Serializable {
  /**
   * DuckDB's, but for two: ZSTD's first level takes Snappy's time and two thirds of its room, and
   * row groups of sorted rows are so small that their bounds tell one from the other.
   */
  public static final FileOptions DEFAULTS =
      new FileOptions(CompressionCodecName.ZSTD, 1, 1, 122_880, 2_048, 64L << 20, 1L << 29, true);

  /** For a file of sorted rows. */
  public FileOptions sorted() {
    return new FileOptions(
        codec,
        level,
        pageVersion,
        sortedRowGroupRows,
        sortedRowGroupRows,
        rowGroupBytes,
        targetFileBytes,
        hivePaths);
  }
}
