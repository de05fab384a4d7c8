package org.icemelt.io.ducklake.internal.parquet;

import java.io.Serializable;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * How data files are written; the lake's options, or DuckDB's defaults.
 *
 * @param level of ZSTD; -1 for the codec's default
 * @param pageVersion 1 or 2
 * @param rowGroupRows most rows of a row group
 * @param rowGroupBytes about the most bytes of a row group in memory
 * @param targetFileBytes size after which a new file begins
 * @param hivePaths whether partitioned files lie in {@code name=value/} folders
 */
public record FileOptions(
    CompressionCodecName codec,
    int level,
    int pageVersion,
    int rowGroupRows,
    long rowGroupBytes,
    long targetFileBytes,
    boolean hivePaths)
    implements Serializable {
  /** Rows of a row group of sorted rows: few enough for its bounds to tell it from the others. */
  private static final int SORTED_ROW_GROUP_ROWS = 2_048;

  /**
   * DuckDB's, but for the codec: ZSTD's first level takes Snappy's time and two thirds of its room.
   */
  public static final FileOptions DEFAULTS =
      new FileOptions(CompressionCodecName.ZSTD, 1, 1, 122_880, 64L << 20, 1L << 29, true);

  /** The same for rows that are sorted, unless the lake says how large row groups are. */
  public FileOptions sorted() {
    return rowGroupRows == DEFAULTS.rowGroupRows
        ? new FileOptions(
            codec,
            level,
            pageVersion,
            SORTED_ROW_GROUP_ROWS,
            rowGroupBytes,
            targetFileBytes,
            hivePaths)
        : this;
  }
}
