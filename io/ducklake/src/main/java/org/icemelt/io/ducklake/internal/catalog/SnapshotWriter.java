package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.Head;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot that a commit makes. Its row is inserted with the first change: the primary key is
 * the lock. Ids are handed out here and stored at the end.
 */
final class SnapshotWriter {
  private final Db db;
  private final Clock clock;
  private final Head head;
  private final Set<String> changes = new LinkedHashSet<>();
  private final Map<String, Long> added = new TreeMap<>();
  private final Map<String, Long> removed = new TreeMap<>();
  private long nextCatalogId;
  private long nextFileId;
  private boolean schemaChanged;
  private boolean open;

  SnapshotWriter(Db db, Clock clock, Head head) {
    this.db = db;
    this.clock = clock;
    this.head = head;
    this.nextCatalogId = head.nextCatalogId();
    this.nextFileId = head.nextFileId();
  }

  /** Whether anything was changed. */
  boolean isOpen() {
    return open;
  }

  /** Id of the snapshot; asking for it makes it. */
  long id() throws SQLException {
    if (!open) {
      open = true;
      db.write(
          """
          INSERT INTO ducklake_snapshot
            (snapshot_id, snapshot_time, schema_version, next_catalog_id, next_file_id)
          VALUES (?, ?, ?, ?, ?)
          """,
          head.snapshotId() + 1,
          clock.instant(),
          head.schemaVersion(),
          nextCatalogId,
          nextFileId);
    }
    return head.snapshotId() + 1;
  }

  long newCatalogId() {
    return nextCatalogId++;
  }

  long newFileId() {
    return newFileIds(1);
  }

  /** Hands out that many ids in a row; returns the first. */
  long newFileIds(int count) {
    long first = nextFileId;
    nextFileId += count;
    return first;
  }

  /** The schema version that this snapshot will have if its schema changes. */
  long newSchemaVersion() {
    schemaChanged = true;
    return head.schemaVersion() + 1;
  }

  /** Notes that the columns or the partitioning of a table changed. */
  void tableVersion(long tableId) throws SQLException {
    int there =
        db.list(
                "SELECT 1 FROM ducklake_schema_versions WHERE table_id = ? AND schema_version = ?",
                row -> 1,
                tableId,
                newSchemaVersion())
            .size();
    if (there == 0) {
      db.write(
          "INSERT INTO ducklake_schema_versions (begin_snapshot, schema_version, table_id) VALUES (?, ?, ?)",
          id(),
          newSchemaVersion(),
          tableId);
    }
  }

  void createdSchema(String name) {
    newSchemaVersion();
    changes.add("created_schema:" + Db.quoted(name));
  }

  void createdTable(TableId id) {
    changes.add("created_table:" + path(id));
  }

  void createdView(TableId id) {
    newSchemaVersion();
    changes.add("created_view:" + path(id));
  }

  void droppedTable(long id) {
    newSchemaVersion();
    changes.add("dropped_table:" + id);
  }

  void altered(long tableId) {
    changes.add("altered_table:" + tableId);
  }

  /**
   * Notes that files were put in the place of others, and makes the snapshot.
   *
   * @param change in DuckLake's words
   */
  void compacted(String change, long tableId) throws SQLException {
    id();
    changes.add(change + ":" + tableId);
  }

  void inserted(long tableId, TableId name, long rows) {
    changes.add("inserted_into_table:" + tableId);
    added.merge(CommitResult.key(name), rows, Long::sum);
  }

  void deleted(long tableId, TableId name, long rows) {
    changes.add("deleted_from_table:" + tableId);
    removed.merge(CommitResult.key(name), rows, Long::sum);
  }

  void deletedInlined(long tableId, TableId name, long rows) {
    changes.add("inlined_delete:" + tableId);
    removed.merge(CommitResult.key(name), rows, Long::sum);
  }

  private static String path(TableId id) {
    return Db.quoted(id.schema()) + "." + Db.quoted(id.name());
  }

  Map<String, Long> rowsAdded() {
    return added;
  }

  Map<String, Long> rowsRemoved() {
    return removed;
  }

  /** Stores the final ids and what the snapshot says of itself. */
  void finish(@Nullable String author, @Nullable String message, String extraInfo)
      throws SQLException {
    db.write(
        """
        UPDATE ducklake_snapshot SET schema_version = ?, next_catalog_id = ?, next_file_id = ?
        WHERE snapshot_id = ?
        """,
        head.schemaVersion() + (schemaChanged ? 1 : 0),
        nextCatalogId,
        nextFileId,
        id());
    db.write(
        """
        INSERT INTO ducklake_snapshot_changes
          (snapshot_id, changes_made, author, commit_message, commit_extra_info)
        VALUES (?, ?, ?, ?, ?)
        """,
        id(),
        String.join(",", changes),
        author,
        message,
        extraInfo);
  }
}
