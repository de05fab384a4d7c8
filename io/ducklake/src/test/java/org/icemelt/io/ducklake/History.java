package org.icemelt.io.ducklake;

import static org.icemelt.io.ducklake.TestLake.row;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Judge;
import org.jspecify.annotations.Nullable;

/**
 * A random history of one table: commits of ours and statements of DuckDB's, interleaved. A plain
 * table and a lake that DuckDB alone writes are given the same as SQL. After each side's turn the
 * values of the lake must be those of the plain table, and so must what filters find, unless the
 * lake of DuckDB's own gets the filter wrong too.
 */
final class History {
  private static final List<String> WORDS =
      List.of("", "a", "b/ü", "Zz 'q'", "\uD83D\uDE00", "\uFFFD", "z".repeat(300));

  /** One side's turn made the lake differ from the plain table. */
  static final class Differs extends RuntimeException {
    Differs(String message) {
      super(message);
    }
  }

  /** A column: how it is written, and how SQL names its type. */
  private record Column(String name, DuckLakeType type, String sql) {}

  private static final List<Column> VALUES =
      List.of(
          new Column("v", DuckLakeType.INT32, "INTEGER"),
          new Column("v", DuckLakeType.INT64, "BIGINT"),
          new Column("v", DuckLakeType.UINT64, "UBIGINT"),
          new Column("v", DuckLakeType.FLOAT32, "FLOAT"),
          new Column("v", DuckLakeType.FLOAT64, "DOUBLE"),
          new Column("v", DuckLakeType.VARCHAR, "VARCHAR"),
          new Column("v", DuckLakeType.decimal(9, 2), "DECIMAL(9,2)"),
          new Column("v", DuckLakeType.DATE, "DATE"),
          new Column("v", DuckLakeType.TIMESTAMP, "TIMESTAMP"),
          new Column("v", DuckLakeType.BOOLEAN, "BOOLEAN"));

  private final Random random;
  private final TestLake lake;
  private final Connection duck;
  private final String control;
  private final List<String> log = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();
  private final List<PartitionField> partitioning;
  private long nextId = 1;
  private boolean sorted;

  /**
   * @param folder empty; the lake stays there, the control lake in {@code control}
   */
  History(Path folder, CatalogAddress.Kind kind, long seed, Connection duck) throws Exception {
    this.random = new Random(seed);
    this.lake = new TestLake(folder, kind);
    this.duck = duck;
    Path beside = Files.createDirectories(folder.resolve("control"));
    this.control = "duckdb:" + beside.resolve("control.ducklake");
    columns.add(new Column("id", DuckLakeType.INT64, "BIGINT"));
    columns.add(
        random.nextBoolean()
            ? new Column("k", DuckLakeType.INT32, "INTEGER")
            : new Column("k", DuckLakeType.VARCHAR, "VARCHAR"));
    columns.add(VALUES.get(random.nextInt(VALUES.size())));
    this.partitioning = randomPartitioning();
    Judge.attach(duck, control, "control", AttachOption.dataPath(beside.resolve("data") + "/"));
  }

  private List<PartitionField> randomPartitioning() {
    Column value = columns.get(2);
    return switch (random.nextInt(5)) {
      case 0 -> List.of(PartitionField.identity("k"));
      case 1 -> List.of(PartitionField.bucket(3, "k"));
      case 2 -> List.of(PartitionField.bucket(2, "v"));
      case 3 ->
          PartitionTransform.MONTH.takes(value.type())
              ? List.of(PartitionField.month("v"))
              : List.of();
      default -> List.of();
    };
  }

  TestLake lake() {
    return lake;
  }

  /** What was done, one thing a line. */
  String story() {
    return String.join("\n", log);
  }

  void run(int turns) throws Exception {
    String spec = columns.stream().map(c -> c.name + " " + c.sql).collect(Collectors.joining(", "));
    for (String side : List.of("memory.main.t", "control.t")) {
      Judge.execute(duck, "CREATE TABLE %s (%s)".formatted(side, spec));
    }
    if (!partitioning.isEmpty()) {
      String keys =
          partitioning.stream().map(PartitionField::toString).collect(Collectors.joining(", "));
      Judge.execute(duck, "ALTER TABLE control.t SET PARTITIONED BY (%s)".formatted(keys));
    }
    log.add("t(" + spec + ") partitioned by " + partitioning);
    try {
      ours(true);
      if (flushBringsDeletedRowsBack()) {
        lake.inCatalog(
            "INSERT INTO ducklake_metadata (key, value) VALUES ('data_inlining_row_limit', '0')");
      }
      for (int turn = 1; turn < turns; turn++) {
        if (turn % 2 == 0) {
          ours(false);
        } else {
          duckDbs();
        }
      }
      ours(false);
      check();
    } finally {
      Judge.execute(duck, "DETACH control", "DROP TABLE IF EXISTS memory.main.t");
    }
  }

