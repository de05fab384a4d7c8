package org.icemelt.pipelines.layers;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.icemelt.transforms.admin.Boundary;
import org.icemelt.transforms.statistics.Facts;
import org.icemelt.transforms.statistics.Group;
import org.icemelt.transforms.statistics.Totals;
import org.jspecify.annotations.Nullable;

/** The sums of one bundle, so that only they travel, not the sites. */
final class Sums {
  private Map<Group, Totals> totals = new HashMap<>();

  /** A site's part in the sums of the prepared layer. */
  void addPrepared(Facts site, @Nullable Boundary country, long cell) {
    String iso = country == null ? null : country.isoA2();
    String name = country == null ? null : country.name();
    of(new Group.Country(iso, name)).add(site);
    of(new Group.Cell(iso, cell)).add(site);
  }

  /** A site's part in the sums of the curated layer. */
  void addCurated(Facts site, double lon, double lat) {
    of(new Group.Dataset(site.dataset())).addWhole(site);
    if (site.counts()) {
      of(Group.Bucket.of(lon, lat)).add(site);
    }
  }

  private Totals of(Group group) {
    return totals.computeIfAbsent(group, g -> new Totals());
  }

  void drain(Consumer<Piece> out) {
    out.accept(Piece.Summed.of(totals));
    totals = new HashMap<>();
  }
}
