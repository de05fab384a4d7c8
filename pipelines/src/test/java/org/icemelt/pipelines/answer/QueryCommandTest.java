package org.icemelt.pipelines.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.icemelt.pipelines.DuckDbLake;
import org.icemelt.pipelines.Program;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandTest {
  @TempDir static Path folder;
  private static DuckDbLake lake;

  @BeforeAll
  static void makeALake() throws Exception {
    lake =
        DuckDbLake.in(
            folder,
            "CALL lake.set_option('data_inlining_row_limit', 0)",
            "CREATE TABLE sites (id BIGINT, name VARCHAR, area DOUBLE, big UBIGINT, seen TIMESTAMP)",
            "INSERT INTO sites VALUES (1, 'a \"b\", c', 1.5, 18446744073709551615,"
                + " '2020-01-02 03:04:05'), (2, '', NULL, 2, NULL), (3, NULL, 0.25, 3, NULL)",
            "CREATE TABLE empty_one (id INTEGER, place STRUCT(x DOUBLE))",
            "CREATE VIEW large AS SELECT * FROM sites WHERE area > 1",
            "CREATE SCHEMA other",
            "CREATE TABLE other.sites AS SELECT 7 AS id");
  }

  @Test
  void printsATable() {
    assertThat(query("SELECT id, name FROM sites WHERE id > 1 ORDER BY id"))
        .isEqualTo("id  name\n--------\n2\n3\n");
  }

  @Test
  void printsCsvThatTellsNullFromEmpty() {
    assertThat(query("SELECT id, name, area FROM sites ORDER BY id", "--format=csv"))
        .isEqualTo("id,name,area\r\n1,\"a \"\"b\"\", c\",1.5\r\n2,\"\",\r\n3,,0.25\r\n");
  }

  @Test
  void printsJsonWithNumbersAsNumbers() throws Exception {
    JsonNode rows = json("SELECT * FROM sites ORDER BY id");
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).toString())
        .isEqualTo(
            "{\"id\":1,\"name\":\"a \\\"b\\\", c\",\"area\":1.5,\"big\":18446744073709551615,"
                + "\"seen\":\"2020-01-02 03:04:05.0\"}");
    assertThat(rows.get(1).get("area").isNull()).isTrue();
    assertThat(json("SELECT 1 WHERE false")).isEmpty();
  }

  @Test
  void knowsTheLakesViewsSchemasEmptyTablesAndSnapshots() throws Exception {
    assertThat(query("SHOW TABLES")).contains("empty_one", "large", "sites");
    assertThat(json("SELECT id FROM large").toString()).isEqualTo("[{\"id\":1}]");
    assertThat(json("SELECT id FROM eo_pv_lakehouse.other.sites").toString())
        .isEqualTo("[{\"id\":7}]");
    assertThat(json("SELECT * FROM empty_one")).isEmpty();
    assertThat(json("SELECT max(snapshot_id) AS m FROM eo_pv_lakehouse.snapshots()").toString())
        .isEqualTo("[{\"m\":6}]");
  }

  @Test
  void readsDeletesInlinedRowsAndChangedColumns(@TempDir Path elsewhere) throws Exception {
    DuckDbLake changed =
        DuckDbLake.in(
            elsewhere,
            "CREATE TABLE t AS SELECT range AS id, {'a': range} AS s FROM range(100)",
            "DELETE FROM t WHERE id < 50",
            "INSERT INTO t VALUES (7, NULL)",
            "ALTER TABLE t ADD COLUMN note VARCHAR DEFAULT 'old'",
            "ALTER TABLE t RENAME id TO number",
            "CREATE VIEW v AS SELECT * FROM t WHERE number < 60");
    assertThat(
            Program.expect(
                    0,
                    "query",
                    changed.option(),
                    "--format=csv",
                    "--sql=SELECT count(*) AS n, sum(number) AS s, min(note) AS note FROM t")
                .stdout())
        .isEqualTo("n,s,note\r\n51,3732,old\r\n");
    assertThat(
            Program.expect(
                    0, "query", changed.option(), "--format=csv", "--sql=SELECT sum(number) FROM v")
                .stdout())
        .endsWith("\r\n552\r\n");
  }

  @Test
  void saysWhatIsWrongWithAStatement() {
    assertThat(Program.expect(2, "query", lake.option(), "--sql=SELECT x FROM sites").stderr())
        .contains("Binder Error")
        .contains("\"x\"");
    assertThat(Program.expect(2, "query", lake.option(), "--sql=FROM nowhere").stderr())
        .contains("nowhere");
    assertThat(Program.expect(2, "query", lake.option()).stderr()).contains("--sql is missing");
    assertThat(Program.expect(2, "query", lake.option(), "--sql=SELECT 1", "--format=xml").stderr())
        .contains("Known formats: table, csv, json");
    assertThat(
            Program.expect(2, "query", "--catalog=sqlite:" + folder + "/none", "--sql=SELECT 1")
                .stderr())
        .contains("Cannot find a lake", folder + "/none");
  }

  @Test
  void namesACorruptFileAndStillReadsOtherTables(@TempDir Path broken) throws Exception {
    DuckDbLake lake =
        DuckDbLake.in(
            broken,
            "CREATE TABLE good AS SELECT range AS id FROM range(100)",
            "CREATE TABLE bad AS SELECT range AS id FROM range(100)",
            "CREATE TABLE gone AS SELECT range AS id FROM range(100)");
    Path corrupt = onlyFile(broken.resolve("data/main/bad"));
    Path missing = onlyFile(broken.resolve("data/main/gone"));
    Files.writeString(corrupt, "no Parquet at all");
    Files.delete(missing);
    assertThat(
            Program.expect(0, "query", lake.option(), "--sql=SELECT sum(id) AS s FROM good")
                .stdout())
        .contains("4950");
    assertThat(Program.expect(1, "query", lake.option(), "--sql=SELECT sum(id) FROM bad").stderr())
        .contains("main.bad", corrupt.toString());
    assertThat(Program.expect(1, "query", lake.option(), "--sql=SELECT sum(id) FROM gone").stderr())
        .contains("main.gone", missing.toString());
  }

  private static Path onlyFile(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static String query(String sql, String... further) {
    return Program.expect(
            0,
            Stream.concat(Stream.of("query", lake.option(), "--sql=" + sql), Stream.of(further))
                .toArray(String[]::new))
        .stdout();
  }

  private static JsonNode json(String sql) throws Exception {
    return new ObjectMapper().readTree(query(sql, "--format=json"));
  }
}
