package org.icemelt.transforms.duplicates;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.KV;

/**
 * A fixed number of keys for any number of small groups: a runner may make a bundle of every key,
 * and most groups hold a handful of sites.
 */
final class Shards {
  private Shards() {}

  /** The shard of a group, the same on every machine. */
  static int of(String group, int shards) {
    return Math.floorMod(group.hashCode() * 0x9E3779B1, shards);
  }

  /** A shard's groups. */
  static <T> Map<String, List<T>> groups(Iterable<KV<String, T>> shard) {
    Map<String, List<T>> groups = new LinkedHashMap<>();
    shard.forEach(
        member ->
            groups
                .computeIfAbsent(member.getKey(), key -> new ArrayList<>())
                .add(member.getValue()));
    return groups;
  }
}
