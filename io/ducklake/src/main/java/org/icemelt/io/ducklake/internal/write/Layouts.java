package org.icemelt.io.ducklake.internal.write;

import java.io.Serializable;
import java.time.Clock;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.LakeLayout;
import org.jspecify.annotations.Nullable;

/** A worker's view of the tables, read again once in a while. */
final class Layouts implements Serializable {
  /** What was read of the catalog is good for this long; the commit looks again anyway. */
  private static final long AGE_NANOS = 20_000_000_000L;

  private final LakeConfig lake;
  private transient @Nullable LakeLayout layout;
  private transient long readAt;

  Layouts(LakeConfig lake) {
    this.lake = lake;
  }

  LakeLayout now() {
    LakeLayout known = layout;
    if (known == null || System.nanoTime() - readAt > AGE_NANOS) {
      known = LakeLayout.of(new Catalog(lake, Clock.systemUTC()));
      layout = known;
      readAt = System.nanoTime();
    }
    return known;
  }
}
