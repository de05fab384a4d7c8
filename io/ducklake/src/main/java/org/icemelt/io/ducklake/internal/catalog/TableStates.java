package org.icemelt.io.ducklake.internal.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveColumn;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveSpec;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveTable;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.SpecKey;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.TableState;

/** Live columns and partitioning of tables, with two questions to the catalog for all of them. */
final class TableStates {
  private final Db db;
  private final Map<Long, List<LiveColumn>> columns = new HashMap<>();
  private final Map<Long, Long> maxColumnIds = new HashMap<>();
  private final Map<Long, Long> specIds = new HashMap<>();
  private final Map<Long, List<SpecKey>> keys = new HashMap<>();

  TableStates(Db db) {
    this.db = db;
  }

  TableState of(LiveTable table) throws SQLException {
    read(" AND %s.table_id = ?", table.id());
    return state(table);
  }

  List<TableState> of(List<LiveTable> tables) throws SQLException {
    read("");
    return tables.stream().map(this::state).toList();
  }

  /**
   * @param condition with the alias of the table that it is asked of left open
   */
  private void read(String condition, Object... parameters) throws SQLException {
    db.list( // columns of one parent in their order
        """
        SELECT c.table_id, c.column_id, c.column_order, c.column_name, c.column_type,
               c.initial_default, c.nulls_allowed, c.parent_column, m.max_id
        FROM ducklake_column c JOIN (
          SELECT a.table_id, max(a.column_id) AS max_id FROM ducklake_column a
          WHERE 1 = 1%s GROUP BY a.table_id) m
          ON m.table_id = c.table_id
        WHERE c.end_snapshot IS NULL%s
        ORDER BY c.column_order, c.column_id
        """
            .formatted(condition.formatted("a"), condition.formatted("c")),
        row -> {
          maxColumnIds.put(row.getLong("table_id"), row.getLong("max_id"));
          return columns
              .computeIfAbsent(row.getLong("table_id"), id -> new ArrayList<>())
              .add(column(row));
        },
        twice(parameters));
    db.list(
        """
        SELECT i.table_id, i.partition_id, k.column_id, k.transform
        FROM ducklake_partition_info i LEFT JOIN ducklake_partition_column k
          ON k.table_id = i.table_id AND k.partition_id = i.partition_id
        WHERE i.end_snapshot IS NULL%s
        ORDER BY i.table_id, k.partition_key_index
        """
            .formatted(condition.formatted("i")),
        row -> {
          long table = row.getLong("table_id");
          specIds.put(table, row.getLong("partition_id"));
          List<SpecKey> of = keys.computeIfAbsent(table, id -> new ArrayList<>());
          Long column = Db.longOrNull(row, "column_id");
          return column != null && of.add(new SpecKey(column, Db.text(row, "transform")));
        },
        parameters);
  }

  private static Object[] twice(Object... parameters) {
    List<Object> all = new ArrayList<>(List.of(parameters));
    all.addAll(List.of(parameters));
    return all.toArray();
  }

  private TableState state(LiveTable table) {
    Optional<LiveSpec> spec =
        Optional.ofNullable(specIds.get(table.id()))
            .map(id -> new LiveSpec(id, keys.getOrDefault(table.id(), List.of())));
    return new TableState(
        table,
        columns.getOrDefault(table.id(), List.of()),
        spec,
        maxColumnIds.getOrDefault(table.id(), 0L));
  }

  private static LiveColumn column(ResultSet row) throws SQLException {
    return new LiveColumn(
        row.getLong("column_id"),
        row.getLong("column_order"),
        Db.text(row, "column_name"),
        Db.text(row, "column_type"),
        row.getString("initial_default"),
        row.getBoolean("nulls_allowed"),
        Db.longOrNull(row, "parent_column"));
  }
}
