package org.icemelt.transforms.duplicates;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sets of records that possible links connect. */
final class Components {
  private final Map<String, String> parents = new HashMap<>();

  void link(String a, String b) {
    String rootA = root(a);
    String rootB = root(b);
    int order = rootA.compareTo(rootB);
    if (order != 0) {
      parents.put(order < 0 ? rootB : rootA, order < 0 ? rootA : rootB);
    }
  }

  /** Record → the first record of its set; the same whatever the order of the links. */
  Map<String, String> firstOfEach() {
    Map<String, String> firsts = new HashMap<>();
    for (String record : new TreeSet<>(parents.keySet())) {
      firsts.put(record, root(record));
    }
    return firsts;
  }

  private String root(String record) {
    String root = record;
    for (String up = parents.computeIfAbsent(root, r -> r); !up.equals(root); ) {
      root = up;
      up = parents.get(root);
    }
    String at = record;
    while (!at.equals(root)) { // shorten the way for the next one
      @Nullable String up = parents.put(at, root);
      at = up == null ? root : up;
    }
    return root;
  }
}
