package org.icemelt.io.geofiles.geojson;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Positions of property names. Features of one file mostly list the same properties in the same
 * order, so the name that followed last time is tried before the map.
 */
final class ColumnLookup {
  static final int UNKNOWN = -1;

  private final Map<String, Integer> positions = new HashMap<>();
  private @Nullable String[] names = new @Nullable String[16];
  private int[] found = new int[16];
  private int next;

  void put(String name, int position) {
    positions.put(name, position);
  }

  /** The next feature's properties follow. */
  void rewind() {
    next = 0;
  }

  /** The position put for this name, or {@link #UNKNOWN}. */
  int find(String name) {
    int at = next++;
    if (at < names.length && name.equals(names[at])) {
      return found[at];
    }
    int position = positions.getOrDefault(name, UNKNOWN);
    if (at == names.length) {
      names = Arrays.copyOf(names, 2 * at);
      found = Arrays.copyOf(found, 2 * at);
    }
    if (position != UNKNOWN) {
      names[at] = name;
      found[at] = position;
    }
    return position;
  }
}
