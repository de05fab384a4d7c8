package org.icemelt.io.ducklake.internal.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.Head;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.InlinedTable;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveFile;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveSchema;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveTable;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.TableState;
import org.jspecify.annotations.Nullable;

/** Questions to a catalog; one method a question. */
final class LakeReader {
  private static final String LIVE = " AND end_snapshot IS NULL";

  private final Db db;
  private final LakeConfig config;
  private final LakeOptions options;
  private final String dataPath;

  /**
   * @param dataPath absolute, ends in a slash
   */
  LakeReader(Db db, LakeConfig config, LakeOptions options, String dataPath) {
    this.db = db;
    this.config = config;
    this.options = options;
    this.dataPath = dataPath;
  }

  LakeOptions options() {
    return options;
  }

  String dataPath() {
    return dataPath;
  }

  Head head() throws SQLException {
    return db.first(
            """
            SELECT snapshot_id, schema_version, next_catalog_id, next_file_id FROM ducklake_snapshot
            ORDER BY snapshot_id DESC LIMIT 1
            """,
            row ->
                new Head(
                    row.getLong("snapshot_id"),
                    row.getLong("schema_version"),
                    row.getLong("next_catalog_id"),
                    row.getLong("next_file_id")))
        .orElseThrow(
            () ->
                new LakeFormatException(
                    "Cannot use %s: it holds no snapshot at all. Restore the catalog."
                        .formatted(config.catalog())));
  }

  List<LiveSchema> schemas() throws SQLException {
    return db.list(
        "SELECT schema_id, schema_name, path, path_is_relative FROM ducklake_schema WHERE end_snapshot IS NULL",
        row ->
            new LiveSchema(
                row.getLong("schema_id"),
                Db.text(row, "schema_name"),
                under(dataPath, row, "path", "path_is_relative")));
  }

  Optional<LiveSchema> schema(String name) throws SQLException {
    return schemas().stream().filter(schema -> schema.name().equalsIgnoreCase(name)).findFirst();
  }

  List<LiveTable> tables() throws SQLException {
    return tables("");
  }

  Optional<LiveTable> table(TableId id) throws SQLException {
    return tables(
            " AND lower(t.table_name) = lower(?) AND lower(s.schema_name) = lower(?)",
            id.name(),
            id.schema())
        .stream()
        .findFirst();
  }

  private List<LiveTable> tables(String condition, Object... parameters) throws SQLException {
    return db.list(
        """
        SELECT t.table_id, t.table_uuid, t.schema_id, t.table_name, s.schema_name,
               t.path, t.path_is_relative, s.path AS s_path, s.path_is_relative AS s_relative
        FROM ducklake_table t JOIN ducklake_schema s ON s.schema_id = t.schema_id
        WHERE t.end_snapshot IS NULL AND s.end_snapshot IS NULL"""
            + condition
            + " ORDER BY s.schema_name, t.table_name",
        row ->
            new LiveTable(
                row.getLong("table_id"),
                String.valueOf(row.getString("table_uuid")),
                row.getLong("schema_id"),
                TableId.of(Db.text(row, "schema_name"), Db.text(row, "table_name")),
                under(
                    under(dataPath, row, "s_path", "s_relative"), row, "path", "path_is_relative")),
        parameters);
  }

  /** Whether a live view has that name. */
  boolean viewExists(long schemaId, String name) throws SQLException {
    return db
        .list(
            "SELECT view_name FROM ducklake_view WHERE schema_id = ?" + LIVE,
            row -> Db.text(row, "view_name"),
            schemaId)
        .stream()
        .anyMatch(name::equalsIgnoreCase);
  }

  TableState state(LiveTable table) throws SQLException {
    return new TableStates(db).of(table);
  }

  /** In the order of the tables; as many questions for many tables as for one. */
  List<TableState> states(List<LiveTable> tables) throws SQLException {
    return new TableStates(db).of(tables);
  }

  /** Live data files of a table, with what deletes their rows. */
  List<LiveFile> files(LiveTable table) throws SQLException {
    return files(table, "", List.of());
  }

  /**
   * @param condition on {@code f}, starting with AND
   */
  List<LiveFile> files(LiveTable table, String condition, List<? extends @Nullable Object> extra)
      throws SQLException {
    Map<Long, Long> inlined = inlinedDeletes(table.id());
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(table.id());
    parameters.addAll(extra);
    return db.list(
        """
        SELECT f.data_file_id, f.path, f.path_is_relative, f.record_count, f.file_size_bytes,
               f.mapping_id, d.delete_file_id, d.path AS d_path, d.path_is_relative AS d_relative,
               d.format AS d_format, d.delete_count
        FROM ducklake_data_file f
        LEFT JOIN ducklake_delete_file d
          ON d.data_file_id = f.data_file_id AND d.end_snapshot IS NULL
        WHERE f.table_id = ? AND f.end_snapshot IS NULL\n"""
            + condition
            + " ORDER BY f.data_file_id",
        row -> {
          Long deletes = Db.longOrNull(row, "delete_file_id");
          return new LiveFile(
              row.getLong("data_file_id"),
              under(table.path(), row, "path", "path_is_relative"),
              row.getLong("record_count"),
              row.getLong("file_size_bytes"),
              deletes,
              deletes == null ? null : under(table.path(), row, "d_path", "d_relative"),
              row.getString("d_format"),
              row.getLong("delete_count"),
              inlined.getOrDefault(row.getLong("data_file_id"), 0L),
              Db.longOrNull(row, "mapping_id"));
        },
        parameters.toArray());
  }

