package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.NotInLakeException;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.InlinedTable;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.InlinedRow;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Moment;
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
                  table, wanted, ScanFiles.of(db, table, wanted), rows(db, reader, table, wanted));
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
