package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import org.icemelt.io.ducklake.internal.read.ChangePlanner;
import org.jspecify.annotations.Nullable;

/**
 * Reads what snapshots did to a table, without a pipeline: rows that were inserted and rows that
 * were deleted, as DuckDB's {@code ducklake_table_changes} lists them. Compaction and flushing
 * change nothing. All rows have the columns of the last snapshot.
 *
 * @param from first snapshot whose changes are read
 * @param to last one
 * @param columns names of the columns to read, in order; null for all
 * @param filter which of the changed rows to read; null for all
 */
public record LakeChanges(
    LakeConfig lake,
    TableId table,
    long from,
    long to,
    @Nullable List<String> columns,
    @Nullable Filter filter)
    implements Serializable {
  public LakeChanges {
    requireNonNull(lake, "lake");
    requireNonNull(table, "table");
    columns = columns == null ? null : List.copyOf(columns);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "Invalid snapshots: from %d to %d. Give the first and the last one.".formatted(from, to));
    }
  }

  /** All changes of the snapshots from one to another, both included. */
  public static LakeChanges between(LakeConfig lake, TableId table, long from, long to) {
    return new LakeChanges(lake, table, from, to, null, null);
  }

  /** Only these columns, in this order. */
  public LakeChanges select(List<String> names) {
    return new LakeChanges(lake, table, from, to, names, filter);
  }

  /** Only rows for which the filter is true. */
  public LakeChanges where(Filter rows) {
    return new LakeChanges(lake, table, from, to, columns, rows);
  }

  /**
   * Asks the catalog what there is to read.
   *
   * @throws NotInLakeException if a snapshot was expired, or there is no such lake, table or column
   */
  public ChangePlan plan() {
    return ChangePlanner.plan(this);
  }
}
