package org.icemelt.transforms.duplicates;

import org.jspecify.annotations.Nullable;

/**
 * The order in which the records of one installation are primary. Each question outweighs all later
 * ones:
 *
 * <ol>
 *   <li>Does it count: an installation, not solar thermal, operating or of unknown status? A record
 *       that does not count can never take the place of one that does.
 *   <li>Is it an outline, a line, or only a point?
 *   <li>Is its capacity stated as AC or DC, of unknown basis, or not at all?
 *   <li>Is its date known to the day, to the month (or as an upper bound), to the year, or not?
 *   <li>Has it an external id?
 *   <li>Has it a name?
 * </ol>
 *
 * <p>Among equals the dataset whose name comes first, then the record id.
 */
public final class Rank {
  private Rank() {}

  /**
   * @param dimension of the geometry: 2 for outlines, 1 for lines, 0 for points
   * @param capacityBasis null without capacity
   */
  public static int of(
      boolean counts,
      int dimension,
      @Nullable String capacityBasis,
      @Nullable String datePrecision,
      boolean hasExternalId,
      boolean hasName) {
    int rank = counts ? 0 : 1;
    rank = rank * 3 + (2 - dimension);
    rank = rank * 3 + (capacityBasis == null ? 2 : capacityBasis.equals("unknown") ? 1 : 0);
    rank = rank * 4 + dateRank(datePrecision);
    rank = rank * 2 + (hasExternalId ? 0 : 1);
    return rank * 2 + (hasName ? 0 : 1);
  }

  /** Whether a record counts in sums, if it is primary. */
  public static boolean counts(String recordRole, String technology, String status) {
    return recordRole.equals("installation")
        && !technology.equals("csp")
        && (status.equals("operating") || status.equals("unknown"));
  }

  private static int dateRank(@Nullable String precision) {
    if (precision == null) {
      return 3;
    }
    return switch (precision) {
      case "day" -> 0;
      case "month", "before" -> 1;
      default -> 2;
    };
  }
}
