package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.icemelt.judge.LakeAudit;
import org.icemelt.judge.PostgresServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The program on catalogs other than SQLite, and on such as cannot take a run. */
class CatalogsIT {
  private static final String INDIA = "ind_pv_solar_farms_2022";
  private static final String PASSWORD = "s3cret-of-owner";
  private static final Map<String, String> RIGHT = Map.of("PGPASSWORD", PASSWORD);
  private static final String VALUES =
      "SELECT count(geometry), count(DISTINCT record_id), round(sum(source_area_m2)), min(source_row), max(source_row) FROM lake.stg_pv_consolidated";

  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.shared();
    server.createRole("lake_owner", PASSWORD);
  }

  private static String newDatabase() {
    String database = server.newDatabase();
    server.execute(database, "GRANT ALL ON SCHEMA public TO lake_owner");
    return database;
  }

  private static String address(String user, String database) {
    return "postgres:dbname=%s host=127.0.0.1 port=%d user=%s"
        .formatted(database, server.port(), user);
  }

  private static String[] build(String catalog, Path folder, String... more) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(
                "build",
                "--catalog=" + catalog,
                "--dataPath=" + folder + "/data/",
                "--datasets=" + INDIA,
                "--layers=raw,staging",
                "--exportGeoparquet=false"),
            java.util.stream.Stream.of(more))
        .toArray(String[]::new);
  }

  /** What DuckDB, given {@code attach}, reads of India; its publisher says 1,363 sites. */
  private static List<List<Object>> read(String attach) throws Exception {
    try (Connection duckdb = Judge.connect()) {
      Judge.attach(duckdb, attach, "lake");
      return Judge.rows(duckdb, VALUES);
    }
  }

  @Test
  void buildsAndVerifiesInPostgresWithAPasswordFromTheEnvironment() throws Exception {
    RunFolder folder = RunFolder.empty("catalog-postgres");
    String database = newDatabase();
    String catalog = address("lake_owner", database);
    Command build = Icemelt.expect(0, folder.path(), RIGHT, build(catalog, folder.path()));
    assertThat(build.stdout())
        .contains(INDIA)
        .contains("1363")
        .contains("ATTACH 'ducklake:" + catalog + "' AS eo_pv_lakehouse");
    Command verify = Icemelt.expect(0, folder.path(), RIGHT, "verify", "--catalog=" + catalog);
    assertThat(verify.stdout()).contains("main.stg_pv_consolidated").contains("all checks passed");
    String judges = "postgres:" + server.words(database);
    assertThat(read(judges)).containsExactly(sqliteHas());
    assertThat(LakeAudit.check(judges)).isEmpty();

    // The same sources again, the address as a URI: nothing changed.
    String uri =
        "postgres:postgresql://lake_owner@127.0.0.1:%d/%s".formatted(server.port(), database);
    assertThat(Icemelt.expect(0, folder.path(), RIGHT, build(uri, folder.path())).stdout())
        .contains("Nothing changed");

    for (String wrong : List.of("Wr0ngOne", "")) {
      Command refused =
          Icemelt.expect(
              2, folder.path(), Map.of("PGPASSWORD", wrong), build(catalog, folder.path()));
      assertThat(refused.stderr())
          .contains("Cannot read the catalog " + catalog)
          .contains("Check the user, and PGPASSWORD or the password file");
      assertThat(Icemelt.said(refused)).doesNotContain("Wr0ngOne").doesNotContain("\tat ");
    }
    Command inTheAddress =
        Icemelt.expect(
            2, folder.path(), build(catalog + " password=Wr0ngOne", folder.path(), "--verbose"));
    assertThat(Icemelt.said(inTheAddress))
        .contains("password=***")
        .contains("password authentication failed")
        .doesNotContain("Wr0ngOne");
    assertNowhere(folder, PASSWORD);
    assertNowhere(folder, "Wr0ngOne");

    server.createRole("lake_reader", "reads");
    server.execute(database, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO lake_reader");
    Command readOnly =
        Icemelt.expect(
            4,
            folder.path(),
            Map.of("PGPASSWORD", "reads"),
            build(
                address("lake_reader", database),
                folder.path(),
                "--manifest=embedded",
                "--datasets=esp_gem_pv_2025"));
    assertThat(readOnly.stderr())
        .contains("nothing was committed")
        .contains("permission denied for table ducklake_snapshot")
        .contains("that it may be written");
    assertThat(read(judges)).containsExactly(sqliteHas());
    assertThat(LakeAudit.check(judges)).isEmpty();
  }

  @Test
  void buildsAndVerifiesInADuckDbFile() throws Exception {
    RunFolder folder = RunFolder.empty("catalog-duckdb");
    Icemelt.expect(0, folder.path(), build("duckdb:lake.ducklake", folder.path()));
    Command verify = Icemelt.expect(0, folder.path(), "verify", "--catalog=duckdb:lake.ducklake");
    assertThat(verify.stdout()).contains("all checks passed");
    String judges = "duckdb:" + folder.path().resolve("lake.ducklake");
    assertThat(read(judges)).containsExactly(sqliteHas());
    assertThat(LakeAudit.check(judges)).isEmpty();
  }

  @Test
  void refusesACatalogThatIsNoneAndADataPathThatCannotBeWritten() throws Exception {
    RunFolder folder = RunFolder.empty("catalog-bad");
    Path text = Files.writeString(folder.path().resolve("notes.txt"), "no catalog ".repeat(200));
    for (String kind : List.of("sqlite", "duckdb")) {
      assertThat(
              Icemelt.expect(2, folder.path(), build(kind + ":notes.txt", folder.path())).stderr())
          .contains("catalog " + kind + ":notes.txt")
          .contains("Check that it is a DuckLake catalog");
    }
    assertThat(text).hasContent("no catalog ".repeat(200));

    Command unwritable =
        Icemelt.expect(
            4, folder.path(), build("sqlite:c.sqlite", folder.path().resolve("notes.txt")));
    assertThat(unwritable.stderr())
        .contains("nothing was committed")
        .contains("Failed to write the data file " + folder.path() + "/notes.txt/data/main/")
        .contains("Check that the data path can be written and has room");
  }

  private static List<Object> sqliteHas() throws Exception {
    try (Connection duckdb = DefaultLake.shared().folder().open()) {
      return Judge.rows(duckdb, VALUES + RunFolder.where(INDIA)).get(0);
    }
  }

  private static void assertNowhere(RunFolder folder, String secret) throws IOException {
    for (String file : folder.files()) {
      assertThat(
              new String(
                  Files.readAllBytes(folder.path().resolve(file)),
                  java.nio.charset.StandardCharsets.ISO_8859_1))
          .as(file)
          .doesNotContain(secret);
    }
  }
}
