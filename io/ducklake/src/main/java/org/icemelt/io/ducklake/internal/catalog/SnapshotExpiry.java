package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.icemelt.io.ducklake.LakeFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Forgets old snapshots as DuckDB's {@code ducklake_expire_snapshots} does: what no remaining
 * snapshot shows goes from the catalog, and its files onto the list of those to be deleted. What
 * the writer keeps in {@code ducklake_metadata} to recognise repeated commits stays.
 */
public final class SnapshotExpiry {
  /**
   * @param snapshots ids that are gone, oldest first
   * @param files paths that the catalog gave up
   */
  public record Expired(List<Long> snapshots, List<String> files) {
    public Expired {
      snapshots = List.copyOf(snapshots);
      files = List.copyOf(files);
    }
  }

  private record Snapshot(long id, Instant time) {}

  private record Row(long id, long tableId, long begin, @Nullable Long end, String path) {}

  private static final List<String> ROWS_OF_A_DATA_FILE =
      List.of(
          "ducklake_data_file",
          "ducklake_file_column_stats",
          "ducklake_file_variant_stats",
          "ducklake_file_partition_value");

  private static final List<String> ROWS_OF_A_TABLE =
      List.of(
          "ducklake_table",
          "ducklake_table_stats",
          "ducklake_table_column_stats",
          "ducklake_partition_info",
          "ducklake_partition_column",
          "ducklake_column",
          "ducklake_column_tag",
          "ducklake_sort_info",
          "ducklake_sort_expression",
          "ducklake_schema_versions",
          "ducklake_inlined_data_tables",
          "ducklake_column_mapping");

  private final Catalog catalog;

