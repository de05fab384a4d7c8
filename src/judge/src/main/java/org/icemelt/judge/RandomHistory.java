package org.icemelt.judge;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A lake that DuckDB's extension makes by a random series of statements, the same for the same
 * seed: all that can happen to a table {@code t} in its life.
 */
public final class RandomHistory {
  /** Rows of an insert at which DuckDB writes a file instead of keeping them in the catalog. */
  private static final int INLINED = 10;

  private record Column(String name, String type) {}

  private static final List<String> TYPES =
      List.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "FLOAT",
          "DOUBLE",
          "DECIMAL(9,2)",
          "DECIMAL(30,3)",
          "DATE",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMP_S",
          "TIMESTAMP_MS",
          "TIMESTAMPTZ",
          "VARCHAR",
          "BLOB",
          "UUID",
          "JSON",
          "INTEGER[]",
          "VARCHAR[]",
          "STRUCT(a INTEGER, b VARCHAR)",
          "MAP(VARCHAR, INTEGER)",
          "STRUCT(x DOUBLE, y VARCHAR[])[]");

  private static final Map<String, String> PROMOTIONS =
      Map.of(
          "TINYINT", "SMALLINT",
          "SMALLINT", "INTEGER",
          "INTEGER", "BIGINT",
          "UTINYINT", "USMALLINT",
          "USMALLINT", "UINTEGER",
          "UINTEGER", "UBIGINT",
          "FLOAT", "DOUBLE");

  private final Connection duck;
  private final Path folder;
  private final Random random;
  private final List<Column> columns = new ArrayList<>();
  private final Map<String, Integer> done = new TreeMap<>();
  private final List<String> log = new ArrayList<>();
  private long nextKey;
  private int names;
  private int foreign;

  /**
   * @param duck DuckDB with the lake attached as {@code lake}
   * @param folder takes files that are not the lake's yet
   */
  public RandomHistory(Connection duck, Path folder, long seed) {
    this.duck = duck;
    this.folder = folder;
    this.random = new Random(seed);
  }

  /** What was done, and how often. */
  public Map<String, Integer> done() {
    return done;
  }

  /** All statements, those that DuckDB refused marked so. */
  public List<String> log() {
    return log;
  }

  /**
   * Makes the table and changes it.
   *
   * @throws SQLException if DuckDB has failed inside; a statement that it refuses is only logged
   */
  public void run(int steps) throws SQLException {
    createTable();
    insert(3 + random.nextInt(5));
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  private void step() throws SQLException {
    int dice = random.nextInt(100);
    if (dice < 14) {
      insert(1 + random.nextInt(INLINED - 1));
    } else if (dice < 24) {
      insert(20 + random.nextInt(60));
    } else if (dice < 27) {
      insert(2_100);
    } else if (dice < 35) {
      update(random.nextBoolean() ? "key % 7 = 3" : "key % 40 = 7");
    } else if (dice < 41) {
      delete(random.nextBoolean() ? "key % 11 = 5" : "key % 3 = 1");
    } else if (dice < 45) {
      delete("key IN (SELECT max(key) - 2 FROM lake.t UNION ALL SELECT min(key) + 1 FROM lake.t)");
    } else if (dice < 51) {
      merge();
    } else if (dice < 72) {
      alter();
    } else if (dice < 76) {
      partition();
    } else if (dice < 86) {
      compact();
    } else if (dice < 90) {
      expire();
    } else if (dice < 95) {
      addForeignFile();
    } else if (dice < 97) {
      boolean on = random.nextInt(4) > 0;
      act("deletion vectors " + on, "CALL lake.set_option('write_deletion_vectors', " + on + ")");
    } else {
      act(
          "several changes in one snapshot",
          "BEGIN",
          insertSql(4),
          "DELETE FROM lake.t WHERE key % 13 = 2",
          insertSql(15),
          "COMMIT");
    }
  }

  private void createTable() throws SQLException {
    columns.clear();
    columns.add(new Column("key", "BIGINT"));
    int count = 3 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      columns.add(newColumn());
    }
    if (random.nextInt(6) == 0) {
      columns.add(new Column(newName(), "GEOMETRY"));
    }
    act(
        "create",
        "CREATE TABLE lake.t ("
            + columns.stream()
                .map(c -> Judge.identifier(c.name()) + " " + c.type())
                .collect(Collectors.joining(", "))
            + ")");
    act("row groups", "CALL lake.set_option('parquet_row_group_size', 2048)");
  }

  private Column newColumn() {
    return new Column(newName(), TYPES.get(random.nextInt(TYPES.size())));
  }

  private String newName() {
    return "c" + names++;
  }

  private boolean act(String what, String... statements) throws SQLException {
    try {
      for (String sql : statements) {
        log.add(sql);
        Judge.execute(duck, sql);
      }
      done.merge(what, 1, Integer::sum);
      return true;
    } catch (SQLException e) {
      log.set(log.size() - 1, "refused: " + log.get(log.size() - 1) + " -- " + e.getMessage());
      if (String.valueOf(e.getMessage()).contains("database has been invalidated")
          || String.valueOf(e.getMessage()).contains("INTERNAL")) {
        throw e;
      }
      done.merge("refused: " + what, 1, Integer::sum);
      if (statements[0].equals("BEGIN")) {
        Judge.execute(duck, "ROLLBACK");
      }
      return false;
    }
  }

  private void insert(int rows) throws SQLException {
    String what =
        rows < INLINED ? "insert few" : rows < 1_000 ? "insert a file" : "insert row groups";
    act(what, insertSql(rows));
  }

  private String insertSql(int rows) {
    long first = nextKey;
    nextKey += rows;
    return "INSERT INTO lake.t SELECT "
        + columns.stream().map(this::value).collect(Collectors.joining(", "))
        + " FROM range(%d, %d) r(i)".formatted(first, first + rows);
  }

  private String value(Column column) {
    if (column.name().equals("key")) {
      return "i";
    }
    return value(column.type());
  }

  /** An expression over {@code i}: NULL now and then. */
  private String value(String type) {
    String h = "hash(i * 7919 + %d)".formatted(random.nextInt(1_000_000));
    String text =
        "(['plain', 'it''s', '', 'NULL', 'a, b', 'q\"uo', 'Grüße 世界 🌞', '[x]', '{y: z}', 'back\\slash', ' blank '])[1 + (%s %% 11)::INTEGER] || (%s %% 50)"
            .formatted(h, h);
    String expression =
        switch (type) {
          case "BOOLEAN" -> "%s %% 2 = 0".formatted(h);
          case "TINYINT" -> "(%s %% 200)::INTEGER - 100".formatted(h);
          case "SMALLINT" -> "(%s %% 60000)::INTEGER - 30000".formatted(h);
          case "INTEGER" -> "(%s %% 2000000000)::INTEGER - 1000000000".formatted(h);
          case "BIGINT" -> "(%s %% 2000000000000000)::BIGINT - 1000000000000000".formatted(h);
          case "UTINYINT" -> "%s %% 256".formatted(h);
          case "USMALLINT" -> "%s %% 65536".formatted(h);
          case "UINTEGER" -> "%s %% 4294967296".formatted(h);
          case "UBIGINT" -> h;
          case "FLOAT", "DOUBLE" ->
              "CASE %s %% 23 WHEN 0 THEN 'NaN' WHEN 1 THEN '-Infinity' WHEN 2 THEN '-0.0' ELSE (((%s %% 1000000)::BIGINT - 500000) / 7.0)::VARCHAR END"
                  .formatted(h, h);
          case "DECIMAL(9,2)" -> "((%s %% 100000000)::BIGINT - 50000000) / 100".formatted(h);
          case "DECIMAL(30,3)" -> "((%s %% 1000000000)::HUGEINT * 1000000000 + 7)".formatted(h);
          case "DATE" -> "DATE '1900-01-01' + (%s %% 80000)::INTEGER".formatted(h);
          case "TIME" ->
              "TIME '00:00:00' + to_microseconds((%s %% 86400000000)::BIGINT)".formatted(h);
          case "TIMESTAMP" ->
              "TIMESTAMP '1960-01-01' + to_microseconds((%s %% 4000000000000000)::BIGINT)"
                  .formatted(h);
          case "TIMESTAMP_S", "TIMESTAMP_MS" ->
              "TIMESTAMP '1960-01-01' + to_seconds((%s %% 4000000000)::BIGINT)".formatted(h);
          case "TIMESTAMPTZ" ->
              "TIMESTAMPTZ '1960-01-01 00:00:00+00' + to_microseconds((%s %% 4000000000000000)::BIGINT)"
                  .formatted(h);
          case "BLOB" ->
              "unhex(substr(md5(%s::VARCHAR), 1, 2 * (%s %% 9)::INTEGER))".formatted(h, h);
          case "UUID" -> "md5(%s::VARCHAR)::UUID".formatted(h);
          case "JSON" -> "('{\"a\": ' || (%s %% 100) || ', \"b\": [\"x\"]}')".formatted(h);
          case "INTEGER[]" ->
              "[(%s %% 9)::INTEGER, NULL, (%s %% 5)::INTEGER][1:(%s %% 4)::INTEGER]"
                  .formatted(h, h, h);
          case "VARCHAR[]" -> "[%s, NULL, %s]".formatted(text, text);
          case "MAP(VARCHAR, INTEGER)" ->
              "MAP {'k' || (%s %% 5): (%s %% 100)::INTEGER, 'l, =1': NULL}".formatted(h, h);
          case "GEOMETRY" ->
              "ST_Point((%s %% 360)::DOUBLE - 180, (%s %% 170)::DOUBLE / 3)".formatted(h, h);
          default ->
              type.startsWith("STRUCT(x DOUBLE")
                  ? "[{'x': (%s %% 100) / 7.0, 'y': [%s]}, NULL]".formatted(h, text)
                  : type.startsWith("STRUCT") ? struct(type, h, text) : text;
        };
    return "CASE WHEN hash(i + %d) %% 7 = 0 THEN NULL ELSE %s END"
        .formatted(random.nextInt(1_000_000), "(" + expression + ")");
  }

  private static String struct(String type, String h, String text) {
    List<String> fields = new ArrayList<>();
    // DuckDB itself misreads quotes and backslashes in a struct that an SQLite catalog keeps.
    String tame = "replace(replace(%s, '''', '`'), '\\', '/')".formatted(text);
    for (String field : type.substring(7, type.length() - 1).split(", ", -1)) {
      String[] parts = field.split(" ", 2);
      fields.add(
          "%s: %s"
              .formatted(
                  Judge.literal(parts[0]),
                  parts[1].equals("VARCHAR") ? tame : "(%s %% 100)::%s".formatted(h, parts[1])));
    }
    return "{" + String.join(", ", fields) + "}";
  }

  private void update(String where) throws SQLException {
    Column column = columns.get(random.nextInt(columns.size()));
    if (column.name().equals("key")) {
      act("update", "UPDATE lake.t SET key = key + 0 WHERE " + where);
    } else {
      act(
          "update",
          "UPDATE lake.t SET %s = %s WHERE %s"
              .formatted(
                  Judge.identifier(column.name()), value(column).replace("(i ", "(key "), where));
    }
  }

  private void delete(String where) throws SQLException {
    act("delete", "DELETE FROM lake.t WHERE " + where);
  }

  private void merge() throws SQLException {
    long from = Math.max(0, nextKey - 20);
    long to = nextKey + 6;
    nextKey = to;
    String source =
        "SELECT "
            + columns.stream()
                .map(c -> value(c) + " AS " + Judge.identifier(c.name()))
                .collect(Collectors.joining(", "))
            + " FROM range(%d, %d) r(i)".formatted(from, to);
    act(
        "merge",
        "MERGE INTO lake.t USING (%s) AS s ON (t.key = s.key) WHEN MATCHED THEN %s WHEN NOT MATCHED THEN INSERT"
            .formatted(source, random.nextBoolean() ? "UPDATE" : "DELETE"));
  }

  private void alter() throws SQLException {
    int which = random.nextInt(columns.size());
    Column column = columns.get(which);
    boolean key = column.name().equals("key");
    String name = Judge.identifier(column.name());
    String promoted = PROMOTIONS.get(column.type());
    switch (random.nextInt(5)) {
      case 0 -> {
        Column added = newColumn();
        String given =
            switch (added.type()) {
              case "INTEGER", "BIGINT", "DOUBLE", "DECIMAL(9,2)" -> " DEFAULT 42";
              case "VARCHAR" -> " DEFAULT 'it''s new'";
              case "DATE" -> " DEFAULT DATE '2020-02-29'";
              default -> "";
            };
        if (act(
            given.isEmpty() ? "add a column" : "add a column with a default",
            "ALTER TABLE lake.t ADD COLUMN %s %s%s"
                .formatted(Judge.identifier(added.name()), added.type(), given))) {
          columns.add(added);
        }
      }
      case 1 -> {
        if (!key && act("drop a column", "ALTER TABLE lake.t DROP COLUMN " + name)) {
          columns.remove(which);
          if (random.nextBoolean()) { // its name comes back with another column
            Column again = new Column(column.name(), TYPES.get(random.nextInt(TYPES.size())));
            if (act(
                "add a name again",
                "ALTER TABLE lake.t ADD COLUMN %s %s".formatted(name, again.type()))) {
              columns.add(again);
            }
          }
        }
      }
      case 2 -> {
        String fresh = newName();
        if (!key
            && act(
                "rename a column",
                "ALTER TABLE lake.t RENAME COLUMN %s TO %s".formatted(name, fresh))) {
          columns.set(which, new Column(fresh, column.type()));
        }
      }
      case 3 -> {
        if (!key
            && promoted != null
            && act(
                "promote a column",
                "ALTER TABLE lake.t ALTER COLUMN %s SET DATA TYPE %s".formatted(name, promoted))) {
          columns.set(which, new Column(column.name(), promoted));
        }
      }
      default -> alterStruct();
    }
  }

  private void alterStruct() throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.type().startsWith("STRUCT(a") && !column.type().endsWith("]")) {
        String inside = column.type().substring(7, column.type().length() - 1);
        String name = Judge.identifier(column.name());
        String field = newName();
        if (random.nextBoolean() || !inside.contains("b VARCHAR")) {
          if (act(
              "add a field",
              "ALTER TABLE lake.t ADD COLUMN %s.%s INTEGER".formatted(name, field))) {
            columns.set(
                i, new Column(column.name(), "STRUCT(%s, %s INTEGER)".formatted(inside, field)));
          }
        } else if (random.nextBoolean()) {
          if (act(
              "rename a field", "ALTER TABLE lake.t RENAME %s.b TO %s".formatted(name, field))) {
            columns.set(
                i,
                new Column(
                    column.name(),
                    "STRUCT(%s)".formatted(inside.replace("b VARCHAR", field + " VARCHAR"))));
          }
        } else if (act("drop a field", "ALTER TABLE lake.t DROP COLUMN %s.b".formatted(name))) {
          columns.set(
              i,
              new Column(column.name(), "STRUCT(%s)".formatted(inside.replace(", b VARCHAR", ""))));
        }
        return;
      }
    }
  }

  private void partition() throws SQLException {
    if (nextKey > 6_000) {
      return; // one file a value would be too many
    }
    List<String> keys = new ArrayList<>();
    for (Column column : columns) {
      switch (column.type()) {
        case "BOOLEAN", "UTINYINT" -> keys.add(Judge.identifier(column.name()));
        case "DATE", "TIMESTAMP" ->
            keys.add("month(%s)".formatted(Judge.identifier(column.name())));
        case "VARCHAR", "BIGINT" ->
            keys.add("bucket(3, %s)".formatted(Judge.identifier(column.name())));
        default -> {}
      }
    }
    if (keys.isEmpty()) {
      return;
    }
    act(
        "partition",
        "ALTER TABLE lake.t SET PARTITIONED BY (%s)"
            .formatted(keys.get(random.nextInt(keys.size()))));
  }

  private void compact() throws SQLException {
    switch (random.nextInt(4)) {
      case 0 -> act("merge files", "CALL ducklake_merge_adjacent_files('lake')");
      case 1 ->
          act("rewrite files", "CALL ducklake_rewrite_data_files('lake', delete_threshold => 0)");
      case 2 -> act("flush inlined data", "CALL ducklake_flush_inlined_data('lake')");
      default ->
          act(
              "set a sort order",
              "ALTER TABLE lake.t SET SORTED BY (key %s)"
                  .formatted(random.nextBoolean() ? "ASC" : "DESC"));
    }
  }

  private void expire() throws SQLException {
    long last = (Long) Judge.value(duck, "SELECT max(snapshot_id)::BIGINT FROM lake.snapshots()");
    long from = Math.max(1, last - 6 - random.nextInt(6));
    List<String> versions = new ArrayList<>();
    for (long id = from; id < from + 3 && id < last; id++) {
      versions.add(Long.toString(id));
    }
    if (!versions.isEmpty()) {
      act(
          "expire snapshots",
          "CALL ducklake_expire_snapshots('lake', versions => [%s])"
              .formatted(String.join(", ", versions)));
      act("clean up files", "CALL ducklake_cleanup_old_files('lake', cleanup_all => true)");
    }
  }

  private void addForeignFile() throws SQLException {
    long first = nextKey;
    nextKey += 12;
    Path file = folder.resolve("foreign-%d.parquet".formatted(foreign++));
    String copy =
        "COPY (SELECT %s FROM range(%d, %d) r(i)) TO %s"
            .formatted(
                columns.stream()
                    .map(
                        c ->
                            "(%s)::%s AS %s"
                                .formatted(value(c), c.type(), Judge.identifier(c.name())))
                    .collect(Collectors.joining(", ")),
                first,
                first + 12,
                Judge.literal(file.toString()));
    log.add(copy);
    Judge.execute(duck, copy);
    act(
        "add a file of others",
        "CALL ducklake_add_data_files('lake', 't', %s)".formatted(Judge.literal(file.toString())));
  }
}
