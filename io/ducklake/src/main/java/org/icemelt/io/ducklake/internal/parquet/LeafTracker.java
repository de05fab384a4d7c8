package org.icemelt.io.ducklake.internal.parquet;

import org.jspecify.annotations.Nullable;

/** Statistics of a leaf column that Parquet's own do not give. */
sealed interface LeafTracker permits FloatTracker, GeometryTracker {
  @Nullable String min();

  @Nullable String max();

  @Nullable Boolean containsNan();

  @Nullable String extraStats();
}
