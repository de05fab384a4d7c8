package org.icemelt.io.ducklake.internal.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.internal.parquet.BoundOrder;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog holds on one leaf column of one file, or of several as of one.
 *
 * @param type the column's now; null if it has ended
 */
public record FileStats(
    long fileId,
    long columnId,
    @Nullable String type,
    long sizeBytes,
    long values,
    long nulls,
    @Nullable String min,
    @Nullable String max,
    @Nullable Boolean containsNan,
    @Nullable String extraStats) {

  static List<FileStats> read(Db db, List<Long> files) throws SQLException {
    return db.list(
        """
        SELECT s.data_file_id, s.column_id, s.column_size_bytes, s.value_count, s.null_count,
               s.min_value, s.max_value, s.contains_nan, s.extra_stats, c.column_type
        FROM ducklake_file_column_stats s LEFT JOIN ducklake_column c
          ON c.table_id = s.table_id AND c.column_id = s.column_id AND c.end_snapshot IS NULL
        WHERE s.data_file_id IN (%s) ORDER BY s.column_id, s.data_file_id
        """
            .formatted(Ids.list(files)),
        row -> {
          boolean nan = row.getBoolean("contains_nan");
          Boolean nanOrNull = row.wasNull() ? null : nan;
          return new FileStats(
              row.getLong("data_file_id"),
              row.getLong("column_id"),
              row.getString("column_type"),
              row.getLong("column_size_bytes"),
              values(row),
              row.getLong("null_count"),
              row.getString("min_value"),
              row.getString("max_value"),
              nanOrNull,
              row.getString("extra_stats"));
        });
  }

  /** A count that is not there is no count of zero. */
  private static long values(ResultSet row) throws SQLException {
    Long count = Db.longOrNull(row, "value_count");
    return count == null ? -1 : count;
  }

  /**
   * For each column on which all files have statistics: bounds that cover them all.
   *
   * @param stats of so many files
   */
  public static List<FileStats> union(List<FileStats> stats, int files) {
    Map<Long, List<FileStats>> byColumn = new LinkedHashMap<>();
    for (FileStats one : stats) {
      byColumn.computeIfAbsent(one.columnId(), k -> new ArrayList<>()).add(one);
    }
    byColumn.values().removeIf(column -> column.size() < files);
    return byColumn.values().stream()
        .map(column -> column.stream().reduce(FileStats::with).orElseThrow())
        .toList();
  }

  private FileStats with(FileStats other) {
    boolean nan = Boolean.TRUE.equals(containsNan) || Boolean.TRUE.equals(other.containsNan);
    boolean nanKnown = containsNan != null && other.containsNan != null;
    boolean bounded = isBounded() && other.isBounded();
    return new FileStats(
        fileId,
        columnId,
        type,
        sizeBytes + other.sizeBytes,
        values + other.values,
        nulls + other.nulls,
        bounded ? outer(min, other.min, -1) : null,
        bounded ? outer(max, other.max, 1) : null,
        nanKnown ? (Boolean) nan : null,
        null);
  }

  /** Whether NULL bounds would mean that there are no values. */
  private boolean isBounded() {
    return values == 0 || min != null && max != null && type != null;
  }

  private @Nullable String outer(@Nullable String a, @Nullable String b, int side) {
    if (a == null || b == null || type == null) {
      return a == null ? b : a;
    }
    return BoundOrder.compare(ColumnPlan.canonical(type), a, b) * side >= 0 ? a : b;
  }

  /** The same bounds for a file that holds other counts. */
  public FileStats counting(
      long bytes, long valueCount, long nullCount, @Nullable String geometry) {
    boolean none = valueCount == 0;
    return new FileStats(
        fileId,
        columnId,
        type,
        bytes,
        valueCount,
        nullCount,
        none ? null : min,
        none ? null : max,
        containsNan,
        geometry);
  }
}
