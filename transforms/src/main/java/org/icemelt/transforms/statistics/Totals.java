package org.icemelt.transforms.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.jspecify.annotations.Nullable;

/** Sums over some sites; they can be added to one another. */
public final class Totals {
  /** Capacities by basis, MW; they are never added up with one another. */
  public record Capacities(@Nullable Double ac, @Nullable Double dc, @Nullable Double unknown) {}

  private static final Coder<Long> COUNT = VarLongCoder.of();
  private static final Coder<Double> NUMBER = DoubleCoder.of();
  private static final Coder<Iterable<String>> TEXTS = IterableCoder.of(StringUtf8Coder.of());
  private static final Coder<@Nullable String> TEXT = NullableCoder.of(StringUtf8Coder.of());

  private final ExactSum area;
  private final ExactSum ac;
  private final ExactSum dc;
  private final ExactSum unknown;
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

  public Totals() {
    this(new ExactSum(), new ExactSum(), new ExactSum(), new ExactSum());
  }

  private Totals(ExactSum area, ExactSum ac, ExactSum dc, ExactSum unknown) {
    this.area = area;
    this.ac = ac;
    this.dc = dc;
    this.unknown = unknown;
  }

  void encode(OutputStream out) throws IOException {
    for (ExactSum sum : List.of(area, ac, dc, unknown)) {
      sum.encode(out);
    }
    TEXTS.encode(datasets, out);
    for (long count : new long[] {records, installations, duplicates}) {
      COUNT.encode(count, out);
    }
    for (double number : new double[] {minArea, maxArea, minLon, minLat, maxLon, maxLat}) {
      NUMBER.encode(number, out);
    }
    TEXT.encode(doi, out);
    TEXT.encode(first == null ? null : first.toString(), out);
    TEXT.encode(last == null ? null : last.toString(), out);
  }

  static Totals decode(InputStream in) throws IOException {
    Totals totals =
        new Totals(
            ExactSum.decode(in), ExactSum.decode(in), ExactSum.decode(in), ExactSum.decode(in));
    TEXTS.decode(in).forEach(totals.datasets::add);
    totals.records = COUNT.decode(in);
    totals.installations = COUNT.decode(in);
    totals.duplicates = COUNT.decode(in);
    totals.minArea = NUMBER.decode(in);
    totals.maxArea = NUMBER.decode(in);
    totals.minLon = NUMBER.decode(in);
    totals.minLat = NUMBER.decode(in);
    totals.maxLon = NUMBER.decode(in);
    totals.maxLat = NUMBER.decode(in);
    totals.doi = TEXT.decode(in);
    totals.first = time(TEXT.decode(in));
    totals.last = time(TEXT.decode(in));
    return totals;
  }

  private static @Nullable LocalDateTime time(@Nullable String text) {
    return text == null ? null : LocalDateTime.parse(text);
  }

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