  public SnapshotExpiry(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What {@link #expire} would do now. */
  public Expired plan(Instant olderThan) {
    return inTransaction(olderThan, false);
  }

  /**
   * Forgets the snapshots made before a moment, but never the newest.
   *
   * @throws LakeFormatException if there is no lake
   */
  public Expired expire(Instant olderThan) {
    return inTransaction(olderThan, true);
  }

  private Expired inTransaction(Instant olderThan, boolean keep) {
    if (!catalog.exists()) {
      throw new LakeFormatException(
          "Cannot expire snapshots of %s: there is no lake.".formatted(catalog.config().catalog()));
    }
    return Turns.take(
        catalog.config().commitTimeout(),
        catalog.clock(),
        catalog.dialect()::isRetryable,
        "expire snapshots of",
        catalog,
        () -> {
          try (Db db = new Db(catalog.dialect().open(), catalog.dialect())) {
            db.beginCommit();
            Expired expired = expire(db, catalog.reader(db), olderThan);
            if (keep && !expired.snapshots().isEmpty()) {
              db.commit();
            }
            return expired;
          }
        });
  }

  private Expired expire(Db db, LakeReader reader, Instant olderThan) throws SQLException {
    List<Snapshot> all =
        db.list(
            "SELECT snapshot_id, snapshot_time FROM ducklake_snapshot ORDER BY snapshot_id",
            row -> new Snapshot(row.getLong("snapshot_id"), reader.time(row)));
    long newest = reader.head().snapshotId();
    List<Long> gone = new ArrayList<>();
    NavigableSet<Long> left = new TreeSet<>();
    for (Snapshot snapshot : all) {
      boolean old = snapshot.id() != newest && snapshot.time().isBefore(olderThan);
      (old ? gone : left).add(snapshot.id());
    }
    if (gone.isEmpty()) {
      return new Expired(List.of(), List.of());
    }
    Ids.delete(db, "ducklake_snapshot", "snapshot_id", gone);
    Ids.delete(db, "ducklake_snapshot_changes", "snapshot_id", gone);
    return new Expired(gone, new Remains(db, reader.dataPath(), left).remove());
  }

  /** What the remaining snapshots do not show. */
  private final class Remains {
    private final Db db;
    private final String dataPath;
    private final NavigableSet<Long> left;
    private final Map<Long, String> folders;

    Remains(Db db, String dataPath, NavigableSet<Long> left) throws SQLException {
      this.db = db;
      this.dataPath = dataPath;
      this.left = left;
      this.folders = FileLedger.folders(db, dataPath);
    }

    /** Paths of the files that are no longer needed. */
    List<String> remove() throws SQLException {
      Set<Long> tables = unseenTables();
      List<Row> dataFiles =
          rows("ducklake_data_file", "data_file_id").stream()
              .filter(file -> tables.contains(file.tableId()) || unseen(file))
              .toList();
      List<Long> fileIds = dataFiles.stream().map(Row::id).toList();
      Set<Long> ofTheirs = new LinkedHashSet<>(deleteFilesOf(fileIds));
      List<Row> deleteFiles =
          rows("ducklake_delete_file", "delete_file_id").stream()
              .filter(
                  file ->
                      tables.contains(file.tableId())
                          || ofTheirs.contains(file.id())
                          || unseen(file))
              .toList();
      for (String table : ROWS_OF_A_DATA_FILE) {
        Ids.delete(db, table, "data_file_id", fileIds);
      }
      Ids.delete(
          db, "ducklake_delete_file", "delete_file_id", deleteFiles.stream().map(Row::id).toList());
      List<Row> files = new ArrayList<>(dataFiles);
      files.addAll(deleteFiles);
      schedule(files);
      removeTables(List.copyOf(tables));
      removeOthers();
      return files.stream().map(Row::path).toList();
    }

    private boolean unseen(Row row) {
      return row.end() != null && unseen(row.begin(), row.end());
    }

    private boolean unseen(long begin, long end) {
      Long first = left.ceiling(begin);
      return first == null || first >= end;
    }

    /** A table may have several versions; it goes when none of them is seen. */
    private Set<Long> unseenTables() throws SQLException {
      Set<Long> unseen = new LinkedHashSet<>();
      Set<Long> seen = new LinkedHashSet<>();
      db.list(
          "SELECT table_id, begin_snapshot, end_snapshot FROM ducklake_table",
          row -> {
            Long end = Db.longOrNull(row, "end_snapshot");
            boolean gone = end != null && unseen(row.getLong("begin_snapshot"), end);
            return (gone ? unseen : seen).add(row.getLong("table_id"));
          });
      unseen.removeAll(seen);
      return unseen;
    }

    private List<Row> rows(String table, String id) throws SQLException {
      return db.list(
          "SELECT "
              + id
              + ", table_id, begin_snapshot, end_snapshot, path, path_is_relative FROM "
              + table
              + " WHERE end_snapshot IS NOT NULL OR table_id NOT IN"
              + " (SELECT table_id FROM ducklake_table WHERE end_snapshot IS NULL)",
          row ->
              new Row(
                  row.getLong(id),
                  row.getLong("table_id"),
                  row.getLong("begin_snapshot"),
                  Db.longOrNull(row, "end_snapshot"),
                  LakeReader.under(
                      folders.getOrDefault(row.getLong("table_id"), dataPath),
                      row,
                      "path",
                      "path_is_relative")));
    }

    private List<Long> deleteFilesOf(List<Long> dataFiles) throws SQLException {
      return dataFiles.isEmpty()
          ? List.of()
          : db.list(
              "SELECT delete_file_id FROM ducklake_delete_file WHERE data_file_id IN ("
                  + Ids.list(dataFiles)
                  + ")",
              row -> row.getLong("delete_file_id"));
    }

    private void schedule(List<Row> files) throws SQLException {
      Instant now = catalog.clock().instant();
      List<@Nullable Object[]> scheduled = new ArrayList<>();
      for (Row file : files) {
        scheduled.add(FileSchedule.row(file.id(), file.path(), dataPath, now));
      }
      FileSchedule.insert(db, scheduled);
    }

    private void removeTables(List<Long> tables) throws SQLException {
      if (tables.isEmpty()) {
        return;
      }
      List<String> inlined =
          new ArrayList<>(
              db.list(
                  "SELECT table_name FROM ducklake_inlined_data_tables WHERE table_id IN ("
                      + Ids.list(tables)
                      + ")",
                  row -> Db.text(row, "table_name")));
      for (Long table : tables) {
        inlined.add(LakeReader.inlinedDeleteTable(table));
      }
      for (String table : ROWS_OF_A_TABLE) {
        Ids.delete(db, table, "table_id", tables);
      }
      for (String table : inlined) {
        db.execute("DROP TABLE IF EXISTS " + Db.quoted(table));
      }
    }

    private void removeOthers() throws SQLException {
      for (String table :
          List.of("ducklake_schema", "ducklake_view", "ducklake_tag", "ducklake_macro")) {
        db.write(
            """
            DELETE FROM %1$s WHERE end_snapshot IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM ducklake_snapshot s
              WHERE s.snapshot_id >= %1$s.begin_snapshot AND s.snapshot_id < %1$s.end_snapshot)
            """
                .formatted(table));
      }
      for (String table : List.of("ducklake_macro_impl", "ducklake_macro_parameters")) {
        db.write(
            "DELETE FROM "
                + table
                + " WHERE macro_id NOT IN (SELECT macro_id FROM ducklake_macro)");
      }
      db.write(
          "DELETE FROM ducklake_name_mapping WHERE mapping_id NOT IN (SELECT mapping_id FROM ducklake_column_mapping)");
    }
  }
}
