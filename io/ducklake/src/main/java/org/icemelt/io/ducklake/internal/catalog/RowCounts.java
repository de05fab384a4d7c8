package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.icemelt.io.ducklake.Lake.RowChange;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.InlinedTable;

/** Rows added and removed by each snapshot, from the catalog's counts alone. */
final class RowCounts {
  private static final Set<String> COMPACTIONS =
      Set.of(
          "merge_adjacent", "rewrite_delete", "compacted_table", "inline_flush", "flushed_inlined");

  private record Key(long snapshot, long table) {}

  private static final class Change {
    long added;
    long removed;
    boolean exact = true;
  }

  private final Db db;
  private final LakeReader reader;
  private final Map<Key, Change> changes = new HashMap<>();

  RowCounts(Db db, LakeReader reader) {
    this.db = db;
    this.reader = reader;
  }

  List<RowChange> changes() throws SQLException {
    dataFiles();
    deleteFiles();
    Map<Long, TableId> names = names();
    for (long table : names.keySet()) {
      inlined(table);
    }
    Set<Key> compactions = compactions();
    List<RowChange> found = new ArrayList<>();
    changes.forEach(
        (key, change) -> {
          TableId name = names.get(key.table());
          boolean changed = change.added != 0 || change.removed != 0;
          if (name != null && changed && !compactions.contains(key)) {
            found.add(
                new RowChange(key.snapshot(), name, change.added, change.removed, change.exact));
          }
        });
    found.sort(
        Comparator.comparingLong(RowChange::snapshot)
            .thenComparing(c -> c.table().schema())
            .thenComparing(c -> c.table().name()));
    return found;
  }

  private Change at(long snapshot, long table) {
    return changes.computeIfAbsent(new Key(snapshot, table), key -> new Change());
  }

  /** A file that ended takes away what no delete had taken before. */
  private void dataFiles() throws SQLException {
    db.list(
        """
        SELECT f.table_id, f.begin_snapshot, f.end_snapshot, f.record_count, f.partial_max,
               (SELECT max(d.delete_count) FROM ducklake_delete_file d
                WHERE d.data_file_id = f.data_file_id) AS deleted
        FROM ducklake_data_file f
        """,
        row -> {
          long table = row.getLong("table_id");
          long rows = row.getLong("record_count");
          Change begun = at(row.getLong("begin_snapshot"), table);
          begun.added += rows;
          begun.exact &= Db.longOrNull(row, "partial_max") == null;
          Long end = Db.longOrNull(row, "end_snapshot");
          if (end != null) {
            at(end, table).removed += rows - row.getLong("deleted");
          }
          return table;
        });
  }

  /** Delete files are cumulative: each removes what the one before it had not. */
  private void deleteFiles() throws SQLException {
    Map<Long, Long> before = new HashMap<>();
    db.list(
        """
        SELECT table_id, data_file_id, begin_snapshot, delete_count, partial_max
        FROM ducklake_delete_file ORDER BY data_file_id, begin_snapshot, delete_file_id
        """,
        row -> {
          long count = row.getLong("delete_count");
          Long earlier = before.put(row.getLong("data_file_id"), count);
          Change change = at(row.getLong("begin_snapshot"), row.getLong("table_id"));
          change.removed += count - (earlier == null ? 0 : earlier);
          change.exact &= Db.longOrNull(row, "partial_max") == null;
          return count;
        });
  }

  private void inlined(long table) throws SQLException {
    for (InlinedTable inlined : reader.inlinedTables(table)) {
      String name = Db.quoted(inlined.name());
      db.list(
          "SELECT begin_snapshot, count(*) AS n FROM " + name + " GROUP BY begin_snapshot",
          row -> at(row.getLong("begin_snapshot"), table).added += row.getLong("n"));
      db.list(
          "SELECT end_snapshot, count(*) AS n FROM "
              + name
              + " WHERE end_snapshot IS NOT NULL GROUP BY end_snapshot",
          row -> at(row.getLong("end_snapshot"), table).removed += row.getLong("n"));
    }
    String deletes = "ducklake_inlined_delete_" + table;
    if (db.hasTable(deletes)) {
      db.list(
          "SELECT begin_snapshot, count(*) AS n FROM " + deletes + " GROUP BY begin_snapshot",
          row -> at(row.getLong("begin_snapshot"), table).removed += row.getLong("n"));
    }
  }

  /** Which snapshots only moved rows of a table from file to file. */
  private Set<Key> compactions() throws SQLException {
    Set<Key> found = new HashSet<>();
    db.list(
        "SELECT snapshot_id, changes_made FROM ducklake_snapshot_changes",
        row -> {
          long snapshot = row.getLong("snapshot_id");
          String made = row.getString("changes_made");
          for (String change : made == null ? new String[0] : made.split(",")) {
            String[] parts = change.split(":", 2);
            if (parts.length == 2 && COMPACTIONS.contains(parts[0])) {
              found.add(new Key(snapshot, Long.parseLong(parts[1])));
            }
          }
          return snapshot;
        });
    return found;
  }

  /** Each table's last name, dropped ones too. */
  private Map<Long, TableId> names() throws SQLException {
    Map<Long, TableId> names = new HashMap<>();
    db.list(
        """
        SELECT t.table_id, t.table_name, s.schema_name
        FROM ducklake_table t JOIN ducklake_schema s ON s.schema_id = t.schema_id
        ORDER BY t.begin_snapshot
        """,
        row ->
            names.put(
                row.getLong("table_id"),
                TableId.of(Db.text(row, "schema_name"), Db.text(row, "table_name"))));
    return names;
  }
}
