package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.SchemaEvolution;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveColumn;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveSchema;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveTable;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.TableState;
import org.icemelt.io.ducklake.internal.parquet.SchemaNodes;

/** Makes, changes and drops tables inside a commit. */
final class TableWriter {
  private static final List<String> PARTS_OF_A_TABLE =
      List.of(
          "ducklake_column",
          "ducklake_column_tag",
          "ducklake_partition_info",
          "ducklake_sort_info",
          "ducklake_data_file",
          "ducklake_delete_file");

  private final Db db;
  private final LakeReader reader;
  private final SnapshotWriter snapshot;
  private final ColumnRows columnRows;
  private final TablePartitioning partitioning;
  private final InlinedTables inlined;

  TableWriter(Db db, LakeReader reader, SnapshotWriter snapshot) {
    this.db = db;
    this.reader = reader;
    this.snapshot = snapshot;
    this.columnRows = new ColumnRows(db, snapshot);
    this.partitioning = new TablePartitioning(db, reader, snapshot);
    this.inlined = new InlinedTables(db, snapshot);
  }

  /** The schema of that name, made if it is missing. */
  LiveSchema schema(String name) throws SQLException {
    Optional<LiveSchema> there = reader.schema(name);
    if (there.isPresent()) {
      return there.get();
    }
    long id = snapshot.newCatalogId();
    String folder = TableFolders.folder(name);
    db.write(
        """
        INSERT INTO ducklake_schema
          (schema_id, schema_uuid, begin_snapshot, schema_name, path, path_is_relative)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        id,
        Uuids.v7(),
        snapshot.id(),
        name,
        folder,
        true);
    snapshot.createdSchema(name);
    return new LiveSchema(id, name, reader.dataPath() + folder);
  }

  /** Makes a table that does not exist. */
  TableState create(TableDef def) throws SQLException {
    LiveSchema schema = schema(def.id().schema());
    TableId name = TableId.of(schema.name(), def.id().name());
    if (reader.viewExists(schema.id(), name.name())) {
      throw Catalog.refused("Cannot make table %s: a view of that name exists.", name);
    }
    long id = snapshot.newCatalogId();
    String uuid = Uuids.v7().toString();
    String folder = TableFolders.folder(name.name());
    db.write(
        """
        INSERT INTO ducklake_table
          (table_id, table_uuid, begin_snapshot, schema_id, table_name, path, path_is_relative)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        id,
        java.util.UUID.fromString(uuid),
        snapshot.id(),
        schema.id(),
        name.name(),
        folder,
        true);
    List<Long> ids = ColumnPlan.fresh(def.schema()).ids();
    int node = 0;
    for (ColumnDef column : def.schema().columns()) {
      node = columnRows.begin(id, column, null, ids, node, ids.get(node));
    }
    snapshot.createdTable(name);
    snapshot.tableVersion(id);
    LiveTable table = new LiveTable(id, uuid, schema.id(), name, schema.path() + folder);
    TableState plain = reader.state(table);
    if (def.partitioning().isEmpty()) {
      return plain;
    }
    return partitioning.set(plain, def.partitioning());
  }

  /**
   * Makes an existing table take rows of a definition.
   *
   * @throws org.icemelt.io.ducklake.CommitRefusedException if they do not fit
   */
  TableState fit(TableState state, TableDef def, List<StagedFile> files, Set<SchemaEvolution> rules)
      throws SQLException {
    ColumnPlan plan = ColumnPlan.of(def.schema(), state.columns(), state.maxColumnId());
    List<ColumnDef> columns = def.schema().columns();
    List<LiveColumn> live = ColumnPlan.top(state.columns());
    ColumnChanges changes = new ColumnChanges(db, state, rules);
    boolean altered = false;
    int node = 0;
    int leaf = 0;
    for (int i = 0; i < columns.size(); i++) {
      ColumnDef column = columns.get(i);
      Optional<LiveColumn> old = plan.matched().get(i);
      if (old.isEmpty()) {
        refuseUnlessNew(state, column, live, rules.contains(SchemaEvolution.ADD_COLUMNS));
        columnRows.begin(state.table().id(), column, null, plan.ids(), node, plan.ids().get(node));
        altered = true;
      } else {
        Optional<ColumnDef> changed = changes.toTake(column, old.get(), files, leaf);
        if (changed.isPresent()) {
          columnRows.restate(state.table().id(), old.get().id(), changed.get(), old.get().order());
          altered = true;
        }
      }
      node += SchemaNodes.size(column);
      leaf += SchemaNodes.leaves(column);
    }
    Set<Long> given =
        plan.matched().stream()
            .flatMap(Optional::stream)
            .map(LiveColumn::id)
            .collect(Collectors.toSet());
    for (LiveColumn column : live) {
      boolean omitted = !given.contains(column.id());
      if (omitted && (!column.nullable() || column.initialDefault() != null)) {
        throw Catalog.refused(
            "Cannot add rows to %s: its column \"%s\" %s, and the rows do not have it.",
            state.table().name(),
            column.name(),
            column.nullable() ? "has a default" : "is NOT NULL");
      }
    }
    return partitioning.forRows(def, altered ? columnsChanged(state) : state);
  }

