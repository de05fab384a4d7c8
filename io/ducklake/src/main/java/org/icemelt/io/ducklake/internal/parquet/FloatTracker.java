package org.icemelt.io.ducklake.internal.parquet;

import org.jspecify.annotations.Nullable;

/** Bounds of floats. As soon as there is a NaN the file has no bounds, as in DuckDB's own files. */
final class FloatTracker implements LeafTracker {
  private boolean nan;
  private boolean single;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  void accept(float value) {
    single = true;
    accept((double) value);
  }

  void accept(double value) {
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

  @Override
  public @Nullable String min() {
    return nan || min > max ? null : text(min);
  }

  @Override
  public @Nullable String max() {
    return nan || min > max ? null : text(max);
  }

  private String text(double value) {
    double plain = value == 0 ? 0 : value; // -0.0 is 0.0
    return single ? Float.toString((float) plain) : Double.toString(plain);
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