  static String inlinedDeleteTable(long tableId) {
    return "ducklake_inlined_delete_" + tableId;
  }

  private Map<Long, Long> inlinedDeletes(long tableId) throws SQLException {
    Map<Long, Long> counts = new HashMap<>();
    if (db.hasTable(inlinedDeleteTable(tableId))) {
      db.list(
          "SELECT file_id, count(*) AS n FROM " + inlinedDeleteTable(tableId) + " GROUP BY file_id",
          row -> counts.put(row.getLong("file_id"), row.getLong("n")));
    }
    return counts;
  }

  /** Positions in a data file that the catalog itself deletes. */
  List<Long> inlinedDeletePositions(long tableId, long dataFileId) throws SQLException {
    return db.hasTable(inlinedDeleteTable(tableId))
        ? db.list(
            "SELECT row_id FROM " + inlinedDeleteTable(tableId) + " WHERE file_id = ?",
            row -> row.getLong("row_id"),
            dataFileId)
        : List.of();
  }

  /** Positions that the catalog itself deletes, ascending, by data file. */
  Map<Long, List<Long>> inlinedDeletePositions(long tableId) throws SQLException {
    Map<Long, List<Long>> positions = new HashMap<>();
    if (db.hasTable(inlinedDeleteTable(tableId))) {
      db.list(
          "SELECT file_id, row_id FROM "
              + inlinedDeleteTable(tableId)
              + " ORDER BY file_id, row_id",
          row ->
              positions
                  .computeIfAbsent(row.getLong("file_id"), k -> new ArrayList<>())
                  .add(row.getLong("row_id")));
    }
    return positions;
  }

  List<InlinedTable> inlinedTables(long tableId) throws SQLException {
    return db.list(
        """
        SELECT table_name, schema_version FROM ducklake_inlined_data_tables
        WHERE table_id = ? ORDER BY schema_version
        """,
        row -> new InlinedTable(Db.text(row, "table_name"), row.getLong("schema_version")),
        tableId);
  }

  /** Whether the table has or had any row that some snapshot may still read. */
  boolean everHeldRows(long tableId) throws SQLException {
    return db.first("SELECT 1 FROM ducklake_table_stats WHERE table_id = ?", row -> true, tableId)
        .isPresent();
  }

  long inlinedRows(long tableId) throws SQLException {
    long rows = 0;
    for (InlinedTable inlined : inlinedTables(tableId)) {
      rows +=
          db.first(
                  "SELECT count(*) AS n FROM "
                      + Db.quoted(inlined.name())
                      + " WHERE end_snapshot IS NULL",
                  row -> row.getLong("n"))
              .orElse(0L);
    }
    return rows;
  }

  /**
   * Name that a column had when an inlined table was made; empty if it was not there. The table's
   * version may be newer than that of its columns: making it is a version of its own.
   */
  Optional<String> columnNameAt(long tableId, long columnId, long schemaVersion)
      throws SQLException {
    return db.first(
        """
        SELECT c.column_name FROM ducklake_column c JOIN (
          SELECT max(begin_snapshot) AS begun FROM ducklake_schema_versions
          WHERE table_id = ? AND schema_version <= ?) v
          ON c.begin_snapshot <= v.begun AND (c.end_snapshot IS NULL OR c.end_snapshot > v.begun)
        WHERE c.table_id = ? AND c.column_id = ?
        """,
        row -> Db.text(row, "column_name"),
        tableId,
        schemaVersion,
        tableId,
        columnId);
  }

  /** Snapshot at which a version of a table's columns began; an inlined table's is such a one. */
  long schemaBegun(long tableId, long schemaVersion) throws SQLException {
    return db.first(
            """
            SELECT max(begin_snapshot) AS begun FROM ducklake_schema_versions
            WHERE table_id = ? AND schema_version <= ?
            """,
            row -> row.getLong("begun"),
            tableId,
            schemaVersion)
        .orElse(0L);
  }

  Optional<String> globalMetadata(String key) throws SQLException {
    return db.first(
        "SELECT value FROM ducklake_metadata WHERE key = ? AND scope IS NULL",
        row -> Db.text(row, "value"),
        key);
  }

  /** Time of a snapshot. */
  Instant time(ResultSet row) throws SQLException {
    return db.instant(row, "snapshot_time");
  }

  static String under(String parent, ResultSet row, String path, String relative)
      throws SQLException {
    String text = row.getString(path);
    if (text == null) {
      return parent;
    }
    return row.getBoolean(relative) ? parent + text : text;
  }
}
