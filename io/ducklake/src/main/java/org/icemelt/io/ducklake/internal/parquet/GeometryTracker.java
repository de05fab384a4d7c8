package org.icemelt.io.ducklake.internal.parquet;

import org.jspecify.annotations.Nullable;

/** Geometry columns have no bounds but a box, rounded outward, and the types that occur. */
final class GeometryTracker implements LeafTracker {
  private final Wkb all = new Wkb();

  void accept(byte[] wkb) {
    all.add(wkb);
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

  /** NULL, which leaves no file out, where a coordinate is infinite. */
  @Override
  public @Nullable String extraStats() {
    return all.isFinite() ? all.json() : null;
  }
}
