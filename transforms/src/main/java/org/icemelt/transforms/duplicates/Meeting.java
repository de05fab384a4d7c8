package org.icemelt.transforms.duplicates;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Sites that met in a cell or share an external id; says which pairs may be duplicates. */
final class Meeting {
  private Meeting() {}

  /**
   * Pairs of different datasets whose boxes touch, each told in one cell only. Sites of one dataset
   * are never compared with each other, however many lie in one place.
   */
  static void inCell(long cell, Iterable<Sketch> sites, BiConsumer<Sketch, Sketch> pair) {
    Map<String, List<Sketch>> openByDataset = new TreeMap<>();
    for (Sketch site : sorted(sites)) {
      openByDataset.forEach(
          (dataset, open) -> {
            if (!dataset.equals(site.dataset())) {
              open.removeIf(earlier -> earlier.maxLon() < site.minLon());
              for (Sketch earlier : open) {
                if (earlier.touches(site)
                    && !earlier.contradicts(site)
                    && SpatialGrid.reports(cell, earlier, site)) {
                  pair.accept(earlier, site);
                }
              }
            }
          });
      openByDataset.computeIfAbsent(site.dataset(), dataset -> new ArrayList<>()).add(site);
    }
  }

  /** Each site with the first of its id, if they are of more than one dataset. */
  static void withOneId(Iterable<Sketch> sites, BiConsumer<Sketch, Sketch> pair) {
    List<Sketch> all = sorted(sites);
    if (all.stream().map(Sketch::dataset).distinct().count() > 1) {
      all.stream().skip(1).forEach(site -> pair.accept(all.get(0), site));
    }
  }

  private static List<Sketch> sorted(Iterable<Sketch> sites) {
    List<Sketch> all = new ArrayList<>();
    sites.forEach(all::add);
    all.sort(Comparator.comparingDouble(Sketch::minLon).thenComparing(Sketch::recordId));
    return all;
  }
}
