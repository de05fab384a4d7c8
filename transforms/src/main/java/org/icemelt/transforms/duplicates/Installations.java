package org.icemelt.transforms.duplicates;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Groups linked records into installations, the strongest links first; a link that would put two
 * different ids of one scheme into one installation is left out. The record that comes first in the
 * order of primaries decides: it and all records of its dataset in the group are primary (they are
 * parts or phases, which nobody may add up wrongly), the records of other datasets are duplicates.
 */
final class Installations {
  private static final class Group {
    final TreeSet<Sketch> records = new TreeSet<>();
    final Map<String, String> ids = new HashMap<>();

    Group(Sketch record) {
      records.add(record);
      String scheme = record.scheme();
      if (scheme != null) {
        ids.put(scheme, String.valueOf(record.externalId()));
      }
    }

    boolean contradicts(Group other) {
      return ids.entrySet().stream()
          .anyMatch(
              id -> !other.ids.getOrDefault(id.getKey(), id.getValue()).equals(id.getValue()));
    }
  }

  private final Map<Sketch, Group> groups = new LinkedHashMap<>();
  private final Map<Sketch, List<Link>> linksOf = new HashMap<>();

  private Installations() {}

  /** Verdicts on all records that are not primary, in no particular order. */
  static List<Verdict> verdicts(Collection<Link> links) {
    Installations all = new Installations();
    links.stream().sorted(Link.STRONGEST).forEach(all::join);
    List<Verdict> verdicts = new ArrayList<>();
    new java.util.LinkedHashSet<>(all.groups.values()).forEach(group -> all.judge(group, verdicts));
    return verdicts;
  }

  private void join(Link link) {
    Group a = groups.computeIfAbsent(link.a(), Group::new);
    Group b = groups.computeIfAbsent(link.b(), Group::new);
    if (a != b) {
      if (a.contradicts(b)) {
        return;
      }
      Group larger = a.records.size() >= b.records.size() ? a : b;
      Group smaller = larger == a ? b : a;
      larger.records.addAll(smaller.records);
      larger.ids.putAll(smaller.ids);
      smaller.records.forEach(record -> groups.put(record, larger));
    }
    linksOf.computeIfAbsent(link.a(), s -> new ArrayList<>()).add(link);
    linksOf.computeIfAbsent(link.b(), s -> new ArrayList<>()).add(link);
  }

  private void judge(Group group, List<Verdict> verdicts) {
    Sketch first = group.records.first();
    for (Sketch record : group.records) {
      if (!record.dataset().equals(first.dataset())) {
        verdicts.add(duplicate(record, first));
      }
    }
  }

  /** Links came in with the strongest first. */
  private Verdict duplicate(Sketch record, Sketch first) {
    @Nullable Link toPrimary = null;
    List<Link> links = linksOf.getOrDefault(record, List.of());
    for (Link link : links) {
      boolean primary = link.other(record).dataset().equals(first.dataset());
      if (primary && toPrimary == null) {
        toPrimary = link;
      }
    }
    Link named = toPrimary == null ? links.get(0) : toPrimary;
    Sketch primary = toPrimary == null ? first : toPrimary.other(record);
    return new Verdict(
        record.recordId(), record.dataset(), primary.recordId(), named.reason(), named.ratio());
  }
}
