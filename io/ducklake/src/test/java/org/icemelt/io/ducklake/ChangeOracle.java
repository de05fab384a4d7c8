package org.icemelt.io.ducklake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What changes have to add up to: the rows that DuckDB reads at one snapshot and the next. DuckDB's
 * own list of changes does not always, where rows of several snapshots share a file, or where a
 * file has both a delete file and deletes in the catalog.
 */
final class ChangeOracle {
  private static final Pattern CHANGE =
      Pattern.compile("\\[Long (\\d+), Long (\\d+), String (INSERT|DELETE).*", Pattern.DOTALL);
  private static final Pattern ROW = Pattern.compile("\\[Long (\\d+)[,\\]].*", Pattern.DOTALL);

  private final Map<Long, DuckValues.Result> snapshots;
  private final Set<Long> copies;

  /**
   * @param snapshots what DuckDB reads at each
   * @param copies snapshots that changed nothing
   */
  ChangeOracle(Map<Long, DuckValues.Result> snapshots, Set<Long> copies) {
    this.snapshots = snapshots;
    this.copies = copies;
  }

  private static Matcher match(Pattern pattern, String row) {
    Matcher matcher = pattern.matcher(row);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("No such row: " + row);
    }
    return matcher;
  }

  List<String> withoutCopies(List<String> changes) {
    return changes.stream()
        .filter(row -> !copies.contains(Long.parseLong(match(CHANGE, row).group(1))))
        .toList();
  }

  /** Whether a row id comes twice: in one snapshot there is no such thing. */
  static boolean hasRowTwice(DuckValues.Result snapshot) {
    return snapshot.rows().stream().map(ChangeOracle::rowId).distinct().count()
        < snapshot.rows().size();
  }

  /** Whether a row is added, or deleted, twice in one snapshot. */
  static boolean tellsTwice(List<String> changes) {
    return changes.stream()
            .map(row -> match(CHANGE, row))
            .map(change -> List.of(change.group(1), change.group(2), change.group(3)))
            .distinct()
            .count()
        < changes.size();
  }

  /** Where changes do not lead from one snapshot's row ids to the next one's. */
  Optional<String> contradiction(List<String> changes) {
    Map<Long, Map<Long, Integer>> net = new HashMap<>();
    for (String row : changes) {
      Matcher change = match(CHANGE, row);
      net.computeIfAbsent(Long.parseLong(change.group(1)), s -> new HashMap<>())
          .merge(
              Long.parseLong(change.group(2)),
              change.group(3).equals("INSERT") ? 1 : -1,
              Integer::sum);
    }
    for (Map.Entry<Long, Map<Long, Integer>> one : net.entrySet()) {
      DuckValues.Result before = snapshots.get(one.getKey() - 1);
      DuckValues.Result after = snapshots.get(one.getKey());
      if (before != null && after != null) {
        Map<Long, Integer> wanted = new HashMap<>();
        after.rows().forEach(row -> wanted.merge(rowId(row), 1, Integer::sum));
        before.rows().forEach(row -> wanted.merge(rowId(row), -1, Integer::sum));
        wanted.values().removeIf(count -> count == 0);
        one.getValue().values().removeIf(count -> count == 0);
        if (!one.getValue().equals(wanted)) {
          return Optional.of(
              "changes of snapshot %d do not lead to its rows: %d instead of %d row ids"
                  .formatted(one.getKey(), one.getValue().size(), wanted.size()));
        }
      }
    }
    return Optional.empty();
  }

  private static long rowId(String row) {
    return Long.parseLong(match(ROW, row).group(1));
  }
}
