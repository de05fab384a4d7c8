package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.TableChange.ReplacePartition;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.InlinedTable;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveColumn;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveFile;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveTable;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.TableState;
import org.icemelt.io.ducklake.internal.parquet.BoundOrder;
import org.icemelt.io.ducklake.internal.parquet.CanonicalText;
import org.jspecify.annotations.Nullable;

/** Ends live rows inside a commit: those of a whole table, or of one partition of it. */
final class RowRemover {
  /** Bounds at least this long may have been cut. */
  private static final int CUT = 250;

  private record Bounds(@Nullable String min, @Nullable String max, @Nullable Long nulls) {}

  private final Db db;
  private final LakeReader reader;
  private final SnapshotWriter snapshot;
  private final Map<DeleteKey, PreparedDelete> prepared;
  private final List<DeleteKey> missing = new ArrayList<>();

  /**
   * @param prepared what was made ready for rows that share a file with others
   */
  RowRemover(
      Db db, LakeReader reader, SnapshotWriter snapshot, Map<DeleteKey, PreparedDelete> prepared) {
    this.db = db;
    this.reader = reader;
    this.snapshot = snapshot;
    this.prepared = prepared;
  }

  /** What has to be made ready before this commit can go on; empty if nothing. */
  List<DeleteKey> missing() {
    return missing;
  }

  void endAll(LiveTable table) throws SQLException {
    endFiles(table, reader.files(table));
    long inlined = 0;
    for (InlinedTable rows : reader.inlinedTables(table.id())) {
      inlined += endInlined(rows, "", List.of());
    }
    if (inlined > 0) {
      snapshot.deletedInlined(table.id(), table.name(), inlined);
    }
  }

  void endPartition(TableState state, ReplacePartition change) throws SQLException {
    LiveTable table = state.table();
    String columnName = change.table().partitioning().get(0).column();
    LiveColumn column =
        ColumnPlan.top(state.columns()).stream()
            .filter(live -> live.name().equalsIgnoreCase(columnName))
            .findFirst()
            .orElseThrow(
                () ->
                    Catalog.refused(
                        "Cannot replace a partition of %s: it has no column \"%s\".",
                        table.name(), columnName));
    DuckLakeType type =
        change.table().schema().columns().get(change.table().schema().indexOf(columnName)).type();
    String value = change.value() == null ? null : CanonicalText.of(type, change.value());
    endFiles(table, filesOfPartition(table, column, value));
    for (LiveFile file : filesOfOtherSpecs(table, column)) {
      endRows(state, file, column, value);
    }
    endInlinedRows(table, column, value);
  }

  private List<LiveFile> filesOfPartition(
      LiveTable table, LiveColumn column, @Nullable String value) throws SQLException {
    String condition =
        """
        AND EXISTS (
          SELECT 1 FROM ducklake_partition_column p JOIN ducklake_file_partition_value v
            ON v.partition_key_index = p.partition_key_index
          WHERE p.partition_id = f.partition_id AND v.data_file_id = f.data_file_id
            AND p.column_id = ? AND p.transform = 'identity' AND v.partition_value\
        """
            + (value == null ? " IS NULL)" : " = ?)");
    return reader.files(
        table, condition, value == null ? List.of(column.id()) : List.of(column.id(), value));
  }

  private List<LiveFile> filesOfOtherSpecs(LiveTable table, LiveColumn column) throws SQLException {
    return reader.files(
        table,
        """
        AND (f.partition_id IS NULL OR NOT EXISTS (
          SELECT 1 FROM ducklake_partition_column p JOIN ducklake_file_partition_value v
            ON v.partition_key_index = p.partition_key_index
          WHERE p.partition_id = f.partition_id AND v.data_file_id = f.data_file_id
            AND p.column_id = ? AND p.transform = 'identity'))
        """,
        List.of(column.id()));
  }

  private void endRows(TableState state, LiveFile file, LiveColumn column, @Nullable String value)
      throws SQLException {
    LiveTable table = state.table();
    Optional<Bounds> bounds =
        db.first(
            """
            SELECT min_value, max_value, null_count FROM ducklake_file_column_stats
            WHERE data_file_id = ? AND column_id = ?
            """,
            row ->
                new Bounds(
                    row.getString("min_value"),
                    row.getString("max_value"),
                    Db.longOrNull(row, "null_count")),
            file.id(),
            column.id());
    if (bounds.isPresent() && outside(column.type(), bounds.get(), value)) {
      return;
    }
    if (bounds.isPresent() && allEqual(bounds.get(), file, value)) {
      endFiles(table, List.of(file));
      return;
    }
    DeleteKey key =
        new DeleteKey(
            file,
            table.path(),
            column.id(),
            mappedName(file, column),
            ColumnPlan.canonical(column.type()),
            value,
            column.initialDefault(),
            reader.inlinedDeletePositions(table.id(), file.id()).stream().sorted().toList());
    PreparedDelete ready = prepared.get(key);
    if (ready == null) {
      missing.add(key);
    } else if (ready instanceof PreparedDelete.WholeFile) {
      endFiles(table, List.of(file));
    } else if (ready instanceof PreparedDelete.Partly partly) {
      deleteFrom(table, file, partly);
    }
  }

