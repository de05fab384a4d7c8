package org.icemelt.io.ducklake.internal.catalog;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.PartitionTransform;
import org.icemelt.io.ducklake.SchemaEvolution;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveColumn;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveSchema;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveSpec;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveTable;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.SpecKey;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.TableState;
import org.icemelt.io.ducklake.internal.parquet.SchemaNodes;
import org.jspecify.annotations.Nullable;

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

  /** Names that a table of inlined rows has taken. */
  private static final Set<String> OF_INLINED_TABLES =
      Set.of(
          "row_id",
          "begin_snapshot",
          "end_snapshot",
          "_ducklake_internal_row_id",
          "_ducklake_internal_snapshot_id");

  private final Db db;
  private final LakeReader reader;
  private final SnapshotWriter snapshot;

  TableWriter(Db db, LakeReader reader, SnapshotWriter snapshot) {
    this.db = db;
    this.reader = reader;
    this.snapshot = snapshot;
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
      node = insertColumn(id, column, null, ids, node, ids.get(node));
    }
    snapshot.createdTable(name);
    snapshot.tableVersion(id);
    LiveTable table = new LiveTable(id, uuid, schema.id(), name, schema.path() + folder);
    TableState plain = reader.state(table);
    if (def.partitioning().isEmpty()) {
      return plain;
    }
    return partition(plain, def.partitioning());
  }

  private int insertColumn(
      long tableId, ColumnDef column, @Nullable Long parent, List<Long> ids, int node, long order)
      throws SQLException {
    long id = ids.get(node);
    db.write(
        """
        INSERT INTO ducklake_column
          (column_id, begin_snapshot, table_id, column_order, column_name, column_type,
           initial_default, default_value, nulls_allowed, parent_column, default_value_type,
           default_value_dialect)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'NULL', ?, ?, 'literal', 'duckdb')
        """,
        id,
        snapshot.id(),
        tableId,
        order,
        column.name(),
        column.type().catalogText(),
        null,
        column.nullable(),
        parent);
    int next = node + 1;
    for (ColumnDef child : column.type().children()) {
      next = insertColumn(tableId, child, id, ids, next, ids.get(next));
    }
    return next;
  }

  /** Sets the partitioning of a table, ending the one it has. */
  private TableState partition(TableState state, List<PartitionField> fields) throws SQLException {
    long tableId = state.table().id();
    db.write(
        "UPDATE ducklake_partition_info SET end_snapshot = ? WHERE table_id = ? AND end_snapshot IS NULL",
        snapshot.id(),
        tableId);
    List<SpecKey> keys = keys(fields, state.columns());
    long specId = snapshot.newCatalogId();
    db.write(
        "INSERT INTO ducklake_partition_info (partition_id, table_id, begin_snapshot) VALUES (?, ?, ?)",
        specId,
        tableId,
        snapshot.id());
    for (int i = 0; i < keys.size(); i++) {
      db.write(
          """
          INSERT INTO ducklake_partition_column
            (partition_id, table_id, partition_key_index, column_id, transform)
          VALUES (?, ?, ?, ?, ?)
          """,
          specId,
          tableId,
          i,
          keys.get(i).columnId(),
          keys.get(i).transform());
    }
    snapshot.tableVersion(tableId);
    return new TableState(
        state.table(),
        state.columns(),
        Optional.of(new LiveSpec(specId, keys)),
        state.maxColumnId());
  }

  /** The keys that fields would be in a table of these columns. */
  static List<SpecKey> keys(List<PartitionField> fields, List<LiveColumn> columns) {
    List<SpecKey> keys = new ArrayList<>();
    for (PartitionField field : fields) {
      long id =
          ColumnPlan.top(columns).stream()
              .filter(column -> column.name().equalsIgnoreCase(field.column()))
              .findFirst()
              .map(LiveColumn::id)
              .orElse(-1L);
      keys.add(new SpecKey(id, field.transform().catalogText()));
    }
    return keys;
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
        insertColumn(state.table().id(), column, null, plan.ids(), node, plan.ids().get(node));
        altered = true;
      } else {
        Optional<ColumnDef> changed = changes.toTake(column, old.get(), files, leaf);
        if (changed.isPresent()) {
          restate(state.table().id(), old.get().id(), changed.get(), old.get().order());
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
    return partitionFor(def, altered ? columnsChanged(state) : state);
  }

  /** A table that never held anything takes the partitioning of the rows; others keep theirs. */
  private TableState partitionFor(TableDef def, TableState now) throws SQLException {
    List<SpecKey> has = now.spec().map(LiveSpec::keys).orElse(List.of());
    if (def.partitioning().isEmpty() || keys(def.partitioning(), now.columns()).equals(has)) {
      return now;
    }
    if (!has.isEmpty() || reader.everHeldRows(now.table().id())) {
      throw Catalog.refused(
          "Cannot add rows to %s: they are partitioned by %s, the table is %s. Leave the partitioning out, which takes the table's, or overwrite the table.",
          now.table().name(),
          def.partitioning(),
          has.isEmpty() ? "not partitioned" : "partitioned otherwise");
    }
    snapshot.altered(now.table().id());
    return partition(now, def.partitioning());
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
        endColumn(state, old);
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
        insertColumn(state.table().id(), column, null, plan.ids(), node, last);
        altered = true;
      } else if (!inPlace || differs(old.get(), column)) {
        restate(state.table().id(), old.get().id(), column, last);
        altered = true;
      }
      node += SchemaNodes.size(column);
    }
    return partitionAs(def, altered ? columnsChanged(state) : state);
  }

  /**
   * An empty partitioning keeps what the table has, as long as its columns are there. Readers take
   * a file's bucket for one of the buckets there are now, whenever it was written; so buckets are
   * not changed as long as any snapshot may read an older file.
   */
  private TableState partitionAs(TableDef def, TableState now) throws SQLException {
    List<SpecKey> has = now.spec().map(LiveSpec::keys).orElse(List.of());
    List<Long> top = ColumnPlan.top(now.columns()).stream().map(LiveColumn::id).toList();
    boolean dangling = has.stream().anyMatch(key -> !top.contains(key.columnId()));
    boolean differs =
        !def.partitioning().isEmpty() && !keys(def.partitioning(), now.columns()).equals(has);
    if (!dangling && !differs) {
      return now;
    }
    boolean buckets =
        def.partitioning().stream()
            .anyMatch(field -> field.transform().kind() == PartitionTransform.Kind.BUCKET);
    if (buckets && reader.everHeldRows(now.table().id())) {
      throw Catalog.refused(
          "Cannot partition %s by %s: it has held rows under another partitioning, and readers would miss them. Drop the table, or write to a new one.",
          now.table().name(), def.partitioning());
    }
    snapshot.altered(now.table().id());
    return partition(now, def.partitioning());
  }

  private static boolean differs(LiveColumn old, ColumnDef column) {
    return old.nullable() != column.nullable() || !old.name().equals(column.name());
  }

  private void endColumn(TableState state, LiveColumn column) throws SQLException {
    for (LiveColumn child : ColumnPlan.below(column, state.columns())) {
      endColumn(state, child);
    }
    db.write(
        "UPDATE ducklake_column SET end_snapshot = ? WHERE table_id = ? AND column_id = ? AND end_snapshot IS NULL",
        snapshot.id(),
        state.table().id(),
        column.id());
  }

  /** Ends a column's row and begins one with the same id and defaults; below it nothing changes. */
  private void restate(long tableId, long columnId, ColumnDef column, long order)
      throws SQLException {
    db.write(
        """
        INSERT INTO ducklake_column
          (column_id, begin_snapshot, table_id, column_order, column_name, column_type,
           initial_default, default_value, nulls_allowed, parent_column, default_value_type,
           default_value_dialect)
        SELECT column_id, ?, table_id, ?, ?, ?, initial_default, default_value, ?,
               parent_column, default_value_type, default_value_dialect
        FROM ducklake_column
        WHERE table_id = ? AND column_id = ? AND end_snapshot IS NULL
        """,
        snapshot.id(),
        order,
        column.name(),
        column.type().catalogText(),
        column.nullable(),
        tableId,
        columnId);
    db.write(
        """
        UPDATE ducklake_column SET end_snapshot = ?
        WHERE table_id = ? AND column_id = ? AND end_snapshot IS NULL AND begin_snapshot < ?
        """,
        snapshot.id(),
        tableId,
        columnId,
        snapshot.id());
  }

  /** What every change of columns entails; returns the table as it is now. */
  private TableState columnsChanged(TableState before) throws SQLException {
    long tableId = before.table().id();
    snapshot.altered(tableId);
    snapshot.tableVersion(tableId);
    TableState now = reader.state(before.table());
    if (now.columns().stream().allMatch(this::canBeInlined)) {
      newInlinedTable(tableId, now.columns());
    }
    return now;
  }

  /** Whether DuckDB keeps such a column in the catalog; one that it does not keeps all out. */
  private boolean canBeInlined(LiveColumn column) {
    boolean named =
        column.parent() != null
            || !OF_INLINED_TABLES.contains(column.name().toLowerCase(Locale.ROOT))
                && column.name().getBytes(StandardCharsets.UTF_8).length
                    <= db.dialect().longestName();
    return named && db.dialect().inlines(ColumnPlan.canonical(column.type()));
  }

  /**
   * A table for rows that DuckDB inlines in the new columns. Its next small insert wants one if
   * there was one of the old columns. If there was none it would make one at a version that {@code
   * ducklake_schema_versions} does not list; and after the next change of columns it would read
   * those rows by the columns that the table was created with, values of later ones as NULL.
   */
  private void newInlinedTable(long tableId, List<LiveColumn> columns) throws SQLException {
    long version = snapshot.newSchemaVersion();
    String name = "ducklake_inlined_data_" + tableId + "_" + version;
    if (db.hasTable(name)) {
      return;
    }
    StringBuilder sql =
        new StringBuilder("CREATE TABLE ")
            .append(name)
            .append("(row_id BIGINT, begin_snapshot BIGINT, end_snapshot BIGINT");
    for (LiveColumn column : ColumnPlan.top(columns)) {
      sql.append(", ")
          .append(Db.quoted(column.name()))
          .append(' ')
          .append(inlinedType(column, columns));
    }
    db.execute(sql.append(')').toString());
    db.write(
        "INSERT INTO ducklake_inlined_data_tables (table_id, table_name, schema_version) VALUES (?, ?, ?)",
        tableId,
        name,
        version);
  }

  private String inlinedType(LiveColumn column, List<LiveColumn> columns) {
    String type = ColumnPlan.canonical(column.type());
    List<LiveColumn> below = ColumnPlan.below(column, columns);
    if (below.isEmpty() || !db.dialect().keepsNestedInlined()) {
      return db.dialect().inlinedType(type);
    }
    List<String> types = below.stream().map(child -> inlinedType(child, columns)).toList();
    return switch (type) {
      case "list" -> types.get(0) + "[]";
      case "map" -> "MAP(" + String.join(", ", types) + ")";
      default ->
          below.stream()
              .map(child -> Db.quoted(child.name()) + " " + inlinedType(child, columns))
              .collect(Collectors.joining(", ", "STRUCT(", ")"));
    };
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
