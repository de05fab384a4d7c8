package org.icemelt.pipelines.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.judge.Judge;
import org.icemelt.judge.LakeAudit;
import org.icemelt.pipelines.DuckDbLake;
import org.icemelt.pipelines.UsageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a lake that DuckDB filled: inlined rows, deletes, updates, added columns, nesting. */
class PublisherTest {
  private static final String ALL = "SELECT * FROM %s.%s ORDER BY ALL";
  private static final List<String> TABLES =
      List.of(
          "main.stg_pv_consolidated", "main.raw_a", "main.\"odd name\"", "other.t", "main.large");

  @TempDir Path folder;
  private DuckDbLake source;

  @BeforeEach
  void makeALake() throws Exception {
    source =
        DuckDbLake.in(
            Files.createDirectory(folder.resolve("source")),
            "CREATE TABLE stg_pv_consolidated AS SELECT 'r' || range AS record_id, range AS area,"
                + " [range, NULL] AS list, {'x': range::DOUBLE, 'y': 'p'} AS place,"
                + " 18446744073709551615::UBIGINT - range::UBIGINT AS cell,"
                + " DATE '2020-01-01' + range::INTEGER AS day,"
                + " TIMESTAMP '2020-01-01 00:00:00.000001' AS at_time, 1.25::DECIMAL(9,3) AS d"
                + " FROM range(500)",
            "ALTER TABLE stg_pv_consolidated SET PARTITIONED BY (day)",
            "DELETE FROM stg_pv_consolidated WHERE area BETWEEN 10 AND 30",
            "UPDATE stg_pv_consolidated SET area = -1 WHERE area = 50",
            "CREATE TABLE raw_a AS SELECT range AS id FROM range(20)",
            "ALTER TABLE raw_a ADD COLUMN note VARCHAR DEFAULT 'none'",
            "INSERT INTO raw_a VALUES (100, NULL)",
            "ALTER TABLE raw_a RENAME id TO number",
            "CREATE TABLE \"odd name\" (\"a b\" INTEGER)",
            "CREATE SCHEMA other",
            "CREATE TABLE other.t AS SELECT 'ü' || range AS u FROM range(20)",
            "CREATE VIEW large AS SELECT record_id FROM stg_pv_consolidated WHERE area > 400");
  }

  @Test
  void aPlainDuckDbFileNeedsNoLake() throws Exception {
    Path file = folder.resolve("out/plain.duckdb");
    publish(new Target.DuckDbFile(file));
    publish(new Target.DuckDbFile(file));
    Map<String, List<?>> expected = rowsOfSource();
    removeTheLake();
    try (Connection plain = DriverManager.getConnection("jdbc:duckdb:" + file)) {
      for (String table : TABLES) {
        assertThat(Judge.rows(plain, ALL.formatted("plain", table)).toString())
            .as(table)
            .isEqualTo(expected.get(table).toString());
      }
      assertThat(Judge.column(plain, "SHOW TABLES FROM raw_data"))
          .hasToString("[a, doi_pv_features]");
      assertThat(Judge.value(plain, "SELECT count(number) FROM raw_data.a")).isEqualTo(21L);
      assertThat(Judge.value(plain, "SELECT sum(area) FROM raw_data.doi_pv_features").toString())
          .isEqualTo(Judge.value(plain, "SELECT sum(area) FROM stg_pv_consolidated").toString());
    }
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void anotherLakeGetsOneSnapshotAndIsReplacedWhole() throws Exception {
    for (String catalog : List.of("sqlite:", "duckdb:")) {
      Path target = Files.createDirectory(folder.resolve(catalog.replace(":", "")));
      String address = "ducklake:" + catalog + target.resolve("copy.db");
      LakeConfig copy =
          ((Target.AnotherLake) Target.parse(address, target + "/data/", folder)).lake();
      publish(new Target.AnotherLake(copy));
      assertThat(snapshots(copy)).isEqualTo(2);
      publish(new Target.AnotherLake(copy));
      assertThat(snapshots(copy)).as("nothing had changed").isEqualTo(2);
      source.run("INSERT INTO other.t VALUES ('two')", "DELETE FROM raw_a WHERE number = 3");
      publish(new Target.AnotherLake(copy));
      assertThat(snapshots(copy)).isEqualTo(3);
      Map<String, List<?>> expected = rowsOfSource();
      try (Connection duckdb = Judge.connect()) {
        Judge.attach(duckdb, catalog + target.resolve("copy.db"), "copy");
        Judge.execute(duckdb, "USE copy");
        for (String table : TABLES) {
          assertThat(Judge.rows(duckdb, ALL.formatted("copy", table)).toString())
              .as("%s in %s", table, catalog)
              .isEqualTo(expected.get(table).toString());
        }
      }
      assertThat(LakeAudit.check(catalog + target.resolve("copy.db"), target)).isEmpty();
    }
  }

  @Test
  void aFailureLeavesTheOldFileAlone() throws Exception {
    Path file = folder.resolve("plain.duckdb");
    Files.writeString(file, "the old one");
    Path data = source.folder().resolve("data/other/t");
    try (Stream<Path> files = Files.list(data)) {
      Files.delete(files.findFirst().orElseThrow());
    }
    assertThatThrownBy(() -> publish(new Target.DuckDbFile(file)))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("other.t")
        .hasMessageContaining(data.toString());
    assertThat(file).hasContent("the old one");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("source", "plain.duckdb");
    }
  }

  @Test
  void motherDuckAsksForItsToken() {
    assertThatThrownBy(() -> publish(Target.parse("md:lake", null, folder)))
        .isInstanceOf(PublishException.class)
        .hasMessage(
            "md:lake is a MotherDuck database, which asks for a token: set the environment"
                + " variable motherduck_token.");
  }

  @Test
  void targetsAreToldApart() {
    assertThat(Target.parse("out.duckdb", null, folder))
        .isEqualTo(new Target.DuckDbFile(folder.resolve("out.duckdb")));
    assertThat(Target.parse("duckdb:out.db", null, folder))
        .isEqualTo(new Target.DuckDbFile(folder.resolve("out.db")));
    assertThat(Target.parse("postgres:dbname=x password=secret", "d/", folder).shown())
        .isEqualTo("ducklake:postgres:dbname=x password=***");
    assertThat(Target.parse("md:db?motherduck_token=secret", null, folder).shown())
        .isEqualTo("md:db?motherduck_token=***");
    assertThatThrownBy(() -> Target.parse("s3://bucket/x", null, folder))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--publishTo");
  }

  private void publish(Target target) throws PublishException {
    new Publisher(lake(), Map.of()).publish(target);
  }

  private Lake lake() {
    return Lake.of(LakeConfig.of("sqlite:" + source.catalog()));
  }

  private static int snapshots(LakeConfig lake) {
    return Lake.of(lake).snapshots().size();
  }

  private Map<String, List<?>> rowsOfSource() throws Exception {
    Map<String, List<?>> rows = new java.util.HashMap<>();
    try (Connection duckdb = source.open()) {
      for (String table : TABLES) {
        rows.put(table, Judge.rows(duckdb, ALL.formatted("lake", table)));
      }
    }
    assertThat(rows.get("main.stg_pv_consolidated")).hasSize(479);
    return rows;
  }

  private void removeTheLake() throws Exception {
    Files.move(source.folder(), folder.resolve("gone"));
  }
}
