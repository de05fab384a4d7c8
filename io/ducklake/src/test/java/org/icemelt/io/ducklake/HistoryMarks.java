package org.icemelt.io.ducklake;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.judge.Judge;
import org.jspecify.annotations.Nullable;

/** Counts in a lake's catalog what a history has left there. */
final class HistoryMarks {
  /** Marks in the catalog of what DuckDB made, however it came to make it. */
  private static final Map<String, String> MARKS =
      Map.ofEntries(
          Map.entry("data files", "ducklake_data_file"),
          Map.entry(
              "data files of rows of several snapshots",
              "ducklake_data_file WHERE partial_max IS NOT NULL"),
          Map.entry(
              "data files without row ids in the catalog",
              "ducklake_data_file WHERE row_id_start IS NULL"),
          Map.entry("data files by name", "ducklake_data_file WHERE mapping_id IS NOT NULL"),
          Map.entry("ended data files", "ducklake_data_file WHERE end_snapshot IS NOT NULL"),
          Map.entry("delete files", "ducklake_delete_file WHERE format = 'parquet'"),
          Map.entry("deletion vectors", "ducklake_delete_file WHERE format = 'puffin'"),
          Map.entry(
              "cumulative delete files", "ducklake_delete_file WHERE partial_max IS NOT NULL"),
          Map.entry("ended columns", "ducklake_column WHERE end_snapshot IS NOT NULL"),
          Map.entry("columns with a default", "ducklake_column WHERE initial_default IS NOT NULL"),
          Map.entry("partition values", "ducklake_file_partition_value"));

  private HistoryMarks() {}

  /** How often each mark is there. */
  static Map<String, Long> of(TestLake lake) throws SQLException {
    Map<String, Long> marks = new TreeMap<>();
    for (Map.Entry<String, String> mark : MARKS.entrySet()) {
      marks.put(mark.getKey(), count(lake, mark.getValue()));
    }
    for (List<@Nullable Object> table : tables(lake)) {
      String name = Judge.identifier(String.valueOf(table.get(0)));
      if (name.startsWith("\"ducklake_inlined_delete_")) {
        marks.merge("inlined deletes", count(lake, name), Long::sum);
      } else {
        marks.merge("inlined rows", count(lake, name), Long::sum);
      }
    }
    return marks;
  }

  private static List<List<@Nullable Object>> tables(TestLake lake) throws SQLException {
    String tables =
        lake.config.catalog().kind() == CatalogAddress.Kind.SQLITE
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE"
            : "SELECT table_name FROM information_schema.tables WHERE table_name LIKE";
    List<List<@Nullable Object>> names = new ArrayList<>();
    names.addAll(lake.catalogRows(tables + " 'ducklake_inlined_d%'"));
    names.removeIf(name -> name.get(0).equals("ducklake_inlined_data_tables"));
    return names;
  }

  private static long count(TestLake lake, String from) throws SQLException {
    return ((Number) lake.catalogRows("SELECT count(*) FROM " + from).get(0).get(0)).longValue();
  }
}
