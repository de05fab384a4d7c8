package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.icemelt.io.ducklake.NotInLakeException;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.ChangedFile;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.DatedDeletes;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Deletes;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.InlinedRow;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.MappedName;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Moment;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.TableAt;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.TableChanges;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Wanted;

/** Says what snapshots did to a table. */
public final class ChangeCatalog {
  /** What compaction writes into {@code changes_made}. */
  private static final List<String> COPYING =
      List.of("merge_adjacent", "rewrite_delete", "compacted_table");

  /** A snapshot and when it was made. */
  public record Taken(long id, Instant at) {}

  private final Catalog catalog;
  private final ScanCatalog scans;

  public ChangeCatalog(Catalog catalog) {
    this.catalog = catalog;
    this.scans = new ScanCatalog(catalog);
  }

  /** Snapshots from one on, oldest first. */
  public List<Taken> snapshotsFrom(long first) {
    return scans.inLake(
        catalog.look(
            (db, reader) ->
                db.list(
                    "SELECT snapshot_id, snapshot_time FROM ducklake_snapshot WHERE snapshot_id >= ? ORDER BY snapshot_id",
                    row -> new Taken(row.getLong("snapshot_id"), db.instant(row, "snapshot_time")),
                    first)));
  }

  /**
   * @param choice what to load of the table as it is at {@code to}
   */
  public TableChanges changes(TableId name, long from, long to, Function<TableAt, Wanted> choice) {
    return scans.inLake(
        catalog.look(
            (db, reader) -> {
              requireFrom(db, name, from);
              TableAt table =
                  scans.table(db, reader, name, scans.snapshot(db, new Moment.Snapshot(to)));
              Wanted wanted = choice.apply(table);
              Set<Long> copies = copies(db, table.tableId());
              return new TableChanges(
                  table,
                  copies,
                  files(db, table, from, copies),
                  inlined(db, reader, table, wanted, "begin_snapshot", from),
                  inlined(db, reader, table, wanted, "end_snapshot", from));
            }));
  }

  /** Snapshots in between may be gone: what they did and was not undone is still told. */
  private static void requireFrom(Db db, TableId table, long from) throws SQLException {
    long oldest =
        db.first("SELECT min(snapshot_id) AS m FROM ducklake_snapshot", row -> row.getLong("m"))
            .orElse(0L);
    if (from < oldest) {
      throw new NotInLakeException(
          "Cannot read the changes of %s from snapshot %d on: it was expired, the oldest there is is %d. Read the table as it is, and its changes from there."
              .formatted(table, from, oldest));
    }
  }

  private static List<InlinedRow> inlined(
      Db db, LakeReader reader, TableAt table, Wanted wanted, String when, long from)
      throws SQLException {
    return ScanCatalog.inlinedRows(
        db,
        reader,
        table,
        wanted,
        " WHERE %s >= ? AND %s <= ?".formatted(when, when),
        from,
        table.snapshotId());
  }

  private static Set<Long> copies(Db db, long tableId) throws SQLException {
    Set<Long> copies = new HashSet<>();
    db.list(
        "SELECT snapshot_id, changes_made FROM ducklake_snapshot_changes WHERE changes_made IS NOT NULL",
        row -> {
          for (String change : Db.text(row, "changes_made").split(",", -1)) {
            for (String word : COPYING) {
              if (change.equalsIgnoreCase(word + ":" + tableId)) {
                copies.add(row.getLong("snapshot_id"));
              }
            }
          }
          return 0;
        });
    return copies;
  }

  private static List<ChangedFile> files(Db db, TableAt table, long from, Set<Long> copies)
      throws SQLException {
    long to = table.snapshotId();
    Map<Long, List<DatedDeletes>> deletes = deletes(db, table);
    Map<Long, Map<Long, Long>> inlined = inlinedDeletes(db, table);
    Map<Long, List<MappedName>> names = ScanFiles.names(db, table.tableId());
    return db.list(
        """
        SELECT data_file_id, path, path_is_relative, begin_snapshot, end_snapshot, file_size_bytes,
               row_id_start, mapping_id, partial_max
        FROM ducklake_data_file
        WHERE table_id = ? AND begin_snapshot <= ?
          AND (end_snapshot IS NULL OR end_snapshot >= ?)
        ORDER BY data_file_id
        """,
        row -> {
          long id = row.getLong("data_file_id");
          Long mapping = Db.longOrNull(row, "mapping_id");
          Long end = Db.longOrNull(row, "end_snapshot");
          return new ChangedFile(
              LakeReader.under(table.path(), row, "path", "path_is_relative"),
              row.getLong("begin_snapshot"),
              end == null || end > to || copies.contains(end) ? null : end,
              Db.longOrNull(row, "partial_max"),
              row.getLong("file_size_bytes"),
              Db.longOrNull(row, "row_id_start"),
              mapping == null ? null : ScanFiles.mapping(names, mapping, table.name()),
              deletes.getOrDefault(id, List.of()),
              inlined.getOrDefault(id, Map.of()));
        },
        table.tableId(),
        to,
        from);
  }

  private static Map<Long, List<DatedDeletes>> deletes(Db db, TableAt table) throws SQLException {
    Map<Long, List<DatedDeletes>> deletes = new HashMap<>();
    db.list(
        """
        SELECT data_file_id, path, path_is_relative, format, file_size_bytes, begin_snapshot
        FROM ducklake_delete_file WHERE table_id = ? AND begin_snapshot <= ?
        ORDER BY begin_snapshot, delete_file_id
        """,
        row ->
            deletes
                .computeIfAbsent(row.getLong("data_file_id"), file -> new ArrayList<>())
                .add(
                    new DatedDeletes(
                        new Deletes(
                            LakeReader.under(table.path(), row, "path", "path_is_relative"),
                            Db.text(row, "format"),
                            row.getLong("file_size_bytes"),
                            table.snapshotId()),
                        row.getLong("begin_snapshot"))),
        table.tableId(),
        table.snapshotId());
    return deletes;
  }

  private static Map<Long, Map<Long, Long>> inlinedDeletes(Db db, TableAt table)
      throws SQLException {
    Map<Long, Map<Long, Long>> deletes = new HashMap<>();
    String name = LakeReader.inlinedDeleteTable(table.tableId());
    if (db.hasTable(name)) {
      db.list(
          "SELECT file_id, row_id, begin_snapshot FROM " + name + " WHERE begin_snapshot <= ?",
          row ->
              deletes
                  .computeIfAbsent(row.getLong("file_id"), file -> new HashMap<>())
                  .merge(row.getLong("row_id"), row.getLong("begin_snapshot"), Math::min),
          table.snapshotId());
    }
    return deletes;
  }
}