  /** A fault of DuckDB's own, see {@link DuckDbsFlushTest}; seed 195 came upon it. */
  private boolean flushBringsDeletedRowsBack() {
    return lake.config.catalog().kind() == CatalogAddress.Kind.POSTGRES
        && columns.get(2).type == DuckLakeType.VARCHAR
        && partitioning.stream()
            .anyMatch(field -> field.transform().kind() == PartitionTransform.Kind.BUCKET);
  }

  // ---------------------------------------------------------------- ours

  private void ours(boolean first) throws Exception {
    int what = first ? 0 : random.nextInt(8);
    if (what == 5 && partitioning.equals(List.of(PartitionField.identity("k")))) {
      replacePartition();
    } else if (what == 6) {
      replaceTable();
    } else if (what == 7 && columns.size() < 6) {
      addColumn();
    } else if (what == 4 && columns.get(2).type == DuckLakeType.INT32 && !sorted) {
      widen();
    } else {
      append(what < 3 ? random.nextInt(12) + 1 : random.nextInt(60) + 1, Set.of());
    }
  }

  private TableDef def() {
    return new TableDef(
        TableId.parse("t"),
        new TableSchema(columns.stream().map(c -> ColumnDef.of(c.name, c.type)).toList()),
        partitioning);
  }

  private void append(int count, Set<SchemaEvolution> rules) throws Exception {
    commit("we append " + count, rules, lake.append("", def(), rows(count)));
  }

  private List<List<@Nullable Object>> lastRows = List.of();

