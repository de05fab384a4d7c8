package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Judge;
import org.icemelt.judge.PostgresServer;
import org.icemelt.judge.RandomHistory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lakes that DuckDB made by random histories: at every snapshot that is still there our reader says
 * what DuckDB says, in row ids, values and types.
 */
class HistoryReadTest {
  private static final int SEEDS = Integer.getInteger("history.seeds", 20);
  private static final int FIRST = Integer.getInteger("history.first", 1);
  private static final int STEPS = Integer.getInteger("history.steps", 16);

  /** What histories have to hold to show anything. */
  private static final List<String> WANTED =
      List.of(
          "insert few",
          "insert a file",
          "insert row groups",
          "update",
          "delete",
          "merge",
          "several changes in one snapshot",
          "add a column",
          "add a column with a default",
          "add a name again",
          "drop a column",
          "rename a column",
          "promote a column",
          "partition",
          "set a sort order",
          "merge files",
          "rewrite files",
          "flush inlined data",
          "expire snapshots",
          "clean up files",
          "add a file of others",
          "deletion vectors true",
          "snapshots compared",
          "changes compared");

  @TempDir Path folder;

  private Connection duck = connect();
  private final Map<String, Integer> features = new TreeMap<>();
  private final Map<String, Long> marks = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  static Stream<CatalogAddress.Kind> kinds() {
    return Stream.of(System.getProperty("history.kinds", "SQLITE,POSTGRES").split(","))
        .map(CatalogAddress.Kind::valueOf);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void readsWhatDuckDbReads(CatalogAddress.Kind kind) throws Exception {
    try {
      for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
        Path lakes = Files.createDirectories(folder.resolve(kind + "-" + seed));
        TestLake lake = new TestLake(lakes, kind);
        check(lake, lakes, seed);
        if (faults.isEmpty()) {
          remove(lake, lakes);
        }
      }
    } finally {
      duck.close();
    }
    System.out.println(
        kind
            + ", seeds from "
            + FIRST
            + ", "
            + SEEDS
            + ": "
            + features
            + "; in the catalogs: "
            + marks);
    assertThat(faults).isEmpty();
    assertThat(features.getOrDefault("snapshots compared", 0)).isGreaterThan(5 * SEEDS);
    if (SEEDS >= 20) {
      assertThat(features).containsKeys(WANTED.toArray(String[]::new));
      assertThat(marks.values()).as(marks.toString()).doesNotContain(0L);
    }
  }

  private static Connection connect() {
    try {
      Connection duck = Judge.connect();
      Judge.execute(duck, "SET TimeZone='UTC'");
      return duck;
    } catch (SQLException e) {
      throw new IllegalStateException("Failed to start the judge", e);
    }
  }

  private void attach(TestLake lake) throws SQLException {
    Judge.attach(
        duck,
        lake.catalog(),
        "lake",
        AttachOption.dataPath(String.valueOf(lake.config.dataPath())));
  }

  /** Two SQLites in one process must not meet. */
  private void detach() throws SQLException {
    try {
      Judge.execute(duck, "DETACH lake");
    } catch (SQLException e) {
      duck.close(); // an error of its own has left it in a transaction
      duck = connect();
    }
  }

