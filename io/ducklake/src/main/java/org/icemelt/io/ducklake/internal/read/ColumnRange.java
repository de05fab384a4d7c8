package org.icemelt.io.ducklake.internal.read;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a column's values in a file or a row group; never narrower than they are.
 *
 * @param min no value is below; null if not known
 * @param max no value is above; null if not known
 * @param exact whether both bounds are values themselves
 * @param values whether there may be values at all
 * @param nulls whether there may be NULLs
 * @param box null if not known
 * @param bucket bucket of all values; null if not known
 */
record ColumnRange(
    @Nullable Object min,
    @Nullable Object max,
    boolean exact,
    boolean values,
    boolean nulls,
    @Nullable Box box,
    @Nullable Bucket bucket) {
  /** Around all geometries; an empty one has its minimum above its maximum. */
  record Box(double minX, double minY, double maxX, double maxY) {
    boolean meets(double west, double south, double east, double north) {
      return minX <= east && maxX >= west && minY <= north && maxY >= south;
    }
  }

  /** Nothing is known. */
  static final ColumnRange UNKNOWN = new ColumnRange(null, null, false, true, true, null, null);

  ColumnRange withBucket(Bucket all) {
    return new ColumnRange(min, max, exact, values, nulls, box, all);
  }
}