  private static void refuseUnlessNew(
      TableState state, ColumnDef column, List<LiveColumn> live, boolean addColumns) {
    for (LiveColumn old : live) {
      if (old.name().equalsIgnoreCase(column.name())) {
        throw Catalog.refused(
            "Cannot add rows to %s: its column \"%s\" is of type %s, the rows' is %s. Replace the table, or change the rows.",
            state.table().name(), old.name(), old.type(), column.type().catalogText());
      }
    }
    if (!addColumns) {
      throw Catalog.refused(
          "Cannot add rows to %s: it has no column \"%s\". Allow columns to be added, or leave it out.",
          state.table().name(), column.name());
    }
    if (!column.nullable()) {
      throw Catalog.refused(
          "Cannot add column \"%s\" to %s: it is NOT NULL, and older rows have no value for it.",
          column.name(), state.table().name());
    }
  }

  /** Gives a table whose rows have all ended the columns and partitioning of a definition. */
  TableState become(TableState state, TableDef def) throws SQLException {
    TableSchema schema = def.schema();
    ColumnPlan plan = ColumnPlan.exact(schema, state.columns(), state.maxColumnId());
    Set<Long> kept =
        plan.matched().stream()
            .flatMap(Optional::stream)
            .map(LiveColumn::id)
            .collect(Collectors.toSet());
    boolean altered = false;
    for (LiveColumn old : ColumnPlan.top(state.columns())) {
      if (!kept.contains(old.id())) {
        columnRows.end(state, old);
        altered = true;
      }
    }
    int node = 0;
    long last = 0; // place of the column before; places only rise
    for (int i = 0; i < schema.columns().size(); i++) {
      ColumnDef column = schema.columns().get(i);
      Optional<LiveColumn> old = plan.matched().get(i);
      boolean inPlace = old.isPresent() && old.get().order() > last;
      last = inPlace ? old.get().order() : last + 1;
      if (old.isEmpty()) {
        columnRows.begin(state.table().id(), column, null, plan.ids(), node, last);
        altered = true;
      } else if (!inPlace || differs(old.get(), column)) {
        columnRows.restate(state.table().id(), old.get().id(), column, last);
        altered = true;
      }
      node += SchemaNodes.size(column);
    }
    return partitioning.replaced(def, altered ? columnsChanged(state) : state);
  }

  private static boolean differs(LiveColumn old, ColumnDef column) {
    return old.nullable() != column.nullable() || !old.name().equals(column.name());
  }

  /** What every change of columns entails; returns the table as it is now. */
  private TableState columnsChanged(TableState before) throws SQLException {
    long tableId = before.table().id();
    snapshot.altered(tableId);
    snapshot.tableVersion(tableId);
    TableState now = reader.state(before.table());
    inlined.renew(tableId, now.columns());
    return now;
  }

  /** Ends a table with all its parts. */
  void drop(LiveTable table) throws SQLException {
    db.write(
        "UPDATE ducklake_table SET end_snapshot = ? WHERE table_id = ? AND end_snapshot IS NULL",
        snapshot.id(),
        table.id());
    for (String part : PARTS_OF_A_TABLE) {
      db.write(
          "UPDATE " + part + " SET end_snapshot = ? WHERE table_id = ? AND end_snapshot IS NULL",
          snapshot.id(),
          table.id());
    }
    db.write(
        "UPDATE ducklake_tag SET end_snapshot = ? WHERE object_id = ? AND end_snapshot IS NULL",
        snapshot.id(),
        table.id());
    snapshot.droppedTable(table.id());
  }

  /** Makes a view unless there is one of that name. */
  void createView(TableId id, String sql, List<String> aliases) throws SQLException {
    if (reader.table(id).isPresent()) {
      throw Catalog.refused(
          "Cannot make view %s: a table of that name exists. Rename or drop it.", id);
    }
    LiveSchema schema = schema(id.schema());
    if (reader.viewExists(schema.id(), id.name())) {
      return;
    }
    db.write(
        """
        INSERT INTO ducklake_view
          (view_id, view_uuid, begin_snapshot, schema_id, view_name, dialect, sql, column_aliases)
        VALUES (?, ?, ?, ?, ?, 'duckdb', ?, ?)
        """,
        snapshot.newCatalogId(),
        java.util.UUID.randomUUID(),
        snapshot.id(),
        schema.id(),
        id.name(),
        sql,
        aliases.stream().map(Db::quoted).collect(Collectors.joining(", ")));
    snapshot.createdView(TableId.of(schema.name(), id.name()));
  }
}