  private @Nullable String mappedName(LiveFile file, LiveColumn column) throws SQLException {
    if (file.mappingId() == null) {
      return null;
    }
    return db.first(
            """
            SELECT source_name FROM ducklake_name_mapping
            WHERE mapping_id = ? AND target_field_id = ? AND parent_column IS NULL
            """,
            row -> Db.text(row, "source_name"),
            file.mappingId(),
            column.id())
        .orElse(column.name());
  }

  private static boolean outside(String type, Bounds bounds, @Nullable String value) {
    if (value == null) {
      return bounds.nulls() != null && bounds.nulls() == 0;
    }
    String canonical = ColumnPlan.canonical(type);
    try {
      return bounds.min() != null && BoundOrder.compare(canonical, value, bounds.min()) < 0
          || bounds.max() != null && BoundOrder.compare(canonical, value, bounds.max()) > 0;
    } catch (IllegalArgumentException e) { // a bound that is no value of the type proves nothing
      return false;
    }
  }

  private static boolean allEqual(Bounds bounds, LiveFile file, @Nullable String value) {
    if (value == null) {
      return bounds.nulls() != null && bounds.nulls() == file.recordCount();
    }
    return value.equals(bounds.min())
        && value.equals(bounds.max())
        && bounds.nulls() != null
        && bounds.nulls() == 0
        && value.length() < CUT;
  }

  /** Ends whole files, with what deletes from them. */
  private void endFiles(LiveTable table, List<LiveFile> files) throws SQLException {
    if (files.isEmpty()) {
      return;
    }
    List<@Nullable Object[]> ended = new ArrayList<>();
    for (LiveFile file : files) {
      ended.add(new @Nullable Object[] {snapshot.id(), file.id()});
    }
    db.batch("UPDATE ducklake_data_file SET end_snapshot = ? WHERE data_file_id = ?", ended);
    List<@Nullable Object[]> deletes = new ArrayList<>();
    for (LiveFile file : files) {
      if (file.deleteFileId() != null) {
        deletes.add(new @Nullable Object[] {snapshot.id(), file.deleteFileId()});
      }
    }
    db.batch("UPDATE ducklake_delete_file SET end_snapshot = ? WHERE delete_file_id = ?", deletes);
    snapshot.deleted(table.id(), table.name(), files.stream().mapToLong(LiveFile::liveRows).sum());
  }

  /** The old delete file ends where the new, cumulative one begins. */
  private void deleteFrom(LiveTable table, LiveFile file, PreparedDelete.Partly partly)
      throws SQLException {
    if (file.deleteFileId() != null) {
      db.write(
          "UPDATE ducklake_delete_file SET end_snapshot = ? WHERE delete_file_id = ?",
          snapshot.id(),
          file.deleteFileId());
    }
    String path = FileWriter.stored(partly.path(), table.path());
    db.write(
        """
        INSERT INTO ducklake_delete_file
          (delete_file_id, table_id, begin_snapshot, data_file_id, path, path_is_relative, format,
           delete_count, file_size_bytes, footer_size)
        VALUES (?, ?, ?, ?, ?, ?, 'parquet', ?, ?, ?)
        """,
        snapshot.newFileId(),
        table.id(),
        snapshot.id(),
        file.id(),
        path,
        !path.equals(partly.path()),
        partly.deleteCount(),
        partly.sizeBytes(),
        partly.footerSize());
    snapshot.deleted(table.id(), table.name(), partly.newlyDeleted());
  }

  private void endInlinedRows(LiveTable table, LiveColumn column, @Nullable String value)
      throws SQLException {
    String type = ColumnPlan.canonical(column.type());
    long ended = 0;
    for (InlinedTable rows : reader.inlinedTables(table.id())) {
      Optional<String> name = reader.columnNameAt(table.id(), column.id(), rows.schemaVersion());
      String text = name.map(n -> db.dialect().inlinedText(type, Db.quoted(n))).orElse(null);
      if (text == null) { // rows older than the column have its default
        if (java.util.Objects.equals(value, column.initialDefault())) {
          ended += endInlined(rows, "", List.of());
        }
      } else if (value == null) {
        ended += endInlined(rows, " AND " + text + " IS NULL", List.of());
      } else {
        ended +=
            endInlined(
                rows, " AND " + text + " = ?", List.of(db.dialect().inlinedLiteral(type, value)));
      }
    }
    if (ended > 0) {
      snapshot.deletedInlined(table.id(), table.name(), ended);
    }
  }

  private long endInlined(InlinedTable rows, String condition, List<String> extra)
      throws SQLException {
    String where = " WHERE end_snapshot IS NULL" + condition;
    String name = Db.quoted(rows.name());
    long live =
        db.first(
                "SELECT count(*) AS n FROM " + name + where,
                row -> row.getLong("n"),
                extra.toArray())
            .orElse(0L);
    if (live == 0) {
      return 0;
    }
    List<Object> parameters = new ArrayList<>(Arrays.asList((Object) snapshot.id()));
    parameters.addAll(extra);
    return db.update("UPDATE " + name + " SET end_snapshot = ?" + where, parameters.toArray());
  }
}
