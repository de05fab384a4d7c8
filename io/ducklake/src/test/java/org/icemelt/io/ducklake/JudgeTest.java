package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.icemelt.io.ducklake.PartitionTransform.Kind;
import org.icemelt.io.ducklake.TypeCases.Case;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Judge;
import org.icemelt.judge.LakeAudit;
import org.icemelt.judge.PostgresServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * DuckDB judges a lake that holds a table for every type and one for every legal pair of type and
 * partition transform, written by us; then it works on it, then we again. A plain table of DuckDB
 * in memory is given the same rows, as literals, and the same statements; the lake must hold what
 * it holds.
 */
class JudgeTest {
  private static final Pattern FILES_READ = Pattern.compile("Total Files Read: (\\d+)");

  /** Of these values DuckDB can make no folder: too long a name, or a NUL in it. */
  private static final Set<String> WITHOUT_FOLDER = Set.of("longstr", "top", "nul");

  /** Tables of which statistics can leave files out: not those of lists, maps, structs and NULs. */
  private static final int FEWER = 100;

  /** Statements that the lake and the plain tables get alike; {@code %1$s} is the table. */
  private static final List<String> WORK =
      List.of(
          "INSERT INTO %1$s SELECT i + 100, v FROM %2$s",
          "UPDATE %1$s SET v = CASE WHEN i = 101 THEN NULL ELSE v END, i = i + 1000 WHERE i %% 2 = 1 AND i > 0",
          "DELETE FROM %1$s WHERE i = 0",
          "MERGE INTO %1$s AS t USING (SELECT * FROM %2$s WHERE i = 0 UNION ALL SELECT 5000, v FROM %2$s WHERE i = 0)"
              + " AS s ON t.i = s.i + 100 WHEN MATCHED THEN UPDATE SET v = s.v"
              + " WHEN NOT MATCHED THEN INSERT VALUES (s.i, s.v)",
          "ALTER TABLE %1$s ADD COLUMN extra INTEGER",
          "UPDATE %1$s SET extra = i WHERE i > 100");

  private static final List<String> CARE =
      List.of(
          "CALL ducklake_flush_inlined_data('lake')",
          "CALL ducklake_merge_adjacent_files('lake')",
          "CALL ducklake_rewrite_data_files('lake', delete_threshold => 0)",
          "CALL ducklake_expire_snapshots('lake', older_than => now())",
          "CALL ducklake_cleanup_old_files('lake', cleanup_all => true)");

  /** One table of the lake. */
  private record Subject(String name, Case one, TableDef def) {
    static Subject of(Case one, List<PartitionField> keys) {
      String name = keys.isEmpty() ? one.name() : one.name() + "_" + keys.get(0).transform().word();
      TableSchema schema =
          TableSchema.of(ColumnDef.of("i", DuckLakeType.INT32), ColumnDef.of("v", one.type()));
      return new Subject(name, one, new TableDef(TableId.parse(name), schema, keys));
    }
  }

  private static final List<Subject> SUBJECTS =
      TypeCases.all().stream().flatMap(JudgeTest::subjects).toList();

  private static Stream<Subject> subjects(Case one) {
    List<Subject> all = new ArrayList<>(List.of(Subject.of(one, List.of())));
    for (Kind kind : Kind.values()) {
      PartitionTransform transform =
          kind == Kind.BUCKET ? PartitionTransform.bucket(5) : new PartitionTransform(kind, 0);
      if (transform.takes(one.type())
          && (kind != Kind.IDENTITY || !WITHOUT_FOLDER.contains(one.name()))) {
        all.add(Subject.of(one, List.of(new PartitionField("v", transform))));
      }
    }
    return all.stream();
  }

  private Connection duck;

  @BeforeEach
  void connect() throws Exception {
    duck = Judge.connect();
    Judge.execute(duck, "SET TimeZone='UTC'");
  }

