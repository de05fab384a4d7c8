package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.icemelt.io.ducklake.ColumnStats;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveSpec;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveTable;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.TableState;
import org.jspecify.annotations.Nullable;

/** Registers data files and keeps a table's statistics, inside a commit. */
final class FileWriter {
  private record TableStats(long nextRowId, boolean firstData) {}

  private final Db db;
  private final SnapshotWriter snapshot;
  private final StagedRows staged;

  FileWriter(Db db, SnapshotWriter snapshot, StagedRows staged) {
    this.db = db;
    this.snapshot = snapshot;
    this.staged = staged;
  }

  /** Path as the catalog stores it, and whether it counts from the table's folder. */
  static String stored(String path, String folder) {
    return path.startsWith(folder) ? path.substring(folder.length()) : path;
  }

  void register(TableState state, List<StagedFile> files) throws SQLException {
    if (files.isEmpty()) {
      return;
    }
    LiveTable table = state.table();
    long rows = files.stream().mapToLong(StagedFile::recordCount).sum();
    long bytes = files.stream().mapToLong(StagedFile::sizeBytes).sum();
    TableStats stats = addToTable(table.id(), rows, bytes);
    Optional<StagedRows.Group> group = staged.group(files);
    if (group.isPresent()) {
      copy(state, group.get(), stats.nextRowId());
    } else {
      insertAll(state, files, stats.nextRowId());
    }
    ColumnBounds.Added bounds =
        group.map(StagedRows.Group::bounds).orElseGet(() -> ColumnBounds.of(files));
    new ColumnBounds(db).merge(table.id(), bounds, stats.firstData());
    snapshot.inserted(table.id(), table.name(), rows);
  }

  private void insertAll(TableState state, List<StagedFile> files, long firstRowId)
      throws SQLException {
    LiveTable table = state.table();
    List<@Nullable Object[]> fileRows = new ArrayList<>();
    List<@Nullable Object[]> statRows = new ArrayList<>();
    List<@Nullable Object[]> partitionRows = new ArrayList<>();
    long rowId = firstRowId;
    for (StagedFile file : files) {
      long id = snapshot.newFileId();
      Optional<LiveSpec> spec = specOf(state, file);
      fileRows.add(fileRow(id, file, table, rowId, spec.map(LiveSpec::partitionId).orElse(null)));
      rowId += file.recordCount();
      for (ColumnStats column : file.stats()) {
        statRows.add(statRow(id, table.id(), column));
      }
      if (spec.isPresent()) {
        for (int key = 0; key < file.partitionValues().size(); key++) {
          partitionRows.add(
              new @Nullable Object[] {id, table.id(), key, file.partitionValues().get(key)});
        }
      }
    }
    insert(fileRows, statRows, partitionRows);
  }

  /** Copies what was staged before the lock was taken; ids and paths are made as it goes. */
  private void copy(TableState state, StagedRows.Group group, long firstRowId) throws SQLException {
    LiveTable table = state.table();
    Optional<LiveSpec> spec = specOf(state, group.files().get(0));
    long firstId = snapshot.newFileIds(group.files().size());
    int folder = table.path().codePointCount(0, table.path().length());
    db.write(
        """
        INSERT INTO ducklake_data_file
          (data_file_id, table_id, begin_snapshot, path, path_is_relative, file_format,
           record_count, file_size_bytes, footer_size, row_id_start, partition_id)
        SELECT ? + n, ?, ?, CASE WHEN substr(path, 1, ?) = ? THEN substr(path, ?) ELSE path END,
               substr(path, 1, ?) = ?, 'parquet', record_count, size_bytes, footer_size,
               ? + rows_before, CAST(? AS BIGINT)
        FROM beam_staged_file WHERE grp = ? ORDER BY n
        """,
        firstId,
        table.id(),
        snapshot.id(),
        folder,
        table.path(),
        folder + 1,
        folder,
        table.path(),
        firstRowId,
        spec.map(LiveSpec::partitionId).orElse(null),
        group.number());
    db.write(
        """
        INSERT INTO ducklake_file_column_stats
          (data_file_id, table_id, column_id, column_size_bytes, value_count, null_count,
           min_value, max_value, contains_nan, extra_stats)
        SELECT ? + n, ?, column_id, column_size_bytes, value_count, null_count,
               min_value, max_value, contains_nan, extra_stats
        FROM beam_staged_stats WHERE grp = ?
        """,
        firstId,
        table.id(),
        group.number());
    if (spec.isPresent()) {
      db.write(
          """
          INSERT INTO ducklake_file_partition_value
            (data_file_id, table_id, partition_key_index, partition_value)
          SELECT ? + n, ?, partition_key_index, partition_value
          FROM beam_staged_partition WHERE grp = ?
          """,
          firstId,
          table.id(),
          group.number());
    }
  }

