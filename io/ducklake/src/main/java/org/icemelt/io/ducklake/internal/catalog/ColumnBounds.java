package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.ColumnStats;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.internal.parquet.BoundOrder;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a table's columns over all data ever added. Readers trust them to leave data out,
 * and take two NULL bounds for "all values are NULL"; so a column whose bounds are not known has no
 * row, and a row, once gone, never comes back.
 */
final class ColumnBounds {
  /** Bounds of some data; {@code known} is false if there are values without bounds. */
  private record Bounds(
      boolean nulls,
      @Nullable Boolean nan,
      @Nullable String min,
      @Nullable String max,
      boolean known) {
    boolean empty() {
      return known && min == null;
    }
  }

  private record Column(String type, Bounds bounds) {}

  /** Bounds of files that are about to be added, by column. */
  record Added(Map<Long, Column> columns) {}

  private final Db db;

  ColumnBounds(Db db) {
    this.db = db;
  }

  /** The bounds of all these files as of one. */
  static Added of(List<StagedFile> files) {
    Map<Long, Column> columns = new HashMap<>();
    for (StagedFile file : files) {
      for (ColumnStats stats : file.stats()) {
        columns.merge(
            stats.columnId(),
            new Column(stats.type(), bounds(stats)),
            (all, one) -> new Column(all.type, union(all.type, all.bounds, one.bounds, true)));
      }
    }
    return new Added(columns);
  }

  void merge(long tableId, Added added, boolean firstData) throws SQLException {
    Map<Long, Bounds> stored = firstData ? Map.of() : stored(tableId);
    List<@Nullable Object[]> replaced = new ArrayList<>();
    for (Map.Entry<Long, Column> column : added.columns().entrySet()) {
      Bounds bounds = column.getValue().bounds;
      Bounds old = stored.get(column.getKey());
      if (firstData) {
        if (bounds.known()) {
          insert(tableId, column.getKey(), bounds);
        }
      } else if (old != null) {
        Bounds all = union(column.getValue().type, old, bounds, false);
        if (!all.known) {
          forget(tableId, column.getKey());
        } else if (!all.equals(old)) {
          replaced.add(
              new @Nullable Object[] {
                all.nulls, all.nan, all.min, all.max, tableId, column.getKey()
              });
        }
      }
    }
    db.batch(
        """
        UPDATE ducklake_table_column_stats
        SET contains_null = ?, contains_nan = ?, min_value = ?, max_value = ?
        WHERE table_id = ? AND column_id = ?
        """,
        replaced);
    for (Map.Entry<Long, Bounds> left : stored.entrySet()) {
      Long column = left.getKey();
      if (added.columns().containsKey(column)) {
        continue;
      }
      if (left.getValue().empty()) {
        forget(tableId, column);
      } else { // the files leave it out: NULL in all their rows
        db.write(
            "UPDATE ducklake_table_column_stats SET contains_null = ? WHERE table_id = ? AND column_id = ?",
            true,
            tableId,
            column);
      }
    }
  }

  private static Bounds bounds(ColumnStats file) {
    boolean bounded = file.min() != null && file.max() != null;
    return new Bounds(
        file.nullCount() > 0,
        file.containsNan(),
        file.min(),
        file.max(),
        bounded || file.valueCount() == 0);
  }

  /**
   * @param trusted whether NULL bounds on the left are known to mean "no values"; in the catalog
   *     they may also come from a writer that did not know, DuckDB's rewrite for one. Its next
   *     insert would take the new rows' bounds for all, so such bounds do not stay
   */
  private static Bounds union(String type, Bounds left, Bounds right, boolean trusted) {
    boolean nulls = left.nulls || right.nulls;
    Boolean nan = eitherNan(left.nan, right.nan);
    if (!left.known || !right.known || !trusted && left.empty()) {
      return new Bounds(nulls, nan, null, null, false);
    }
    if (right.empty()) {
      return new Bounds(nulls, nan, left.min, left.max, true);
    }
    if (left.empty()) {
      return new Bounds(nulls, nan, right.min, right.max, true);
    }
    try {
      return new Bounds(
          nulls, nan, smaller(type, left.min, right.min), larger(type, left.max, right.max), true);
    } catch (IllegalArgumentException e) { // a bound that is no value of the type
      return new Bounds(nulls, nan, null, null, false);
    }
  }

  /** Unknown stays unknown: DuckDB's small inserts make it so, whatever files there are. */
  private static @Nullable Boolean eitherNan(@Nullable Boolean left, @Nullable Boolean right) {
    if (Boolean.TRUE.equals(left) || Boolean.TRUE.equals(right)) {
      return true;
    }
    return left == null || right == null ? null : false;
  }

  private static @Nullable String smaller(String type, @Nullable String a, @Nullable String b) {
    return a == null || b == null ? null : BoundOrder.compare(type, a, b) <= 0 ? a : b;
  }

  private static @Nullable String larger(String type, @Nullable String a, @Nullable String b) {
    return a == null || b == null ? null : BoundOrder.compare(type, a, b) >= 0 ? a : b;
  }

  private Map<Long, Bounds> stored(long tableId) throws SQLException {
    Map<Long, Bounds> stored = new HashMap<>();
    db.list(
        """
        SELECT column_id, contains_null, contains_nan, min_value, max_value
        FROM ducklake_table_column_stats WHERE table_id = ?
        """,
        row -> {
          boolean nulls = row.getBoolean("contains_null") || row.wasNull();
          boolean nan = row.getBoolean("contains_nan");
          Boolean nanOrNull = row.wasNull() ? null : nan;
          return stored.put(
              row.getLong("column_id"),
              new Bounds(
                  nulls, nanOrNull, row.getString("min_value"), row.getString("max_value"), true));
        },
        tableId);
    return stored;
  }

  private void insert(long tableId, long columnId, Bounds bounds) throws SQLException {
    db.write(
        """
        INSERT INTO ducklake_table_column_stats
          (table_id, column_id, contains_null, contains_nan, min_value, max_value)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        tableId,
        columnId,
        bounds.nulls,
        bounds.nan,
        bounds.min,
        bounds.max);
  }

  private void forget(long tableId, long columnId) throws SQLException {
    db.write(
        "DELETE FROM ducklake_table_column_stats WHERE table_id = ? AND column_id = ?",
        tableId,
        columnId);
  }
}
