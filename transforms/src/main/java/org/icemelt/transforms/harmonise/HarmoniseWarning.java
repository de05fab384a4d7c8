package org.icemelt.transforms.harmonise;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something about a dataset that its users should know; no row is lost by it.
 *
 * @param value the word that no profile lists, or the columns that are not there or of no use
 * @param rows how many rows it concerns
 * @param firstRow 0-based position in {@code sourceFile} of the first of them
 */
public record HarmoniseWarning(
    String dataset,
    String sourceFile,
    Target target,
    Kind kind,
    String value,
    long rows,
    long firstRow)
    implements Serializable {

  /** What the warning is about. */
  public enum Kind {
    /** A word of status or technology that no profile lists was taken as unknown. */
    WORD_UNLISTED,
    /** None of the columns that should fill the target is there; it stays null. */
    COLUMN_MISSING,
    /** The column counts in the square of the CRS's unit, and degrees have no area. */
    NO_LENGTH_UNIT
  }

  private static final Comparator<HarmoniseWarning> BY_PLACE =
      Comparator.comparing(HarmoniseWarning::sourceFile)
          .thenComparingLong(HarmoniseWarning::firstRow);

  private record Key(String dataset, Target target, Kind kind, String value) {}

  /** A sentence for people. */
  public String message() {
    return switch (kind) {
      case WORD_UNLISTED ->
          "%s: %s \"%s\" is in no profile's list; %d row(s) have it as unknown, first %s row %d"
              .formatted(dataset, target.column(), value, rows, sourceFile, firstRow);
      case COLUMN_MISSING ->
          "%s: %s stays empty: %s has no column %s. Name the right one under \"fields\" in the manifest"
              .formatted(dataset, target.column(), sourceFile, value);
      case NO_LENGTH_UNIT ->
          "%s: %s stays empty: column %s of %s is in square units of its CRS, which has no unit of length. If it is in others, name column and unit under \"fields\" in the manifest"
              .formatted(dataset, target.column(), value, sourceFile);
    };
  }

  /** One warning per dataset, target, kind and value, over all files, in that order. */
  public static List<HarmoniseWarning> sum(Iterable<HarmoniseWarning> parts) {
    Map<Key, HarmoniseWarning> sums = new HashMap<>();
    for (HarmoniseWarning part : parts) {
      sums.merge(
          new Key(part.dataset, part.target, part.kind, part.value), part, HarmoniseWarning::plus);
    }
    List<HarmoniseWarning> sorted = new ArrayList<>(sums.values());
    sorted.sort(
        Comparator.comparing(HarmoniseWarning::dataset)
            .thenComparing(HarmoniseWarning::target)
            .thenComparing(HarmoniseWarning::kind)
            .thenComparing(HarmoniseWarning::value));
    return sorted;
  }

  HarmoniseWarning plus(HarmoniseWarning other) {
    HarmoniseWarning first = BY_PLACE.compare(this, other) <= 0 ? this : other;
    return new HarmoniseWarning(
        dataset, first.sourceFile, target, kind, value, rows + other.rows, first.firstRow);
  }
}
