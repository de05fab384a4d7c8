package org.icemelt.pipelines.sources;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.TableId;

/** dbt's tests of a column: what the program guarantees, in dbt's words. */
final class ColumnTests {
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "technology", List.of("pv", "csp", "unknown"),
          "status",
              List.of("operating", "construction", "planned", "retired", "cancelled", "unknown"),
          "record_role", List.of("installation", "label", "sample"),
          "capacity_basis", List.of("ac", "dc", "unknown"),
          "install_date_precision", List.of("day", "month", "year", "before"));

  private ColumnTests() {}

  static List<Object> of(TableId table, String column) {
    List<Object> tests = new ArrayList<>();
    boolean ofRecords =
        table.schema().equals("main")
            && (table.name().equals("stg_pv_consolidated")
                || table.name().equals("prep_pv_datasets_unified"));
    boolean key = ofRecords && column.equals("record_id");
    if (key || (table.schema().equals("main") && column.equals("dataset_name"))) {
      tests.add("not_null");
    }
    if (key) {
      tests.add("unique");
    }
    List<String> words = WORDS.get(column);
    if (ofRecords && words != null) {
      tests.add(Map.of("accepted_values", Map.of("arguments", Map.of("values", words))));
    }
    return tests;
  }
}
