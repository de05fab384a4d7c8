package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.Lake.ColumnInfo;
import org.icemelt.io.ducklake.Lake.FileInfo;
import org.icemelt.io.ducklake.Lake.RowChange;
import org.icemelt.io.ducklake.Lake.SnapshotInfo;
import org.icemelt.io.ducklake.Lake.TableInfo;
import org.icemelt.io.ducklake.Lake.ViewInfo;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveColumn;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveSpec;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveTable;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.SpecKey;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.TableState;

/** Answers questions about a whole lake. */
public final class LakeInspector {
  private final Catalog catalog;

  public LakeInspector(Catalog catalog) {
    this.catalog = catalog;
  }

  public Optional<String> metadata(String key) {
    return catalog.look((db, reader) -> reader.globalMetadata(key)).flatMap(value -> value);
  }

  public Optional<String> fingerprint(String unit) {
    return metadata(catalog.config().unitKeyPrefix() + unit);
  }

  public Optional<CommitResult> commit(String writeId) {
    return CommitAttempt.earlier(catalog, writeId);
  }

  public List<SnapshotInfo> snapshots() {
    return catalog
        .look(
            (db, reader) ->
                db.list(
                    """
                    SELECT s.snapshot_id, s.snapshot_time, s.schema_version, c.changes_made,
                           c.author, c.commit_message, c.commit_extra_info
                    FROM ducklake_snapshot s
                    LEFT JOIN ducklake_snapshot_changes c ON c.snapshot_id = s.snapshot_id
                    ORDER BY s.snapshot_id
                    """,
                    row ->
                        new SnapshotInfo(
                            row.getLong("snapshot_id"),
                            db.instant(row, "snapshot_time"),
                            row.getLong("schema_version"),
                            Optional.ofNullable(row.getString("changes_made")).orElse(""),
                            row.getString("author"),
                            row.getString("commit_message"),
                            row.getString("commit_extra_info"))))
        .orElse(List.of());
  }

  public List<RowChange> rowChanges() {
    return catalog.look((db, reader) -> new RowCounts(db, reader).changes()).orElse(List.of());
  }

  public List<ViewInfo> views() {
    return catalog
        .look(
            (db, reader) ->
                db.list(
                    """
                    SELECT s.schema_name, v.view_name, v.sql
                    FROM ducklake_view v JOIN ducklake_schema s ON s.schema_id = v.schema_id
                    WHERE v.end_snapshot IS NULL AND s.end_snapshot IS NULL
                    ORDER BY s.schema_name, v.view_name
                    """,
                    row ->
                        new ViewInfo(
                            TableId.of(Db.text(row, "schema_name"), Db.text(row, "view_name")),
                            Db.text(row, "sql"))))
        .orElse(List.of());
  }

  public List<TableInfo> tables() {
    return catalog
        .look(
            (db, reader) -> {
              List<TableInfo> tables = new ArrayList<>();
              for (LiveTable table : reader.tables()) {
                tables.add(describe(db, reader, table));
              }
              return tables;
            })
        .orElse(List.of());
  }

  private static TableInfo describe(Db db, LakeReader reader, LiveTable table) throws SQLException {
    TableState state = reader.state(table);
    List<LiveColumn> columns = ColumnPlan.top(state.columns());
    List<String> partitioning = new ArrayList<>();
    for (SpecKey key : state.spec().map(LiveSpec::keys).orElse(List.of())) {
      for (LiveColumn column : columns) {
        if (column.id() == key.columnId() && key.transform().equals("identity")) {
          partitioning.add(column.name());
        }
      }
    }
    List<FileInfo> files =
        reader.files(table).stream()
            .map(
                file ->
                    new FileInfo(
                        file.path(),
                        file.recordCount(),
                        file.sizeBytes(),
                        file.deleteCount() + file.inlinedDeletes(),
                        file.deletePath()))
            .toList();
    return new TableInfo(
        table.id(),
        table.uuid(),
        table.name(),
        columns.stream()
            .map(c -> new ColumnInfo(c.id(), c.name(), c.type(), c.nullable()))
            .toList(),
        partitioning,
        files,
        reader.inlinedRows(table.id()),
        evolved(db, table.id()));
  }

  private static boolean evolved(Db db, long tableId) throws SQLException {
    return db.first(
            """
            SELECT (SELECT count(*) FROM ducklake_column WHERE table_id = ? AND (end_snapshot IS NOT NULL
                      OR begin_snapshot > (SELECT min(begin_snapshot) FROM ducklake_column WHERE table_id = ?)))
                 + (SELECT count(*) FROM ducklake_data_file WHERE table_id = ? AND end_snapshot IS NULL
                      AND mapping_id IS NOT NULL) AS n
            """,
            row -> row.getLong("n") > 0,
            tableId,
            tableId,
            tableId)
        .orElse(false);
  }
}
