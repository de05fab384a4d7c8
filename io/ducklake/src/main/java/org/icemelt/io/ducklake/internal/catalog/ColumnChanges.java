package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.SchemaEvolution;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveColumn;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.TableState;

/** What has to change of a table's columns so that rows fit, as far as the rules allow it. */
final class ColumnChanges {
  private final Db db;
  private final TableState state;
  private final Set<SchemaEvolution> rules;

  ColumnChanges(Db db, TableState state, Set<SchemaEvolution> rules) {
    this.db = db;
    this.state = state;
    this.rules = rules;
  }

  /**
   * The column as it has to become; empty if it fits as it is.
   *
   * @param leaf place of the column's statistics in those of a file, if it is a leaf
   * @throws org.icemelt.io.ducklake.CommitRefusedException if no rule allows the change
   */
  Optional<ColumnDef> toTake(ColumnDef rows, LiveColumn live, List<StagedFile> files, int leaf)
      throws SQLException {
    String type = ColumnPlan.canonical(live.type());
    boolean widen = Widening.widens(type, rows.type().catalogText());
    boolean relax = !live.nullable() && mayHoldNull(rows, files, leaf);
    if (widen) {
      requireWidening(rows, live);
    }
    if (relax && !rules.contains(SchemaEvolution.RELAX_NOT_NULL)) {
      throw Catalog.refused(
          "Cannot add rows to %s: its column \"%s\" is NOT NULL, and there are rows without a value for it. Filter them, or allow NOT NULL to be relaxed.",
          state.table().name(), live.name());
    }
    if (!widen && !relax) {
      return Optional.empty();
    }
    DuckLakeType becomes = widen ? rows.type() : ColumnTypes.type(live, state.columns());
    return Optional.of(new ColumnDef(live.name(), becomes, live.nullable() || relax));
  }

  /** A nested column's own NULLs are in no statistics: there its definition decides. */
  private static boolean mayHoldNull(ColumnDef rows, List<StagedFile> files, int leaf) {
    if (!rows.nullable()) {
      return false;
    }
    return !rows.type().children().isEmpty()
        ? !files.isEmpty()
        : files.stream().anyMatch(file -> file.stats().get(leaf).nullCount() > 0);
  }

  private void requireWidening(ColumnDef rows, LiveColumn live) throws SQLException {
    if (!rules.contains(SchemaEvolution.WIDEN_TYPES)) {
      throw Catalog.refused(
          "Cannot add rows to %s: its column \"%s\" is of type %s, the rows' is %s. Allow types to be widened, replace the table, or change the rows.",
          state.table().name(), live.name(), live.type(), rows.type().catalogText());
    }
    boolean sorted =
        db.first(
                "SELECT 1 FROM ducklake_sort_info WHERE table_id = ? AND end_snapshot IS NULL",
                row -> true,
                state.table().id())
            .isPresent();
    if (sorted) {
      throw Catalog.refused(
          "Cannot widen column \"%s\" of %s: DuckDB 1.5 cannot rewrite or flush a sorted table whose types were widened. Reset its sorting first.",
          live.name(), state.table().name());
    }
    forgetBounds(live);
  }

  /**
   * DuckDB's next rewrite or flush would put two NULLs in the place of a widened column's bounds,
   * and its next insert the new rows' bounds in the place of these. It never makes a row anew.
   */
  private void forgetBounds(LiveColumn column) throws SQLException {
    db.write(
        "DELETE FROM ducklake_table_column_stats WHERE table_id = ? AND column_id = ?",
        state.table().id(),
        column.id());
  }
}