  @AfterEach
  void close() throws Exception {
    duck.close();
  }

  @ParameterizedTest
  @EnumSource(CatalogAddress.Kind.class)
  void duckDbReadsFiltersChangesAndMaintainsWhatWeWrote(
      CatalogAddress.Kind kind, @TempDir Path folder, @TempDir Path copies) throws Exception {
    TestLake lake = new TestLake(folder, kind);
    lake.leaveOut("audited here, where faults of DuckDB's own rewrite are known");
    lake.commit(allRows(lake, 0, false));
    assertThat(lake.audit()).isEmpty();

    makePlainTables();
    Judge.attach(duck, lake.catalog(), "lake");
    assertSame("the first commit");
    Judge.execute(duck, "DETACH lake");
    filtersFindWhatTheyFindWithoutStatistics(lake, copies);

    Judge.attach(duck, lake.catalog(), "lake");
    if (kind == CatalogAddress.Kind.POSTGRES) {
      inlineNoTextsOfPartitionedTables();
    }
    for (String statement : WORK) {
      work(statement);
    }
    for (String call : CARE) {
      Judge.execute(duck, call);
      assertSame(call);
    }
    Judge.execute(duck, "DETACH lake");

    lake.commit(allRows(lake, 10_000, true));
    for (Subject subject : SUBJECTS) {
      insertLiterals(subject, 10_000, true);
    }
    Judge.attach(duck, lake.catalog(), "lake");
    assertSame("our next commit");
    Judge.execute(duck, "DETACH lake");
    assertThat(lake.audit())
        .filteredOn(fault -> !LakeAudit.isOfDuckDbsRewrite(fault))
        .filteredOn(fault -> !LakeAudit.isOfDuckDbsListCounts(fault))
        .isEmpty();
  }

  @Test
  void duckDbAloneMiscountsFieldsOfStructsInLists(@TempDir Path folder) throws Exception {
    KeptLakes.leaveOut(folder, "DuckDB alone wrote it, to show a fault of its own");
    String catalog = "sqlite:" + folder.resolve("catalog.sqlite");
    Judge.attach(duck, catalog, "theirs", AttachOption.dataPath(folder.resolve("data") + "/"));
    Judge.execute(
        duck,
        "CREATE TABLE theirs.t (v STRUCT(a INTEGER, b DOUBLE)[])",
        "CALL theirs.set_option('data_inlining_row_limit', 0)",
        "INSERT INTO theirs.t VALUES ([{'a': 1, 'b': 0.5}, NULL]), ([{'a': NULL, 'b': 2.5}]), (NULL)",
        "DETACH theirs");
    assertThat(LakeAudit.check(catalog)).isNotEmpty().allMatch(LakeAudit::isOfDuckDbsListCounts);
  }

  /** See {@link DuckDbsFlushTest}. */
  private void inlineNoTextsOfPartitionedTables() throws SQLException {
    for (Subject subject : SUBJECTS) {
      DuckLakeType type = subject.one.type();
      boolean text = type == DuckLakeType.VARCHAR || type == DuckLakeType.JSON;
      if (text && !subject.def.partitioning().isEmpty()) {
        Judge.execute(
            duck,
            "CALL lake.set_option('data_inlining_row_limit', 0, table_name => '%s')"
                .formatted(subject.name));
      }
    }
  }

  /** A file a value, so that files can be left out. */
  private static List<TableChange> allRows(TestLake lake, int from, boolean extra)
      throws Exception {
    List<TableChange> changes = new ArrayList<>();
    int most = TypeCases.all().stream().mapToInt(one -> one.values().size()).max().orElse(0);
    for (int i = 0; i <= most; i++) {
      List<TableRow> rows = new ArrayList<>();
      for (Subject subject : SUBJECTS) {
        TableDef def = extra ? withExtra(subject.def) : subject.def;
        List<Object> values = subject.one.values();
        if (i <= values.size()) {
          @Nullable Object value = i < values.size() ? values.get(i) : null;
          int id = i < values.size() ? from + i : from - 1;
          rows.add(TableRow.of(def, extra ? row(id, value, id) : row(id, value)));
        }
      }
      for (StagedFile file : lake.stage("", rows)) {
        changes.add(new TableChange.Append("", file));
      }
    }
    return changes;
  }

