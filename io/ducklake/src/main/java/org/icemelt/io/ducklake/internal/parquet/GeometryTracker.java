package org.icemelt.io.ducklake.internal.parquet;

import org.jspecify.annotations.Nullable;

/** Geometry columns have neither bounds nor, safely, a box: NULL never prunes. */
final class GeometryTracker implements LeafTracker {
  void accept(byte[] wkb) {
    if (wkb.length < 5) {
      throw new IllegalArgumentException("a geometry is no WKB: it has " + wkb.length + " bytes");
    }
  }

  @Override
  public @Nullable String min() {
    return null;
  }

  @Override
  public @Nullable String max() {
    return null;
  }

  @Override
  public @Nullable Boolean containsNan() {
    return null;
  }

  @Override
  public @Nullable String extraStats() {
    return null;
  }
}
