package org.icemelt.io.ducklake.internal.catalog;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveColumn;

/** The catalog's tables for rows that DuckDB keeps there instead of in files. */
final class InlinedTables {
  /** Names that a table of inlined rows has taken. */
  private static final Set<String> OF_INLINED_TABLES =
      Set.of(
          "row_id",
          "begin_snapshot",
          "end_snapshot",
          "_ducklake_internal_row_id",
          "_ducklake_internal_snapshot_id");

  private final Db db;
  private final SnapshotWriter snapshot;

  InlinedTables(Db db, SnapshotWriter snapshot) {
    this.db = db;
    this.snapshot = snapshot;
  }

  /** Makes the table for a table's new columns, unless one of them keeps its rows out. */
  void renew(long tableId, List<LiveColumn> columns) throws SQLException {
    if (columns.stream().allMatch(this::canBeInlined)) {
      create(tableId, columns);
    }
  }

  /** Whether DuckDB keeps such a column in the catalog; one that it does not keeps all out. */
  private boolean canBeInlined(LiveColumn column) {
    boolean named =
        column.parent() != null
            || !OF_INLINED_TABLES.contains(column.name().toLowerCase(Locale.ROOT))
                && column.name().getBytes(StandardCharsets.UTF_8).length
                    <= db.dialect().longestName();
    return named && db.dialect().inlines(ColumnPlan.canonical(column.type()));
  }

  /**
   * A table for rows that DuckDB inlines in the new columns. Its next small insert wants one if
   * there was one of the old columns. If there was none it would make one at a version that {@code
   * ducklake_schema_versions} does not list; and after the next change of columns it would read
   * those rows by the columns that the table was created with, values of later ones as NULL.
   */
  private void create(long tableId, List<LiveColumn> columns) throws SQLException {
    long version = snapshot.newSchemaVersion();
    String name = "ducklake_inlined_data_" + tableId + "_" + version;
    if (db.hasTable(name)) {
      return;
    }
    StringBuilder sql =
        new StringBuilder("CREATE TABLE ")
            .append(name)
            .append("(row_id BIGINT, begin_snapshot BIGINT, end_snapshot BIGINT");
    for (LiveColumn column : ColumnPlan.top(columns)) {
      sql.append(", ")
          .append(Db.quoted(column.name()))
          .append(' ')
          .append(inlinedType(column, columns));
    }
    db.execute(sql.append(')').toString());
    db.write(
        "INSERT INTO ducklake_inlined_data_tables (table_id, table_name, schema_version) VALUES (?, ?, ?)",
        tableId,
        name,
        version);
  }

  private String inlinedType(LiveColumn column, List<LiveColumn> columns) {
    String type = ColumnPlan.canonical(column.type());
    List<LiveColumn> below = ColumnPlan.below(column, columns);
    if (below.isEmpty() || !db.dialect().keepsNestedInlined()) {
      return db.dialect().inlinedType(type);
    }
    List<String> types = below.stream().map(child -> inlinedType(child, columns)).toList();
    return switch (type) {
      case "list" -> types.get(0) + "[]";
      case "map" -> "MAP(" + String.join(", ", types) + ")";
      default ->
          below.stream()
              .map(child -> Db.quoted(child.name()) + " " + inlinedType(child, columns))
              .collect(Collectors.joining(", ", "STRUCT(", ")"));
    };
  }
}
