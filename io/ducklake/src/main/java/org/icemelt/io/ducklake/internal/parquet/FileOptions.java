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
  public static final FileOptions DEFAULTS =
      new FileOptions(CompressionCodecName.SNAPPY, -1, 1, 122_880, 64L << 20, 1L << 29, true);
}
