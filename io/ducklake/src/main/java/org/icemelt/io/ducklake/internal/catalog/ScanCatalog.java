package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.NotInLakeException;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.InlinedTable;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.DataFile;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Deletes;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.FileBounds;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.InlinedRow;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.MappedName;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Moment;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.PartitionValue;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.TableAt;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.TableContents;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Wanted;
import org.jspecify.annotations.Nullable;

/** Says what a table was made of at a snapshot, each answer from one state of the catalog. */
public final class ScanCatalog {
  /** Rows of a table's {@code ducklake_column}, of all times. */
  record ColumnVersion(
      long id,
      long begin,
      @Nullable Long end,
      String name,
      String type,
      @Nullable String initialDefault,
      boolean nullable,
      @Nullable Long parent) {
    boolean at(long snapshot) {
      return begin <= snapshot && (end == null || end > snapshot);
    }
  }

  private static final String AT =
      " AND begin_snapshot <= ? AND (end_snapshot IS NULL OR end_snapshot > ?)";

  private final Catalog catalog;

  public ScanCatalog(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The table and its columns.
   *
   * @throws NotInLakeException if there is no such snapshot or table
   */
  public TableAt table(TableId name, Moment moment) {
    return inLake(catalog.look((db, reader) -> table(db, reader, name, snapshot(db, moment))));
  }

  /**
   * The table and all that it was made of.
   *
   * @param choice what to load of it
   */
  public TableContents contents(TableId name, Moment moment, Function<TableAt, Wanted> choice) {
    return inLake(
        catalog.look(
            (db, reader) -> {
              TableAt table = table(db, reader, name, snapshot(db, moment));
              Wanted wanted = choice.apply(table);
              return new TableContents(
                  table, wanted, files(db, table, wanted), rows(db, reader, table, wanted));
            }));
  }

  <T> T inLake(Optional<T> answer) {
    return answer.orElseThrow(
        () ->
            new NotInLakeException(
                "Cannot read from %s: there is no lake. Check the address.".formatted(address())));
  }

  private String address() {
    return catalog.config().catalog().toString();
  }

  long snapshot(Db db, Moment moment) throws SQLException {
    if (moment instanceof Moment.Snapshot one) {
      if (db.first("SELECT 1 FROM ducklake_snapshot WHERE snapshot_id = ?", row -> 1, one.id())
          .isEmpty()) {
        throw new NotInLakeException(
            "Cannot read snapshot %d of %s: it was expired, or never was. Those there are: %s."
                .formatted(one.id(), address(), snapshotRange(db)));
      }
      return one.id();
    }
    if (moment instanceof Moment.Time time) {
      record Taken(long id, java.time.Instant at) {}
      return db
          .list(
              "SELECT snapshot_id, snapshot_time FROM ducklake_snapshot ORDER BY snapshot_id DESC",
              row -> new Taken(row.getLong("snapshot_id"), db.instant(row, "snapshot_time")))
          .stream()
          .filter(taken -> !taken.at().isAfter(time.at()))
          .findFirst()
          .map(Taken::id)
          .orElseThrow(
              () ->
                  new NotInLakeException(
                      "Cannot read %s as of %s: it has no snapshot that old; older ones may have been expired. Those there are: %s."
                          .formatted(address(), time.at(), snapshotRange(db))));
    }
    return db.first(
            "SELECT max(snapshot_id) AS m FROM ducklake_snapshot", row -> Db.longOrNull(row, "m"))
        .orElseThrow(
            () ->
                new LakeFormatException(
                    "Cannot use %s: it holds no snapshot at all. Restore the catalog."
                        .formatted(address())));
  }

  private static String snapshotRange(Db db) {
    try {
      return db.first(
              "SELECT min(snapshot_id) AS a, max(snapshot_id) AS b, count(*) AS n FROM ducklake_snapshot",
              row ->
                  "%d to %d (%d in all)"
                      .formatted(row.getLong("a"), row.getLong("b"), row.getLong("n")))
          .orElse("none");
    } catch (SQLException e) {
      return "unknown (" + e.getMessage() + ")";
    }
  }

  TableAt table(Db db, LakeReader reader, TableId name, long snapshot) throws SQLException {
    record Found(TableId name, TableAt table) {}
    List<Found> tables =
        db.list(
            """
            SELECT t.table_id, t.table_name, s.schema_name, t.path, t.path_is_relative,
                   s.path AS s_path, s.path_is_relative AS s_relative
            FROM ducklake_table t JOIN ducklake_schema s ON s.schema_id = t.schema_id
            WHERE t.begin_snapshot <= ? AND (t.end_snapshot IS NULL OR t.end_snapshot > ?)
              AND s.begin_snapshot <= ? AND (s.end_snapshot IS NULL OR s.end_snapshot > ?)
            ORDER BY s.schema_name, t.table_name
            """,
            row -> {
              TableId id = TableId.of(Db.text(row, "schema_name"), Db.text(row, "table_name"));
              String schemaPath = LakeReader.under(reader.dataPath(), row, "s_path", "s_relative");
              return new Found(
                  id,
                  new TableAt(
                      snapshot,
                      row.getLong("table_id"),
                      id,
                      LakeReader.under(schemaPath, row, "path", "path_is_relative"),
                      List.of()));
            },
            snapshot,
            snapshot,
            snapshot,
            snapshot);
    TableAt bare =
        tables.stream()
            .filter(
                found ->
                    found.name().name().equalsIgnoreCase(name.name())
                        && found.name().schema().equalsIgnoreCase(name.schema()))
            .map(Found::table)
            .findFirst()
            .orElseThrow(
                () ->
                    new NotInLakeException(
                        "Cannot read %s: %s has no such table at snapshot %d. It has: %s."
                            .formatted(
                                name,
                                address(),
                                snapshot,
                                tables.isEmpty()
                                    ? "none"
                                    : tables.stream()
                                        .map(found -> found.name().toString())
                                        .collect(Collectors.joining(", ")))));
    List<ColumnVersion> live =
        columnVersions(db, bare.tableId()).stream().filter(c -> c.at(snapshot)).toList();
    return new TableAt(snapshot, bare.tableId(), bare.name(), bare.path(), below(null, live));
  }

  static List<ColumnVersion> columnVersions(Db db, long tableId) throws SQLException {
    return db.list(
        """
        SELECT column_id, begin_snapshot, end_snapshot, column_name, column_type, initial_default,
               nulls_allowed, parent_column
        FROM ducklake_column WHERE table_id = ? ORDER BY column_order, column_id
        """,
        row ->
            new ColumnVersion(
                row.getLong("column_id"),
                row.getLong("begin_snapshot"),
                Db.longOrNull(row, "end_snapshot"),
                Db.text(row, "column_name"),
                Db.text(row, "column_type"),
                row.getString("initial_default"),
                row.getBoolean("nulls_allowed"),
                Db.longOrNull(row, "parent_column")),
        tableId);
  }

  static List<ColumnTree> below(@Nullable Long parent, List<ColumnVersion> all) {
    return all.stream()
        .filter(column -> Objects.equals(column.parent(), parent))
        .map(
            column ->
                new ColumnTree(
                    column.id(),
                    column.name(),
                    column.type(),
                    column.nullable(),
                    column.initialDefault(),
                    below(column.id(), all)))
        .toList();
  }

  private List<DataFile> files(Db db, TableAt table, Wanted wanted) throws SQLException {
    long at = table.snapshotId();
    Map<Long, Deletes> deletes = deletes(db, table);
    Map<Long, List<Long>> inlined = inlinedDeletes(db, table);
    Map<Long, Map<Long, FileBounds>> bounds = bounds(db, table, wanted.bounded());
    Map<Long, List<PartitionValue>> partitions =
        wanted.bounded().isEmpty() ? Map.of() : partitions(db, table);
    Map<Long, List<MappedName>> names = names(db, table.tableId());
    return db.list(
        """
        SELECT data_file_id, path, path_is_relative, begin_snapshot, record_count, file_size_bytes,
               row_id_start, mapping_id, partial_max, file_format
        FROM ducklake_data_file WHERE table_id = ?"""
            + AT
            + " ORDER BY data_file_id",
        row -> {
          long id = row.getLong("data_file_id");
          Long mapping = Db.longOrNull(row, "mapping_id");
          Long partialMax = Db.longOrNull(row, "partial_max");
          return new DataFile(
              id,
              LakeReader.under(table.path(), row, "path", "path_is_relative"),
              row.getLong("begin_snapshot"),
              row.getLong("record_count"),
              row.getLong("file_size_bytes"),
              Db.longOrNull(row, "row_id_start"),
              partialMax != null && partialMax > at ? (Long) at : null,
              deletes.get(id),
              inlined.getOrDefault(id, List.of()),
              mapping == null ? null : mapping(names, mapping, table.name()),
              bounds.getOrDefault(id, Map.of()),
              partitions.getOrDefault(id, List.of()));
        },
        table.tableId(),
        at,
        at);
  }

  static List<MappedName> mapping(Map<Long, List<MappedName>> names, long mapping, TableId table) {
    List<MappedName> found = names.get(mapping);
    if (found == null) {
      throw new LakeFormatException(
          "Cannot read %s: a file of it names column mapping %d, which the catalog lacks. Restore the catalog."
              .formatted(table, mapping));
    }
    return found;
  }

  private static Map<Long, Deletes> deletes(Db db, TableAt table) throws SQLException {
    long at = table.snapshotId();
    Map<Long, Deletes> deletes = new HashMap<>();
    db.list(
        """
        SELECT data_file_id, path, path_is_relative, format, file_size_bytes
        FROM ducklake_delete_file WHERE table_id = ?"""
            + AT,
        row ->
            deletes.put(
                row.getLong("data_file_id"),
                new Deletes(
                    LakeReader.under(table.path(), row, "path", "path_is_relative"),
                    Db.text(row, "format"),
                    row.getLong("file_size_bytes"),
                    at)),
        table.tableId(),
        at,
        at);
    return deletes;
  }

  private static Map<Long, List<Long>> inlinedDeletes(Db db, TableAt table) throws SQLException {
    Map<Long, List<Long>> positions = new HashMap<>();
    String name = LakeReader.inlinedDeleteTable(table.tableId());
    if (db.hasTable(name)) {
      db.list(
          "SELECT file_id, row_id FROM " + name + " WHERE begin_snapshot <= ? ORDER BY row_id",
          row ->
              positions
                  .computeIfAbsent(row.getLong("file_id"), file -> new ArrayList<>())
                  .add(row.getLong("row_id")),
          table.snapshotId());
    }
    return positions;
  }

  private static Map<Long, Map<Long, FileBounds>> bounds(
      Db db, TableAt table, List<ColumnTree> columns) throws SQLException {
    Map<Long, Map<Long, FileBounds>> bounds = new HashMap<>();
    for (ColumnTree column : columns) {
      db.list(
          """
          SELECT data_file_id, value_count, null_count, min_value, max_value, contains_nan,
                 extra_stats
          FROM ducklake_file_column_stats WHERE table_id = ? AND column_id = ?
          """,
          row -> {
            boolean nan = row.getBoolean("contains_nan");
            FileBounds of =
                new FileBounds(
                    Db.longOrNull(row, "value_count"),
                    Db.longOrNull(row, "null_count"),
                    row.getString("min_value"),
                    row.getString("max_value"),
                    row.getString("contains_nan") == null ? null : (Boolean) nan,
                    row.getString("extra_stats"));
            return bounds
                .computeIfAbsent(row.getLong("data_file_id"), file -> new HashMap<>())
                .put(column.id(), of);
          },
          table.tableId(),
          column.id());
    }
    return bounds;
  }

  private static Map<Long, List<PartitionValue>> partitions(Db db, TableAt table)
      throws SQLException {
    Map<Long, List<PartitionValue>> values = new HashMap<>();
    db.list(
        """
        SELECT v.data_file_id, p.column_id, p.transform, v.partition_value
        FROM ducklake_file_partition_value v
        JOIN ducklake_data_file f ON f.data_file_id = v.data_file_id
        JOIN ducklake_partition_column p
          ON p.partition_id = f.partition_id AND p.partition_key_index = v.partition_key_index
        WHERE v.table_id = ?
        """,
        row ->
            values
                .computeIfAbsent(row.getLong("data_file_id"), file -> new ArrayList<>())
                .add(
                    new PartitionValue(
                        row.getLong("column_id"),
                        Db.text(row, "transform"),
                        row.getString("partition_value"))),
        table.tableId());
    return values;
  }

  static Map<Long, List<MappedName>> names(Db db, long tableId) throws SQLException {
    record Name(
        long mapping, long id, String source, long target, @Nullable Long parent, boolean hive) {}
    List<Name> all =
        db.list(
            """
            SELECT n.mapping_id, n.column_id, n.source_name, n.target_field_id, n.parent_column,
                   n.is_partition
            FROM ducklake_name_mapping n
            JOIN ducklake_column_mapping m ON m.mapping_id = n.mapping_id
            WHERE m.table_id = ? ORDER BY n.mapping_id, n.column_id
            """,
            row ->
                new Name(
                    row.getLong("mapping_id"),
                    row.getLong("column_id"),
                    Db.text(row, "source_name"),
                    row.getLong("target_field_id"),
                    Db.longOrNull(row, "parent_column"),
                    row.getBoolean("is_partition")),
            tableId);
    Map<Long, List<Name>> byMapping =
        all.stream()
            .collect(Collectors.groupingBy(Name::mapping, TreeMap::new, Collectors.toList()));
    Map<Long, List<MappedName>> trees = new HashMap<>();
    for (Map.Entry<Long, List<Name>> one : byMapping.entrySet()) {
      trees.put(
          one.getKey(),
          new Object() {
            List<MappedName> below(@Nullable Long parent) {
              return one.getValue().stream()
                  .filter(name -> Objects.equals(name.parent(), parent))
                  .map(n -> new MappedName(n.source(), n.target(), n.hive(), below(n.id())))
                  .toList();
            }
          }.below(null));
    }
    return trees;
  }

  private static List<InlinedRow> rows(Db db, LakeReader reader, TableAt table, Wanted wanted)
      throws SQLException {
    long at = table.snapshotId();
    return inlinedRows(
        db,
        reader,
        table,
        wanted,
        " WHERE begin_snapshot <= ? AND (end_snapshot IS NULL OR end_snapshot > ?)",
        at,
        at);
  }

  /**
   * @param condition on the rows' snapshots, starting with WHERE
   */
  static List<InlinedRow> inlinedRows(
      Db db,
      LakeReader reader,
      TableAt table,
      Wanted wanted,
      String condition,
      Object... parameters)
      throws SQLException {
    List<InlinedTable> tables = reader.inlinedTables(table.tableId());
    if (tables.isEmpty()) {
      return List.of();
    }
    List<ColumnVersion> versions = columnVersions(db, table.tableId());
    List<InlinedRow> rows = new ArrayList<>();
    for (InlinedTable inlined : tables) {
      long begun = reader.schemaBegun(table.tableId(), inlined.schemaVersion());
      InlinedColumns columns = InlinedColumns.of(wanted.columns(), versions, begun);
      rows.addAll(
          db.list(
              "SELECT row_id, begin_snapshot, end_snapshot"
                  + columns.select(db.dialect())
                  + " FROM "
                  + Db.quoted(inlined.name())
                  + condition
                  + " ORDER BY row_id",
              row ->
                  new InlinedRow(
                      row.getLong("row_id"),
                      row.getLong("begin_snapshot"),
                      Db.longOrNull(row, "end_snapshot"),
                      columns.values(row, table.name(), db.dialect().inlinedStyle())),
              parameters));
    }
    return Collections.unmodifiableList(rows);
  }
}
