package org.icemelt.io.geofiles.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row's values, and where the filter's columns lie among them. */
record Row(List<? extends @Nullable Object> values, int[] positions) {
  @Nullable Object column(int slot) {
    return values.get(positions[slot]);
  }
}
