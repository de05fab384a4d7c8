package org.icemelt.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Judge;
import org.icemelt.judge.PostgresServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that read, on lakes that DuckDB made in each kind of catalog. */
class EveryCatalogTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "duckdb", "postgres"})
  void commandsReadPlainAndChangedTables(String kind) throws Exception {
    String catalog =
        kind.equals("postgres")
            ? "postgres:" + PostgresServer.shared().words(PostgresServer.shared().newDatabase())
            : kind + ":" + folder.resolve("catalog." + kind);
    try (Connection duckdb = Judge.connect()) {
      Judge.attach(duckdb, catalog, "lake", AttachOption.dataPath(folder.resolve("data") + "/"));
      Judge.execute(
          duckdb,
          "USE lake",
          "CREATE TABLE plain AS SELECT range AS id FROM range(1000)",
          "CREATE TABLE changed AS SELECT range AS id, 'n' || range AS name FROM range(1000)",
          "DELETE FROM changed WHERE id % 10 = 0",
          "INSERT INTO changed VALUES (5000, 'ü'), (5001, NULL)",
          "DELETE FROM changed WHERE id = 7",
          "CREATE VIEW both_ids AS SELECT id FROM plain UNION ALL SELECT id FROM changed");
    }
    String option = "--catalog=" + catalog;
    assertThat(
            Program.expect(
                    0,
                    "query",
                    option,
                    "--format=csv",
                    "--sql=SELECT (SELECT sum(id) FROM plain) AS p, sum(id) AS c, max(name) AS n,"
                        + " (SELECT sum(id) FROM both_ids) AS b FROM changed")
                .stdout())
        .isEqualTo("p,c,n,b\r\n499500,459994,ü,959494\r\n");
    Path file = folder.resolve("changed.csv");
    assertThat(
            Program.expect(
                    0, "export", option, "--table=changed", "--format=csv", "--output=" + file)
                .stdout())
        .contains(": 901 rows");
    assertThat(Files.readString(file)).contains("5000,ü\r\n5001,\r\n").doesNotContain("\r\n7,");
    assertThat(Program.expect(0, "snapshots", option).stdout())
        .contains("main.changed +1000", "main.changed -100", "main.changed +2", "main.changed -1");
  }
}
