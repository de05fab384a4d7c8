package org.icemelt.acceptance;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.icemelt.judge.Judge;

/** What DuckDB finds in a lake's tables, whatever the order and the files. */
final class LakeRows {
  /** What differs between two runs over the same sources. */
  private static final Set<String> OF_THE_RUN =
      Set.of(
          "run_id", "processed_at", "first_processed", "last_processed", "fetched_at", "seconds");

  private LakeRows() {}

  /** For each table the number of its rows and a sum of their hashes. */
  static Map<String, List<Object>> hashes(RunFolder folder) throws SQLException {
    try (Connection duckdb = folder.open()) {
      return hashes(duckdb);
    }
  }

  /** The same of the lake that is attached, and in use, as {@code lake}. */
  static Map<String, List<Object>> hashes(Connection duckdb) throws SQLException {
    Map<String, List<Object>> hashes = new TreeMap<>();
    for (Object table :
        Judge.column(
            duckdb,
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake' AND schema_name"
                + " = 'main'")) {
      List<Object> columns =
          Judge.column(
              duckdb,
              "SELECT column_name FROM duckdb_columns() WHERE database_name = 'lake' AND"
                  + " table_name = "
                  + Judge.literal((String) table)
                  + " ORDER BY column_index");
      String compared =
          columns.stream()
              .map(String.class::cast)
              .filter(column -> !OF_THE_RUN.contains(column))
              .map(column -> '"' + column.replace("\"", "\"\"") + '"')
              .collect(Collectors.joining(", "));
      hashes.put(
          (String) table,
          Judge.rows(
                  duckdb,
                  "SELECT count(*), sum(hash(%s)::HUGEINT)::VARCHAR FROM \"%s\""
                      .formatted(compared, table))
              .get(0));
    }
    return hashes;
  }
}
