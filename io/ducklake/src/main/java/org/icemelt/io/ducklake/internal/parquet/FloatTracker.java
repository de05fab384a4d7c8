package org.icemelt.io.ducklake.internal.parquet;

import org.jspecify.annotations.Nullable;

/** Bounds of floats. As soon as there is a NaN the file has no bounds, as in DuckDB's own files. */
final class FloatTracker implements LeafTracker {
  private final boolean single;
  private boolean nan;
  private long values;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  private FloatTracker(boolean single) {
    this.single = single;
  }

  static FloatTracker ofFloats() {
    return new FloatTracker(true);
  }

  static FloatTracker ofDoubles() {
    return new FloatTracker(false);
  }

  void accept(double value) {
    values++;
    if (value != value) {
      nan = true;
      return;
    }
    if (value < min) {
      min = value;
    }
    if (value > max) {
      max = value;
    }
  }

  /** How many values there were. */
  long values() {
    return values;
  }

  /**
   * Filters reach the catalog as the shortest text of a float, which read as a double lies beside
   * it, sometimes below and sometimes above. So bounds of floats are one step wider than the
   * values; where there is no step they are not known.
   */
  private boolean unknown() {
    return nan || min > max || single && (min <= -Float.MAX_VALUE || max >= Float.MAX_VALUE);
  }

  @Override
  public @Nullable String min() {
    return unknown() ? null : text(single ? Math.nextDown((float) min) : min);
  }

  @Override
  public @Nullable String max() {
    return unknown() ? null : text(single ? Math.nextUp((float) max) : max);
  }

  private static String text(double value) {
    return Double.toString(value == 0 ? 0 : value); // -0.0 is 0.0
  }

  @Override
  public Boolean containsNan() {
    return nan;
  }

  @Override
  public @Nullable String extraStats() {
    return null;
  }
}
