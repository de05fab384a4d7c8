package org.icemelt.pipelines.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.io.ducklake.CatalogAddress;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Judge;
import org.icemelt.judge.PostgresServer;
import org.icemelt.judge.RandomHistory;
import org.icemelt.pipelines.Program;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lakes that DuckDB made by random histories: {@code export --format=parquet} of a snapshot has the
 * values and types that DuckDB reads there, on every catalog.
 */
class ExportHistoryTest {
  private static final List<Long> SEEDS = List.of(116L, 121L, 129L);
  private static final int STEPS = 16;

  /** What the histories of one catalog have to hold together to show anything. */
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
          "drop a column",
          "rename a column",
          "partition",
          "merge files",
          "rewrite files",
          "flush inlined data",
          "expire snapshots");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(CatalogAddress.Kind.class)
  void exportsWhatDuckDbReads(CatalogAddress.Kind kind) throws Exception {
    Map<String, Integer> done = new TreeMap<>();
    try (Connection duckdb = Judge.connect()) {
      Judge.execute(duckdb, "SET TimeZone = 'UTC'");
      for (long seed : SEEDS) {
        Path files = Files.createDirectories(folder.resolve("lake-" + seed));
        String catalog = catalog(kind, files);
        Judge.attach(
            duckdb, catalog, "lake", AttachOption.dataPath(files.resolve("data").toString() + "/"));
        RandomHistory history = new RandomHistory(duckdb, files, seed);
        history.run(STEPS);
        history.done().forEach((what, count) -> done.merge(what, count, Integer::sum));
        List<Long> snapshots = withRows(duckdb);
        int last = snapshots.size() - 1;
        List<Long> chosen = List.of(snapshots.get(0), snapshots.get(last / 2), snapshots.get(last));
        assertThat(chosen).doesNotHaveDuplicates();
        for (long snapshot : chosen) {
          Judge.execute(
              duckdb,
              "CREATE OR REPLACE TABLE expected_%d AS FROM lake.t AT (VERSION => %d)"
                  .formatted(snapshot, snapshot));
        }
        Judge.execute(duckdb, "DETACH lake"); // two SQLites in one process must not meet
        for (long snapshot : chosen) {
          compare(duckdb, catalog, snapshot, files.resolve(snapshot + ".parquet"));
        }
      }
    }
    System.out.println(kind + ", seeds " + SEEDS + ": " + done);
    assertThat(done).containsKeys(WANTED.toArray(String[]::new));
  }

  private static String catalog(CatalogAddress.Kind kind, Path files) {
    return switch (kind) {
      case SQLITE -> "sqlite:" + files.resolve("catalog.sqlite");
      case DUCKDB -> "duckdb:" + files.resolve("catalog.ducklake");
      case POSTGRES -> {
        PostgresServer server = PostgresServer.shared();
        yield "postgres:" + server.words(server.newDatabase());
      }
    };
  }

  /** Snapshots that are still there at which the table has rows, oldest first. */
  private static List<Long> withRows(Connection duckdb) throws SQLException {
    List<Long> found = new ArrayList<>();
    for (Object id :
        Judge.column(
            duckdb,
            "SELECT snapshot_id FROM lake.snapshots() WHERE snapshot_id > 1 ORDER BY snapshot_id")) {
      String rows = "SELECT count(*) FROM lake.t AT (VERSION => %s)".formatted(id);
      if (!Long.valueOf(0).equals(Judge.value(duckdb, rows))) {
        found.add(((Number) id).longValue());
      }
    }
    return found;
  }

  private static void compare(Connection duckdb, String catalog, long snapshot, Path file)
      throws SQLException {
    String said =
        Program.expect(
                0,
                "export",
                "--catalog=" + catalog,
                "--table=t",
                "--format=parquet",
                "--snapshot=" + snapshot,
                "--output=" + file)
            .stdout();
    String wanted = "expected_" + snapshot;
    String found = "read_parquet(%s)".formatted(Judge.literal(file.toString()));
    String where = "snapshot %d of %s".formatted(snapshot, catalog);
    assertThat(said)
        .as(where)
        .contains(": %s rows".formatted(Judge.value(duckdb, "SELECT count(*) FROM " + wanted)));
    assertThat(Judge.rows(duckdb, types(found)))
        .as(where)
        .isEqualTo(Judge.rows(duckdb, types(inParquet(duckdb, wanted, file))));
    assertThat(Judge.rows(duckdb, rows(found) + " EXCEPT ALL " + rows(wanted))).as(where).isEmpty();
    assertThat(Judge.rows(duckdb, rows(wanted) + " EXCEPT ALL " + rows(found))).as(where).isEmpty();
  }

  /** DuckDB's own file of the rows: Parquet has no timestamps of whole seconds. */
  private static String inParquet(Connection duckdb, String table, Path file) throws SQLException {
    String own = Judge.literal(file + ".own");
    Judge.execute(duckdb, "COPY %s TO %s (FORMAT parquet)".formatted(table, own));
    return "read_parquet(%s)".formatted(own);
  }

  private static String types(String from) {
    return "SELECT column_name, column_type FROM (DESCRIBE FROM %s)".formatted(from);
  }

  /** The values, and their text, which tells zeros apart by their sign. */
  private static String rows(String from) {
    return "SELECT *, r::VARCHAR AS text FROM %s AS r".formatted(from);
  }
}
