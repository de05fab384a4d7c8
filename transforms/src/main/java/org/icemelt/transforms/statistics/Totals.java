package org.icemelt.transforms.statistics;

import java.io.Serializable;
import java.time.LocalDateTime;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sums over some sites; they can be added to one another. */
public final class Totals implements Serializable {
  /** Capacities by basis, MW; they are never added up with one another. */
  public record Capacities(@Nullable Double ac, @Nullable Double dc, @Nullable Double unknown) {}

  private static final long serialVersionUID = 1L;

  private final ExactSum area = new ExactSum();
  private final ExactSum ac = new ExactSum();
  private final ExactSum dc = new ExactSum();
  private final ExactSum unknown = new ExactSum();
  private final SortedSet<String> datasets = new TreeSet<>();
  private long records;
  private long installations;
  private long duplicates;
  private double minArea = Double.POSITIVE_INFINITY;
  private double maxArea = Double.NEGATIVE_INFINITY;
  private double minLon = Double.POSITIVE_INFINITY;
  private double minLat = Double.POSITIVE_INFINITY;
  private double maxLon = Double.NEGATIVE_INFINITY;
  private double maxLat = Double.NEGATIVE_INFINITY;
  private @Nullable String doi;
  private @Nullable LocalDateTime first;
  private @Nullable LocalDateTime last;

  /** Counts a site; area and capacities only if it is an installation to sum. */
  public void add(Facts site) {
    count(site);
    if (site.counts()) {
      sum(site);
    }
  }

  /** Counts a site and sums its area and capacity, whatever it is. */
  public void addWhole(Facts site) {
    count(site);
    sum(site);
  }

  private void count(Facts site) {
    records++;
    installations += site.counts() ? 1 : 0;
    duplicates += site.primary() ? 0 : 1;
    datasets.add(site.dataset());
    minLon = Math.min(minLon, site.minLon());
    minLat = Math.min(minLat, site.minLat());
    maxLon = Math.max(maxLon, site.maxLon());
    maxLat = Math.max(maxLat, site.maxLat());
    doi = larger(doi, site.doi());
    first = earlier(first, site.processedAt());
    last = larger(last, site.processedAt());
  }

  private void sum(Facts site) {
    area.add(site.areaM2());
    if (site.areaM2() != null) {
      minArea = Math.min(minArea, site.areaM2());
      maxArea = Math.max(maxArea, site.areaM2());
    }
    if (site.capacityMw() != null) {
      basis(String.valueOf(site.capacityBasis())).add(site.capacityMw());
    }
  }

  private ExactSum basis(String basis) {
    return switch (basis) {
      case "ac" -> ac;
      case "dc" -> dc;
      default -> unknown;
    };
  }

  /** Adds what another worker summed. */
  public void add(Totals other) {
    area.add(other.area);
    ac.add(other.ac);
    dc.add(other.dc);
    unknown.add(other.unknown);
    datasets.addAll(other.datasets);
    records += other.records;
    installations += other.installations;
    duplicates += other.duplicates;
    minArea = Math.min(minArea, other.minArea);
    maxArea = Math.max(maxArea, other.maxArea);
    minLon = Math.min(minLon, other.minLon);
    minLat = Math.min(minLat, other.minLat);
    maxLon = Math.max(maxLon, other.maxLon);
    maxLat = Math.max(maxLat, other.maxLat);
    doi = larger(doi, other.doi);
    first = earlier(first, other.first);
    last = larger(last, other.last);
  }

  private static <T extends Comparable<? super T>> @Nullable T larger(
      @Nullable T a, @Nullable T b) {
    return b == null || (a != null && a.compareTo(b) >= 0) ? a : b;
  }

  private static @Nullable LocalDateTime earlier(
      @Nullable LocalDateTime a, @Nullable LocalDateTime b) {
    return b == null || (a != null && !b.isBefore(a)) ? a : b;
  }

  /** All sites, duplicates and others that do not count included. */
  public long records() {
    return records;
  }

  /** Those to sum. */
  public long installations() {
    return installations;
  }

  public long duplicates() {
    return duplicates;
  }

  /** How many datasets the sites are of. */
  public long datasets() {
    return datasets.size();
  }

  /** m². */
  public @Nullable Double areaM2() {
    return area.value();
  }

  /** m², over the sites that have an outline. */
  public @Nullable Double meanAreaM2() {
    return area.mean();
  }

  public @Nullable Double minAreaM2() {
    return area.count() == 0 ? null : Double.valueOf(minArea);
  }

  public @Nullable Double maxAreaM2() {
    return area.count() == 0 ? null : Double.valueOf(maxArea);
  }

  public Capacities capacities() {
    return new Capacities(ac.value(), dc.value(), unknown.value());
  }

  public double minLon() {
    return minLon;
  }

  public double minLat() {
    return minLat;
  }

  public double maxLon() {
    return maxLon;
  }

  public double maxLat() {
    return maxLat;
  }

  public @Nullable String doi() {
    return doi;
  }

  public @Nullable LocalDateTime firstProcessed() {
    return first;
  }

  public @Nullable LocalDateTime lastProcessed() {
    return last;
  }
}
