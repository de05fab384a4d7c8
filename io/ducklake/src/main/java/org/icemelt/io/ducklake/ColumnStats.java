package org.icemelt.io.ducklake;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What one data file holds in one leaf column.
 *
 * @param columnId field id in the file
 * @param type {@link DuckLakeType#catalogText()} of the leaf
 * @param sizeBytes compressed bytes of its chunks
 * @param valueCount slots with a value
 * @param nullCount slots without
 * @param min smallest value in DuckLake's text form; null if unknown or if there is none
 * @param max largest; as {@code min}
 * @param containsNan for floats whether there is a NaN, else null
 * @param extraStats JSON of geometry columns, else null
 */
public record ColumnStats(
    long columnId,
    String type,
    long sizeBytes,
    long valueCount,
    long nullCount,
    @Nullable String min,
    @Nullable String max,
    @Nullable Boolean containsNan,
    @Nullable String extraStats)
    implements Serializable {
  /** The same statistics under the field id that the column has in the table. */
  public ColumnStats withColumnId(long id) {
    return new ColumnStats(
        id, type, sizeBytes, valueCount, nullCount, min, max, containsNan, extraStats);
  }
}
