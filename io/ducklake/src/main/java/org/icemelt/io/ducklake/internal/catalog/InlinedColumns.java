package org.icemelt.io.ducklake.internal.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.TableId;
import org.jspecify.annotations.Nullable;

/** Columns as a table that holds inlined rows has them: by their names when it was made. */
final class InlinedColumns {
  /**
   * @param then name and children when the table was made; null if the column was not there
   */
  private record Column(ColumnTree now, DuckLakeType type, @Nullable ColumnTree then) {}

  private final List<Column> columns;

  private InlinedColumns(List<Column> columns) {
    this.columns = columns;
  }

  /**
   * @param begun snapshot at which the table's schema version began
   */
  static InlinedColumns of(
      List<ColumnTree> wanted, List<ScanCatalog.ColumnVersion> versions, long begun) {
    List<ScanCatalog.ColumnVersion> then = versions.stream().filter(c -> c.at(begun)).toList();
    List<ColumnTree> trees = ScanCatalog.below(null, then);
    return new InlinedColumns(
        wanted.stream()
            .map(
                column ->
                    new Column(
                        column,
                        column.type(),
                        trees.stream()
                            .filter(old -> old.id() == column.id())
                            .findFirst()
                            .orElse(null)))
            .toList());
  }

  /** What follows other columns in a SELECT. */
  String select(Dialect dialect) {
    StringBuilder sql = new StringBuilder();
    for (Column column : columns) {
      if (column.then != null) {
        sql.append(", ")
            .append(dialect.inlinedValue(column.then.typeText(), Db.quoted(column.then.name())));
      }
    }
    return sql.toString();
  }

  List<@Nullable Object> values(ResultSet row, TableId table, ColumnValues.Style style)
      throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    int index = 4; // after row id and two snapshots
    for (Column column : columns) {
      if (column.then == null) {
        values.add(ColumnValues.initialDefault(column.now));
        continue;
      }
      Object raw = row.getObject(index++);
      try {
        values.add(raw == null ? null : ColumnValues.value(column.now, column.then, raw, style));
      } catch (IllegalArgumentException e) {
        throw new LakeFormatException(
            "Cannot read %s: a row that the catalog keeps has an invalid value in column \"%s\": %s"
                .formatted(table, column.now.name(), e.getMessage()),
            e);
      }
    }
    return Collections.unmodifiableList(values);
  }
}