  /** The live partitioning if the file was written by it. */
  private static Optional<LiveSpec> specOf(TableState state, StagedFile file) {
    Optional<LiveSpec> live = state.spec().filter(spec -> !spec.keys().isEmpty());
    if (live.isEmpty()) {
      return live;
    }
    if (!TablePartitioning.keys(file.spec(), state.columns()).equals(live.get().keys())) {
      throw Catalog.refused(
          "Cannot add files to %s: its partitioning changed while they were written. Run again.",
          state.table().name());
    }
    return live;
  }

  private @Nullable Object[] fileRow(
      long id, StagedFile file, LiveTable table, long rowId, @Nullable Long partitionId)
      throws SQLException {
    String path = stored(file.path(), table.path());
    return new @Nullable Object[] {
      id,
      table.id(),
      snapshot.id(),
      path,
      !path.equals(file.path()),
      file.recordCount(),
      file.sizeBytes(),
      file.footerSize(),
      rowId,
      partitionId
    };
  }

  private static @Nullable Object[] statRow(long fileId, long tableId, ColumnStats column) {
    return new @Nullable Object[] {
      fileId,
      tableId,
      column.columnId(),
      column.sizeBytes(),
      column.valueCount(),
      column.nullCount(),
      column.min(),
      column.max(),
      column.containsNan(),
      column.extraStats()
    };
  }

  private void insert(
      List<@Nullable Object[]> files,
      List<@Nullable Object[]> stats,
      List<@Nullable Object[]> partitions)
      throws SQLException {
    db.batch(
        """
        INSERT INTO ducklake_data_file
          (data_file_id, table_id, begin_snapshot, path, path_is_relative, file_format,
           record_count, file_size_bytes, footer_size, row_id_start, partition_id)
        VALUES (?, ?, ?, ?, ?, 'parquet', ?, ?, ?, ?, ?)
        """,
        files);
    db.batch(
        """
        INSERT INTO ducklake_file_column_stats
          (data_file_id, table_id, column_id, column_size_bytes, value_count, null_count,
           min_value, max_value, contains_nan, extra_stats)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        stats);
    db.batch(
        """
        INSERT INTO ducklake_file_partition_value
          (data_file_id, table_id, partition_key_index, partition_value)
        VALUES (?, ?, ?, ?)
        """,
        partitions);
  }

  /** Counts are gross: they grow with what is added and never fall. */
  private TableStats addToTable(long tableId, long rows, long bytes) throws SQLException {
    Optional<Long> next =
        db.first(
            "SELECT next_row_id FROM ducklake_table_stats WHERE table_id = ?",
            row -> row.getLong("next_row_id"),
            tableId);
    if (next.isEmpty()) {
      db.write(
          "INSERT INTO ducklake_table_stats (table_id, record_count, next_row_id, file_size_bytes) VALUES (?, ?, ?, ?)",
          tableId,
          rows,
          rows,
          bytes);
      return new TableStats(0, true);
    }
    db.write(
        """
        UPDATE ducklake_table_stats SET record_count = record_count + ?,
          next_row_id = next_row_id + ?, file_size_bytes = file_size_bytes + ?
        WHERE table_id = ?
        """,
        rows,
        rows,
        bytes,
        tableId);
    return new TableStats(next.get(), false);
  }
}
