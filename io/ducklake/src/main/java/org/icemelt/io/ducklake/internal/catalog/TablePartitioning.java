package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.PartitionTransform;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveColumn;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveSpec;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.SpecKey;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.TableState;

/** How tables are partitioned, and when a commit may change that. */
final class TablePartitioning {
  private final Db db;
  private final LakeReader reader;
  private final SnapshotWriter snapshot;

  TablePartitioning(Db db, LakeReader reader, SnapshotWriter snapshot) {
    this.db = db;
    this.reader = reader;
    this.snapshot = snapshot;
  }

  /** Sets the partitioning of a table, ending the one it has. */
  TableState set(TableState state, List<PartitionField> fields) throws SQLException {
    long tableId = state.table().id();
    db.write(
        "UPDATE ducklake_partition_info SET end_snapshot = ? WHERE table_id = ? AND end_snapshot IS NULL",
        snapshot.id(),
        tableId);
    List<SpecKey> keys = keys(fields, state.columns());
    long specId = snapshot.newCatalogId();
    db.write(
        "INSERT INTO ducklake_partition_info (partition_id, table_id, begin_snapshot) VALUES (?, ?, ?)",
        specId,
        tableId,
        snapshot.id());
    for (int i = 0; i < keys.size(); i++) {
      db.write(
          """
          INSERT INTO ducklake_partition_column
            (partition_id, table_id, partition_key_index, column_id, transform)
          VALUES (?, ?, ?, ?, ?)
          """,
          specId,
          tableId,
          i,
          keys.get(i).columnId(),
          keys.get(i).transform());
    }
    snapshot.tableVersion(tableId);
    return new TableState(
        state.table(),
        state.columns(),
        Optional.of(new LiveSpec(specId, keys)),
        state.maxColumnId());
  }

  /** The keys that fields would be in a table of these columns. */
  static List<SpecKey> keys(List<PartitionField> fields, List<LiveColumn> columns) {
    List<SpecKey> keys = new ArrayList<>();
    for (PartitionField field : fields) {
      long id =
          ColumnPlan.top(columns).stream()
              .filter(column -> column.name().equalsIgnoreCase(field.column()))
              .findFirst()
              .map(LiveColumn::id)
              .orElse(-1L);
      keys.add(new SpecKey(id, field.transform().catalogText()));
    }
    return keys;
  }

  /** A table that never held anything takes the partitioning of the rows; others keep theirs. */
  TableState forRows(TableDef def, TableState now) throws SQLException {
    List<SpecKey> has = now.spec().map(LiveSpec::keys).orElse(List.of());
    if (def.partitioning().isEmpty() || keys(def.partitioning(), now.columns()).equals(has)) {
      return now;
    }
    if (!has.isEmpty() || reader.everHeldRows(now.table().id())) {
      throw Catalog.refused(
          "Cannot add rows to %s: they are partitioned by %s, the table is %s. Leave the partitioning out, which takes the table's, or overwrite the table.",
          now.table().name(),
          def.partitioning(),
          has.isEmpty() ? "not partitioned" : "partitioned otherwise");
    }
    snapshot.altered(now.table().id());
    return set(now, def.partitioning());
  }

  /**
   * An empty partitioning keeps what the table has, as long as its columns are there. Readers take
   * a file's bucket for one of the buckets there are now, whenever it was written; so buckets are
   * not changed as long as any snapshot may read an older file.
   */
  TableState replaced(TableDef def, TableState now) throws SQLException {
    List<SpecKey> has = now.spec().map(LiveSpec::keys).orElse(List.of());
    List<Long> top = ColumnPlan.top(now.columns()).stream().map(LiveColumn::id).toList();
    boolean dangling = has.stream().anyMatch(key -> !top.contains(key.columnId()));
    boolean differs =
        !def.partitioning().isEmpty() && !keys(def.partitioning(), now.columns()).equals(has);
    if (!dangling && !differs) {
      return now;
    }
    boolean buckets =
        def.partitioning().stream()
            .anyMatch(field -> field.transform().kind() == PartitionTransform.Kind.BUCKET);
    if (buckets && reader.everHeldRows(now.table().id())) {
      throw Catalog.refused(
          "Cannot partition %s by %s: it has held rows under another partitioning, and readers would miss them. Drop the table, or write to a new one.",
          now.table().name(), def.partitioning());
    }
    snapshot.altered(now.table().id());
    return set(now, def.partitioning());
  }
}