  private List<List<@Nullable Object>> rows(int count) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    boolean allNull = random.nextInt(6) == 0;
    for (int i = 0; i < count; i++) {
      List<@Nullable Object> values = new ArrayList<>();
      values.add(nextId++);
      for (Column column : columns.subList(1, columns.size())) {
        boolean none = random.nextInt(5) == 0 || allNull && !column.name.equals("k");
        values.add(none ? null : value(column.type));
      }
      rows.add(row(values.toArray()));
    }
    lastRows = rows;
    return rows;
  }

  private void commit(String what, Set<SchemaEvolution> rules, List<? extends TableChange> changes)
      throws Exception {
    log.add(what);
    lake.commit(
        new CommitRequest(UUID.randomUUID().toString(), null, null, Map.of(), true, rules),
        changes);
    insert(List.of("memory.main.t"), lastRows);
    // our rows always go into files
    Judge.execute(duck, "CALL control.set_option('data_inlining_row_limit', 0)");
    insert(List.of("control.t"), lastRows);
    Judge.execute(duck, "CALL control.set_option('data_inlining_row_limit', 10)");
  }

  private void replacePartition() throws Exception {
    Column key = columns.get(1);
    @Nullable Object value = random.nextInt(4) == 0 ? null : value(key.type);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<@Nullable Object> values : rows(random.nextInt(8) + 1)) {
      List<@Nullable Object> changed = new ArrayList<>(values);
      changed.set(1, value);
      rows.add(Collections.unmodifiableList(changed));
    }
    lastRows = rows;
    List<TableChange> changes = new ArrayList<>();
    changes.add(new TableChange.ReplacePartition("", def(), value));
    changes.addAll(lake.append("", def(), rows));
    both("DELETE FROM {t} WHERE k IS NOT DISTINCT FROM " + literal(value, key.sql));
    commit("we replace partition " + value, Set.of(), changes);
  }

  private void replaceTable() throws Exception {
    List<TableChange> changes = new ArrayList<>();
    changes.add(new TableChange.ReplaceTable("", def()));
    changes.addAll(lake.append("", def(), rows(random.nextInt(20) + 1)));
    both("DELETE FROM {t}");
    commit("we replace the table", Set.of(), changes);
  }

  private void addColumn() throws Exception {
    Column base = VALUES.get(random.nextInt(VALUES.size()));
    Column added = new Column("c" + columns.size(), base.type, base.sql);
    columns.add(added);
    both("ALTER TABLE {t} ADD COLUMN %s %s".formatted(added.name, added.sql));
    append(random.nextInt(20) + 1, Set.of(SchemaEvolution.ADD_COLUMNS));
  }

  private void widen() throws Exception {
    columns.set(2, new Column("v", DuckLakeType.INT64, "BIGINT"));
    both("ALTER TABLE {t} ALTER v SET DATA TYPE BIGINT");
    append(random.nextInt(20) + 1, Set.of(SchemaEvolution.WIDEN_TYPES));
  }

  // ---------------------------------------------------------------- DuckDB's

  /** One to three statements of DuckDB's, the lake attached afresh. */
  private void duckDbs() throws Exception {
    Judge.attach(duck, lake.catalog(), "lake");
    try {
      compare();
      int count = random.nextInt(3) + 1;
      for (int i = 0; i < count; i++) {
        statement();
        compare();
      }
      filters();
    } finally {
      Judge.execute(duck, "DETACH lake");
    }
  }

  private void check() throws Exception {
    Judge.attach(duck, lake.catalog(), "lake");
    try {
      compare();
      filters();
    } finally {
      Judge.execute(duck, "DETACH lake");
    }
  }

  private void statement() throws SQLException {
    Column value = columns.get(2);
    switch (random.nextInt(10)) {
      case 0, 1 -> {
        log.add("DuckDB inserts a few");
        insert(List.of("lake.t", "control.t", "memory.main.t"), rows(random.nextInt(8) + 1));
      }
      case 2 -> {
        log.add("DuckDB inserts many");
        insert(List.of("lake.t", "control.t", "memory.main.t"), rows(random.nextInt(40) + 11));
      }
      case 3, 4 ->
          all(
              "UPDATE {t} SET v = %s WHERE id %% 5 = %d"
                  .formatted(literal(value(value.type), value.sql), random.nextInt(5)));
      case 5, 6 ->
          all(
              "DELETE FROM {t} WHERE id %% %d = %d"
                  .formatted(random.nextInt(3) + 3, random.nextInt(3)));
      case 7 ->
          all(
              "MERGE INTO {t} AS t USING (SELECT %d AS id) AS s ON t.id = s.id WHEN MATCHED THEN UPDATE SET k = NULL WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)"
                  .formatted(random.nextBoolean() ? nextId++ : random.nextLong(nextId)));
      case 8 -> {
        if (columns.size() < 6) {
          Column base = VALUES.get(random.nextInt(VALUES.size()));
          Column added = new Column("c" + columns.size(), base.type, base.sql);
          columns.add(added);
          all("ALTER TABLE {t} ADD COLUMN %s %s".formatted(added.name, added.sql));
        }
      }
      default -> maintain();
    }
  }

  private void maintain() throws SQLException {
    String call =
        switch (random.nextInt(4)) {
          case 0 -> "CALL ducklake_flush_inlined_data('{lake}')";
          case 1 -> "CALL ducklake_merge_adjacent_files('{lake}')";
          case 2 -> "CALL ducklake_rewrite_data_files('{lake}', delete_threshold => 0)";
          default -> "CALL ducklake_expire_snapshots('{lake}', older_than => now())";
        };
    log.add(call);
    if (call.contains(
        "rewrite")) { // DuckDB 1.5.5 cannot rewrite a table with inlined rows of all types
      for (String side : List.of("lake", "control")) {
        Judge.execute(duck, "CALL ducklake_flush_inlined_data('" + side + "')");
      }
    }
    for (String side : List.of("lake", "control")) {
      Judge.execute(duck, call.replace("{lake}", side));
    }
  }

  /** On the plain table and DuckDB's own lake. */
  private void both(String statement) throws SQLException {
    log.add("ours as SQL: " + statement);
    for (String side : List.of("control.t", "memory.main.t")) {
      Judge.execute(duck, statement.replace("{t}", side));
    }
  }

  /** On the lake too. */
  private void all(String statement) throws SQLException {
    log.add("DuckDB: " + statement);
    for (String side : List.of("lake.t", "control.t", "memory.main.t")) {
      Judge.execute(duck, statement.replace("{t}", side));
    }
  }

  private void insert(List<String> tables, List<List<@Nullable Object>> rows) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (List<@Nullable Object> values : rows) {
      List<String> row = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        row.add(literal(values.get(i), columns.get(i).sql));
      }
      texts.add("(" + String.join(", ", row) + ")");
    }
    for (String table : tables) {
      Judge.execute(duck, "INSERT INTO %s VALUES %s".formatted(table, String.join(", ", texts)));
    }
  }

  // ---------------------------------------------------------------- the comparison

  private void compare() throws SQLException {
    String different =
        columns.stream()
            .map(c -> "l.%1$s IS DISTINCT FROM m.%1$s".formatted(c.name))
            .collect(Collectors.joining(" OR "));
    List<List<@Nullable Object>> rows =
        Judge.rows(
            duck,
            "SELECT l::VARCHAR, m::VARCHAR FROM lake.t l FULL JOIN memory.main.t m ON l.id = m.id WHERE l.id IS NULL OR m.id IS NULL OR "
                + different);
    if (!rows.isEmpty()) {
      throw new Differs("the lake's rows and the plain table's differ: " + rows);
    }
  }

  private void filters() throws SQLException {
    List<String> filters = new ArrayList<>();
    for (Column column : columns) {
      filters.add(column.name + " IS NULL");
      Object value = column.name.equals("id") ? random.nextLong(nextId) : value(column.type);
      for (String operator : List.of("=", "<", ">")) {
        filters.add("%s %s %s".formatted(column.name, operator, literal(value, column.sql)));
      }
    }
    String select =
        filters.stream()
            .map(filter -> "(SELECT list(id ORDER BY id) FROM {t} WHERE " + filter + ")::VARCHAR")
            .collect(Collectors.joining(", ", "SELECT ", ""));
    List<@Nullable Object> wanted = found(select, "memory.main.t");
    List<@Nullable Object> got = found(select, "lake.t");
    if (got.equals(wanted)) {
      return;
    }
    List<@Nullable Object> controls = found(select, "control.t");
    for (int i = 0; i < filters.size(); i++) {
      boolean right = java.util.Objects.equals(got.get(i), wanted.get(i));
      if (!right && java.util.Objects.equals(controls.get(i), wanted.get(i))) {
        throw new Differs(
            "filter %s finds %s, not %s; DuckDB's own lake has it right"
                .formatted(filters.get(i), got.get(i), wanted.get(i)));
      }
    }
    log.add("a filter is wrong in DuckDB's own lake too");
  }

  private List<@Nullable Object> found(String select, String table) throws SQLException {
    return Judge.rows(duck, select.replace("{t}", table)).get(0);
  }

  private Object value(DuckLakeType type) {
    if (type == DuckLakeType.INT32) {
      return random.nextInt(6) - 2;
    }
    if (type == DuckLakeType.INT64) {
      return random.nextInt(8) == 0 ? Long.MIN_VALUE : (long) random.nextInt(1000);
    }
    if (type == DuckLakeType.UINT64) {
      return random.nextInt(4) == 0 ? -1L : (long) random.nextInt(1000);
    }
    if (type == DuckLakeType.FLOAT32) {
      return random.nextInt(8) == 0 ? Float.NaN : random.nextInt(10) / 10f;
    }
    if (type == DuckLakeType.FLOAT64) {
      return random.nextInt(8) == 0
          ? (random.nextBoolean() ? Double.NaN : Double.NEGATIVE_INFINITY)
          : random.nextInt(100) / 7.0;
    }
    if (type == DuckLakeType.VARCHAR) {
      return WORDS.get(random.nextInt(WORDS.size() - (partitionedByText() ? 1 : 0)));
    }
    if (type == DuckLakeType.DATE) {
      return LocalDate.of(2020, 1, 1).plusDays(random.nextInt(400) - 10);
    }
    if (type == DuckLakeType.TIMESTAMP) {
      return LocalDateTime.of(2021, 12, 31, 23, 0).plusSeconds(random.nextInt(100_000));
    }
    if (type == DuckLakeType.BOOLEAN) {
      return random.nextBoolean();
    }
    return BigDecimal.valueOf(random.nextInt(20_000) - 10_000, 2);
  }

  /** DuckDB makes no folder of a long text. */
  private boolean partitionedByText() {
    return columns.get(1).type == DuckLakeType.VARCHAR;
  }

  private static String literal(@Nullable Object value, String sql) {
    if (value == null) {
      return "NULL";
    }
    String text = sql.equals("UBIGINT") ? Long.toUnsignedString((Long) value) : value.toString();
    return "CAST(%s AS %s)".formatted(Judge.literal(text), sql);
  }
}
