package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.ducklake.internal.catalog.CompactionPlan.Kind;
import org.icemelt.io.ducklake.internal.catalog.CompactionPlan.SourceFile;
import org.icemelt.io.ducklake.internal.catalog.Compactions.NewFile;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a compaction, inside its transaction. The table's statistics cover it as they are.
 */
final class CompactionWriter {
  private static final List<String> ROWS_OF_A_DATA_FILE =
      List.of(
          "ducklake_data_file",
          "ducklake_file_column_stats",
          "ducklake_file_variant_stats",
          "ducklake_file_partition_value");

  private final Db db;
  private final SnapshotWriter snapshot;
  private final Clock clock;

  CompactionWriter(Db db, SnapshotWriter snapshot, Clock clock) {
    this.db = db;
    this.snapshot = snapshot;
    this.clock = clock;
  }

  void write(CompactionPlan plan, @Nullable NewFile file, long rows, String dataPath)
      throws SQLException {
    snapshot.compacted(plan.kind().change(), plan.table().id());
    if (file != null) {
      insert(plan, file, rows);
    }
    if (plan.kind() == Kind.MERGE) {
      remove(plan.files(), dataPath);
    } else {
      end(plan.files());
    }
  }

  private void insert(CompactionPlan plan, NewFile file, long rows) throws SQLException {
    boolean merge = plan.kind() == Kind.MERGE;
    SourceFile first = plan.files().get(0);
    long begin =
        merge
            ? plan.files().stream().mapToLong(SourceFile::beginSnapshot).min().orElseThrow()
            : snapshot.id();
    Long last =
        merge
            ? (Long) plan.files().stream().mapToLong(SourceFile::lastSnapshot).max().orElseThrow()
            : null;
    long tableId = plan.table().id();
    long id = snapshot.newFileId();
    String path = FileWriter.stored(file.path(), plan.table().path());
    db.write(
        """
        INSERT INTO ducklake_data_file
          (data_file_id, table_id, begin_snapshot, path, path_is_relative, file_format,
           record_count, file_size_bytes, footer_size, partition_id, partial_max)
        VALUES (?, ?, ?, ?, ?, 'parquet', ?, ?, ?, ?, ?)
        """,
        id,
        tableId,
        begin,
        path,
        !path.equals(file.path()),
        rows,
        file.bytes(),
        file.footerSize(),
        first.partitionId(),
        last);
    List<@Nullable Object[]> stats = new ArrayList<>();
    for (FileStats column : file.stats()) {
      stats.add(
          new @Nullable Object[] {
            id,
            tableId,
            column.columnId(),
            column.sizeBytes(),
            column.values(),
            column.nulls(),
            column.min(),
            column.max(),
            column.containsNan(),
            column.extraStats()
          });
    }
    db.batch(
        """
        INSERT INTO ducklake_file_column_stats
          (data_file_id, table_id, column_id, column_size_bytes, value_count, null_count,
           min_value, max_value, contains_nan, extra_stats)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        stats);
    List<@Nullable Object[]> partition = new ArrayList<>();
    for (int key = 0; key < first.partition().size(); key++) {
      partition.add(new @Nullable Object[] {id, tableId, key, first.partition().get(key)});
    }
    db.batch(
        """
        INSERT INTO ducklake_file_partition_value
          (data_file_id, table_id, partition_key_index, partition_value)
        VALUES (?, ?, ?, ?)
        """,
        partition);
  }

  /** All snapshots read the new file from now on; nobody needs the old ones. */
  private void remove(List<SourceFile> files, String dataPath) throws SQLException {
    List<Long> ids = files.stream().map(SourceFile::id).toList();
    for (String table : ROWS_OF_A_DATA_FILE) {
      Ids.delete(db, table, "data_file_id", ids);
    }
    List<@Nullable Object[]> scheduled = new ArrayList<>();
    for (SourceFile file : files) {
      scheduled.add(FileSchedule.row(file.id(), file.path(), dataPath, clock.instant()));
    }
    FileSchedule.insert(db, scheduled);
  }

  /** Older snapshots still read the old files and what deletes from them. */
  private void end(List<SourceFile> files) throws SQLException {
    for (SourceFile file : files) {
      db.write(
          "UPDATE ducklake_data_file SET end_snapshot = ? WHERE data_file_id = ?",
          snapshot.id(),
          file.id());
      if (file.deletes() != null) {
        db.write(
            "UPDATE ducklake_delete_file SET end_snapshot = ? WHERE delete_file_id = ?",
            snapshot.id(),
            file.deletes().id());
      }
    }
  }
}
