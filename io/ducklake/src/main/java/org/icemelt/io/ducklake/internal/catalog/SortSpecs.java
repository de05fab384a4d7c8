package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.io.ducklake.SortField;

/** The sort specifications of a lake's tables that name plain columns. */
final class SortSpecs {
  private static final Pattern COLUMN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|\"(?:[^\"]|\"\")+\"");

  private record Row(long tableId, Optional<SortField> field) {}

  private SortSpecs() {}

  /** By table. An expression that is more than a column ends the order before it. */
  static Map<Long, List<SortField>> read(Db db) throws SQLException {
    List<Row> rows =
        db.list(
            """
            SELECT e.table_id, e.expression, e.sort_direction, e.null_order
            FROM ducklake_sort_info i JOIN ducklake_sort_expression e
              ON e.sort_id = i.sort_id AND e.table_id = i.table_id
            WHERE i.end_snapshot IS NULL ORDER BY e.table_id, e.sort_key_index
            """,
            row ->
                new Row(
                    row.getLong("table_id"),
                    field(
                        Db.text(row, "expression"),
                        "DESC".equals(row.getString("sort_direction")),
                        "NULLS_FIRST".equals(row.getString("null_order")))));
    Map<Long, List<SortField>> specs = new HashMap<>();
    Map<Long, Boolean> ended = new HashMap<>();
    for (Row row : rows) {
      if (row.field.isEmpty()) {
        ended.put(row.tableId, true);
      } else if (!ended.containsKey(row.tableId)) {
        specs.computeIfAbsent(row.tableId, id -> new ArrayList<>()).add(row.field.get());
      }
    }
    return specs;
  }

  private static Optional<SortField> field(String expression, boolean down, boolean nullsFirst) {
    Matcher matcher = COLUMN.matcher(expression.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String text = matcher.group();
    String name =
        text.startsWith("\"") ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
    SortField field = down ? SortField.descending(name) : SortField.ascending(name);
    return Optional.of(nullsFirst ? field.withNullsFirst() : field);
  }
}
