package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.List;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveColumn;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.TableState;
import org.jspecify.annotations.Nullable;

/** The rows of {@code ducklake_column} that a commit begins and ends. */
final class ColumnRows {
  private final Db db;
  private final SnapshotWriter snapshot;

  ColumnRows(Db db, SnapshotWriter snapshot) {
    this.db = db;
    this.snapshot = snapshot;
  }

  /** Begins a column and all below it; returns the node after them. */
  int begin(
      long tableId, ColumnDef column, @Nullable Long parent, List<Long> ids, int node, long order)
      throws SQLException {
    long id = ids.get(node);
    db.write(
        """
        INSERT INTO ducklake_column
          (column_id, begin_snapshot, table_id, column_order, column_name, column_type,
           initial_default, default_value, nulls_allowed, parent_column, default_value_type,
           default_value_dialect)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'NULL', ?, ?, 'literal', 'duckdb')
        """,
        id,
        snapshot.id(),
        tableId,
        order,
        column.name(),
        column.type().catalogText(),
        null,
        column.nullable(),
        parent);
    int next = node + 1;
    for (ColumnDef child : column.type().children()) {
      next = begin(tableId, child, id, ids, next, ids.get(next));
    }
    return next;
  }

  /** Ends a column and all below it. */
  void end(TableState state, LiveColumn column) throws SQLException {
    for (LiveColumn child : ColumnPlan.below(column, state.columns())) {
      end(state, child);
    }
    db.write(
        "UPDATE ducklake_column SET end_snapshot = ? WHERE table_id = ? AND column_id = ? AND end_snapshot IS NULL",
        snapshot.id(),
        state.table().id(),
        column.id());
  }

  /** Ends a column's row and begins one with the same id and defaults; below it nothing changes. */
  void restate(long tableId, long columnId, ColumnDef column, long order) throws SQLException {
    db.write(
        """
        INSERT INTO ducklake_column
          (column_id, begin_snapshot, table_id, column_order, column_name, column_type,
           initial_default, default_value, nulls_allowed, parent_column, default_value_type,
           default_value_dialect)
        SELECT column_id, ?, table_id, ?, ?, ?, initial_default, default_value, ?,
               parent_column, default_value_type, default_value_dialect
        FROM ducklake_column
        WHERE table_id = ? AND column_id = ? AND end_snapshot IS NULL
        """,
        snapshot.id(),
        order,
        column.name(),
        column.type().catalogText(),
        column.nullable(),
        tableId,
        columnId);
    db.write(
        """
        UPDATE ducklake_column SET end_snapshot = ?
        WHERE table_id = ? AND column_id = ? AND end_snapshot IS NULL AND begin_snapshot < ?
        """,
        snapshot.id(),
        tableId,
        columnId,
        snapshot.id());
  }
}