  private static TableDef withExtra(TableDef def) {
    List<ColumnDef> columns = new ArrayList<>(def.schema().columns());
    columns.add(ColumnDef.of("extra", DuckLakeType.INT32));
    return new TableDef(def.id(), new TableSchema(columns), def.partitioning());
  }

  private void makePlainTables() throws SQLException {
    for (Subject subject : SUBJECTS) {
      Judge.execute(
          duck,
          "CREATE TABLE memory.main.%s (i INTEGER, v %s)"
              .formatted(subject.name, subject.one.sqlType()),
          "CREATE TABLE memory.main.source_%s (i INTEGER, v %s)"
              .formatted(subject.name, subject.one.sqlType()));
      insertLiterals(subject, 0, false);
      Judge.execute(
          duck,
          "INSERT INTO memory.main.source_%1$s FROM memory.main.%1$s".formatted(subject.name));
    }
  }

  private void insertLiterals(Subject subject, int from, boolean extra) throws SQLException {
    List<String> rows = new ArrayList<>();
    List<String> literals = subject.one.expected();
    for (int i = 0; i <= literals.size(); i++) {
      String literal = i < literals.size() ? literals.get(i) : "NULL";
      int id = i < literals.size() ? from + i : from - 1;
      rows.add("(%d, %s%s)".formatted(id, literal, extra ? ", " + id : ""));
    }
    Judge.execute(
        duck,
        "INSERT INTO memory.main.%s VALUES %s".formatted(subject.name, String.join(", ", rows)));
  }

  /** One statement on every table, in one transaction of each side. */
  private void work(String statement) throws SQLException {
    for (String where : List.of("lake.", "memory.main.")) {
      Judge.execute(duck, "BEGIN");
      for (Subject subject : SUBJECTS) {
        Judge.execute(
            duck, statement.formatted(where + subject.name, "memory.main.source_" + subject.name));
      }
      Judge.execute(duck, "COMMIT");
    }
    assertSame(statement);
  }

  private void assertSame(String after) throws SQLException {
    List<String> wrong = new ArrayList<>();
    Judge.execute(duck, "BEGIN"); // so that the catalog's snapshot is read once
    for (Subject subject : SUBJECTS) {
      String sql =
          """
          SELECT coalesce(l.i, m.i) AS i, l.v::VARCHAR, m.v::VARCHAR FROM lake.%1$s l
          FULL JOIN memory.main.%1$s m ON l.i = m.i
          WHERE l.i IS NULL OR m.i IS NULL OR l.v IS DISTINCT FROM m.v OR typeof(l.v) <> typeof(m.v)
          """
              .formatted(subject.name);
      List<List<@Nullable Object>> differences = Judge.rows(duck, sql);
      if (!differences.isEmpty()) {
        wrong.add(subject.name + ": " + differences);
      }
    }
    Judge.execute(duck, "COMMIT");
    assertThat(wrong).as("tables that differ after %s", after).isEmpty();
  }