  /** Hundreds of lakes would fill a disk. */
  private static void remove(TestLake lake, Path files) throws IOException {
    if (lake.config.catalog().kind() == CatalogAddress.Kind.POSTGRES) {
      String words = lake.config.catalog().target();
      PostgresServer.shared()
          .execute(
              "postgres",
              "DROP DATABASE " + words.substring(words.indexOf("dbname=") + 7) + " WITH (FORCE)");
    }
    try (Stream<Path> all = Files.walk(files)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /**
   * What DuckDB says of snapshots; null if it cannot.
   *
   * @param from whose changes count; the same as {@code to} if the table itself is meant
   */
  private record Expected(boolean changes, long from, long to, DuckValues.@Nullable Result rows) {}

  private void check(TestLake lake, Path files, long seed) throws Exception {
    attach(lake);
    List<Expected> expected = new ArrayList<>();
    RandomHistory history = new RandomHistory(duck, files, seed);
    try {
      history.run(STEPS);
    } catch (SQLException e) {
      features.merge("histories cut short by an internal error of DuckDB", 1, Integer::sum);
      duck.close(); // it is of no use any more
      duck = connect();
      attach(lake);
    }
    try {
      history.done().forEach((what, count) -> features.merge(what, count, Integer::sum));
      List<Long> snapshots = snapshots(duck);
      for (long id : snapshots) {
        expected.add(new Expected(false, id, id, rows(duck, id)));
      }
      long last = snapshots.get(snapshots.size() - 1);
      for (int i = 0; i < snapshots.size(); i += 5) {
        long from = snapshots.get(i);
        long to = snapshots.get(Math.min(snapshots.size() - 1, i + spread(seed, i)));
        expected.add(new Expected(true, from, to, changes(duck, from, to)));
      }
      expected.add(
          new Expected(true, snapshots.get(0), last, changes(duck, snapshots.get(0), last)));
    } catch (SQLException e) {
      features.merge("histories after which DuckDB stopped answering", 1, Integer::sum);
    } finally {
      detach();
    }
    Files.write(files.resolve("history.sql"), history.log());
    HistoryMarks.of(lake).forEach((what, count) -> marks.merge(what, count, Long::sum));
    Map<Long, DuckValues.Result> snapshots = new TreeMap<>();
    expected.stream()
        .filter(one -> !one.changes() && one.rows() != null)
        .filter(one -> !ChangeOracle.hasRowTwice(one.rows()))
        .forEach(one -> snapshots.put(one.to(), one.rows()));
    ChangeOracle oracle = new ChangeOracle(snapshots, copies(lake));
    for (Expected one : expected) {
      String where =
          "seed %d on %s, %s %d to %d"
              .formatted(
                  seed,
                  lake.config.catalog().kind(),
                  one.changes() ? "changes" : "rows",
                  one.from(),
                  one.to());
      compare(lake, one, oracle, where);
    }
  }

  /** Snapshots that only copied rows: DuckDB tells those of a rewrite as deleted and inserted. */
  private static Set<Long> copies(TestLake lake) throws SQLException {
    return lake
        .catalogRows(
            "SELECT snapshot_id FROM ducklake_snapshot_changes WHERE changes_made LIKE '%rewrite_delete:%' OR changes_made LIKE '%merge_adjacent:%'")
        .stream()
        .map(row -> ((Number) Objects.requireNonNull(row.get(0))).longValue())
        .collect(Collectors.toSet());
  }

  private static int spread(long seed, int i) {
    return (int) ((seed + i) % 4);
  }

  static List<Long> snapshots(Connection duck) throws SQLException {
    return Judge.column(
            duck,
            "SELECT snapshot_id FROM lake.snapshots() WHERE snapshot_id > 0 ORDER BY snapshot_id")
        .stream()
        .map(id -> ((Number) id).longValue())
        .toList();
  }

  static DuckValues.@Nullable Result rows(Connection duck, long snapshot) {
    return ask(duck, "FROM lake.t AT (VERSION => %d)".formatted(snapshot), "rowid");
  }

  private static DuckValues.@Nullable Result changes(Connection duck, long from, long to) {
    return ask(
        duck,
        "FROM ducklake_table_changes('lake', 'main', 't', %d, %d)".formatted(from, to),
        "snapshot_id",
        "rowid",
        "CASE WHEN change_type IN ('insert', 'update_postimage') THEN 'INSERT' ELSE 'DELETE' END");
  }

  private static DuckValues.@Nullable Result ask(Connection duck, String from, String... first) {
    try {
      List<String> select = new ArrayList<>(List.of(first));
      for (List<@Nullable Object> column : Judge.rows(duck, "DESCRIBE " + from)) {
        String name = Judge.identifier(String.valueOf(column.get(0)));
        if (!List.of("\"snapshot_id\"", "\"rowid\"", "\"change_type\"").contains(name)) {
          select.add("GEOMETRY".equals(column.get(1)) ? "ST_AsWKB(" + name + ") AS " + name : name);
        }
      }
      return DuckValues.query(duck, "SELECT " + String.join(", ", select) + " " + from);
    } catch (SQLException e) {
      return null;
    }
  }

  private void compare(TestLake lake, Expected expected, ChangeOracle oracle, String where) {
    DuckValues.Result wanted = expected.rows();
    String what = expected.changes() ? "changes" : "snapshots";
    if (wanted == null) {
      features.merge(what + " that DuckDB cannot read", 1, Integer::sum);
      return;
    }
    try {
      TableId table = TableId.parse("t");
      DuckValues.Result found =
          expected.changes()
              ? found(
                  LakeChanges.between(lake.config, table, expected.from(), expected.to()).plan())
              : found(LakeScan.of(lake.config, table).at(expected.to()).plan());
      if (!found.types().equals(wanted.types())) {
        faults.add(where + ": types are " + found.types() + ", DuckDB has " + wanted.types());
      }
      if (expected.changes()) {
        List<String> told = oracle.withoutCopies(wanted.rows());
        oracle.contradiction(found.rows()).ifPresent(why -> faults.add(where + ": " + why));
        if (!found.rows().equals(told)) {
          if (oracle.contradiction(told).isPresent() || ChangeOracle.tellsTwice(told)) {
            features.merge("changes that DuckDB tells against its own snapshots", 1, Integer::sum);
            return;
          }
          faults.add(where + ": " + difference(found.rows(), told));
        }
      } else if (!found.rows().equals(wanted.rows())) {
        if (ChangeOracle.hasRowTwice(wanted) && isPart(found.rows(), wanted.rows())) {
          features.merge("snapshots of which DuckDB reads a file twice", 1, Integer::sum);
          return;
        }
        faults.add(where + ": " + difference(found.rows(), wanted.rows()));
      }
      features.merge(what + " compared", 1, Integer::sum);
      features.merge("rows of " + what + " compared", found.rows().size(), Integer::sum);
    } catch (RuntimeException e) {
      faults.add(where + ": " + e);
    }
  }

  /**
   * Whether no row is there more often than in the other. A data file with a delete file of its
   * time and one that a later flush made of the catalog's deletes is read once for each by DuckDB.
   */
  private static boolean isPart(List<String> rows, List<String> all) {
    List<String> left = new ArrayList<>(all);
    return rows.stream().allMatch(left::remove);
  }

  private static DuckValues.Result found(ScanPlan plan) {
    List<String> rows = new ArrayList<>();
    try (RowCursor cursor = plan.open()) {
      while (cursor.next()) {
        rows.add(texts(plan.schema(), cursor, "Long " + cursor.rowId()));
      }
    }
    rows.sort(null);
    return new DuckValues.Result(types(plan.schema(), "BIGINT"), rows);
  }

  private static DuckValues.Result found(ChangePlan plan) {
    List<String> rows = new ArrayList<>();
    for (ChangeTask task : plan.tasks()) {
      try (ChangeCursor cursor = task.open()) {
        while (cursor.next()) {
          rows.add(
              texts(
                  plan.schema(),
                  cursor,
                  "Long " + cursor.snapshotId(),
                  "Long " + cursor.rowId(),
                  "String " + cursor.kind()));
        }
      }
    }
    rows.sort(null);
    return new DuckValues.Result(types(plan.schema(), "BIGINT", "BIGINT", "VARCHAR"), rows);
  }

  private static List<String> types(TableSchema schema, String... first) {
    List<String> types = new ArrayList<>(List.of(first));
    schema.columns().forEach(column -> types.add(DuckValues.sql(column.type())));
    types.replaceAll(type -> type.equals("GEOMETRY") ? "BLOB" : type);
    return types;
  }

  private static String texts(TableSchema schema, RowCursor cursor, String... first) {
    List<String> row = new ArrayList<>(List.of(first));
    for (int i = 0; i < schema.columns().size(); i++) {
      row.add(DuckValues.text(schema.columns().get(i).type(), cursor.values().get(i)));
    }
    return row.toString();
  }

  private static String difference(List<String> found, List<String> wanted) {
    List<String> extra = new ArrayList<>(found);
    wanted.forEach(extra::remove);
    List<String> missing = new ArrayList<>(wanted);
    found.forEach(missing::remove);
    return "%d rows instead of %d; not in DuckDB: %s; missing: %s"
        .formatted(
            found.size(),
            wanted.size(),
            extra.subList(0, Math.min(2, extra.size())),
            missing.subList(0, Math.min(2, missing.size())));
  }
}