  private void filtersFindWhatTheyFindWithoutStatistics(TestLake lake, Path folder)
      throws Exception {
    String bare = copyWithoutStatistics(lake, folder);
    Judge.attach(duck, lake.catalog(), "lake");
    Judge.attach(duck, bare, "bare");
    List<String> wrong = new ArrayList<>();
    int fewer = 0;
    Judge.execute(duck, "BEGIN");
    for (Subject subject : SUBJECTS) {
      String select =
          filters(subject.one).stream()
              .map(
                  filter ->
                      "(SELECT list(i ORDER BY i) FROM {}%s WHERE %s)::VARCHAR"
                          .formatted(subject.name, filter))
              .collect(Collectors.joining(", ", "SELECT ", ""));
      List<List<@Nullable Object>> found = Judge.rows(duck, select.replace("{}", "lake."));
      if (!found.equals(Judge.rows(duck, select.replace("{}", "bare.")))
          || !found.equals(Judge.rows(duck, select.replace("{}", "memory.main.")))) {
        wrong.add(subject.name + ": " + select + " gives " + found);
      }
      fewer += readsFewerFiles(subject) ? 1 : 0;
    }
    Judge.execute(duck, "COMMIT");
    assertThat(wrong).isEmpty();
    System.out.printf(
        "%s: %d tables, a filter for one value reads fewer files in %d%n",
        lake.config.catalog().kind(), SUBJECTS.size(), fewer);
    assertThat(fewer).isGreaterThanOrEqualTo(FEWER);
    Judge.execute(duck, "DETACH lake", "DETACH bare");
  }

  private static List<String> filters(Case one) {
    List<String> filters = new ArrayList<>(List.of("v IS NULL", "v IS NOT NULL"));
    if (one.type() == DuckLakeType.GEOMETRY) {
      filters.add("v && ST_MakeEnvelope(0, 0, 10, 10)");
      filters.add("v && ST_MakeEnvelope(-75, -35, -65, -25)");
      filters.add("v && ST_MakeEnvelope(10.1234567, -1, 11, 1)");
    }
    for (String value : one.expected()) {
      if (one.isOrdered() && !value.contains("chr(0)")) {
        // with a NUL DuckDB cannot ask: its query to the catalog ends there
        for (String operator : List.of("=", "<", ">", ">=", "<>")) {
          filters.add("v %s %s".formatted(operator, value));
        }
      }
    }
    return filters;
  }

  /** Whether a filter that finds one value opens fewer files than there are. */
  private boolean readsFewerFiles(Subject subject) throws SQLException {
    Case one = subject.one;
    boolean geometry = one.type() == DuckLakeType.GEOMETRY;
    if (!one.isOrdered() && !geometry || one.expected().get(0).contains("chr(0)")) {
      return false;
    }
    String filter =
        geometry ? "v && ST_MakeEnvelope(-75, -35, -65, -25)" : "v = " + one.expected().get(0);
    return filesRead("lake." + subject.name, filter) < one.values().size() + 1;
  }

  private long filesRead(String table, String filter) throws SQLException {
    String plan =
        String.valueOf(
            Judge.rows(duck, "EXPLAIN ANALYZE SELECT i FROM %s WHERE %s".formatted(table, filter))
                .get(0)
                .get(1));
    Matcher files = FILES_READ.matcher(plan);
    return files.find() ? Long.parseLong(files.group(1)) : 0;
  }

  private static String copyWithoutStatistics(TestLake lake, Path folder) throws Exception {
    TestLake bare =
        new TestLake(Files.createDirectory(folder.resolve("bare")), lake.config.catalog().kind());
    bare.leaveOut("a copy of a catalog without statistics");
    switch (lake.config.catalog().kind()) {
      case SQLITE, DUCKDB -> Files.copy(lake.config.catalogFile(), bare.config.catalogFile());
      case POSTGRES -> {
        PostgresServer.shared()
            .execute(
                "postgres",
                "DROP DATABASE " + database(bare),
                "CREATE DATABASE %s TEMPLATE %s".formatted(database(bare), database(lake)));
      }
    }
    bare.inCatalog(
        "DELETE FROM ducklake_file_column_stats",
        "DELETE FROM ducklake_table_column_stats",
        "DELETE FROM ducklake_file_partition_value WHERE partition_key_index < 0");
    return bare.catalog();
  }

  private static String database(TestLake lake) {
    String words = lake.config.catalog().target();
    return words.substring(words.indexOf("dbname=") + 7);
  }
}
