package org.icemelt.pipelines.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.icemelt.pipelines.DuckDbLake;
import org.icemelt.pipelines.Program;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of a lake that DuckDB filled, read back by DuckDB. */
class ExportCommandTest {
  private static final String BOX = "ST_MakeEnvelope(2, 2, 7, 7)";

  @TempDir static Path folder;
  private static DuckDbLake lake;

  @BeforeAll
  static void makeALake() throws Exception {
    lake =
        DuckDbLake.in(
            folder,
            "CREATE TABLE sites AS SELECT 's' || range AS id, range AS n, range * 1.5 AS area,"
                + " (range::DOUBLE / 10)::DOUBLE AS lon, 604000000000000000 + range::UBIGINT AS h3_index_12,"
                + " [range, NULL] AS list, {'x': 'ü', 'y': NULL::DOUBLE} AS place,"
                + " DATE '2020-02-01' + range::INTEGER AS day, TIMESTAMP '2020-01-01 10:11:12.5' AS t,"
                + " CASE WHEN range = 13 THEN NULL WHEN range % 2 = 0"
                + " THEN ST_AsText(ST_MakeEnvelope(range / 10, range / 10, range / 10 + 0.07, range / 10 + 0.07))"
                + " ELSE ST_AsText(ST_Point(range / 10, range / 10)) END AS geometry FROM range(100)",
            "DELETE FROM sites WHERE n = 40",
            "CREATE TABLE native AS SELECT n, ST_GeomFromText(geometry) AS shape FROM sites",
            "CREATE TABLE plain AS SELECT range AS id, 18446744073709551615::UBIGINT AS big FROM range(20)",
            "CREATE TABLE wrong AS SELECT range AS id, 'POLYGON((1 2)' AS geometry FROM range(20)",
            "INSERT INTO plain VALUES (1000, NULL)");
  }

  @Test
  void geoParquetHasTheRowsTheCrsTypesAndBoxes() throws Exception {
    Path file = export("sites", "geoparquet", "sites.parquet");
    try (Connection duckdb = lake.open()) {
      assertThat(
              Judge.value(
                  duckdb,
                  ("SELECT count(*) FROM (SELECT * EXCLUDE (geometry, bbox),"
                          + " ST_AsText(geometry) AS geometry FROM %s EXCEPT ALL"
                          + " SELECT * EXCLUDE geometry, ST_AsText(ST_GeomFromText(geometry)) FROM sites)")
                      .formatted(read(file))))
          .isEqualTo(0L);
      assertThat(
              Judge.rows(
                  duckdb,
                  ("SELECT count(*), typeof(any_value(geometry)), count(bbox),"
                          + " bool_and(bbox.xmin = ST_XMin(geometry) AND bbox.ymax = ST_YMax(geometry)) FROM %s")
                      .formatted(read(file))))
          .hasToString("[[99, GEOMETRY('EPSG:4326'), 98, true]]");
      JsonNode geo = new ObjectMapper().readTree(geo(duckdb, file));
      assertThat(geo.get("version").asText()).isEqualTo("1.1.0");
      JsonNode column = geo.at("/columns/geometry");
      assertThat(column.get("geometry_types")).hasToString("[\"Point\",\"Polygon\"]");
      assertThat(column.get("bbox")).hasToString("[0.0,0.0,9.9,9.9]");
      assertThat(column.at("/crs/id/code").asInt()).isEqualTo(4326);
      assertThat(column.at("/covering/bbox/ymax")).hasToString("[\"bbox\",\"ymax\"]");
      assertThat(
              Judge.column(
                  duckdb,
                  "SELECT DISTINCT compression FROM parquet_metadata("
                      + Judge.literal(file.toString())
                      + ")"))
          .hasToString("[ZSTD]");
    }
  }

  @Test
  void parquetHasTheTablesTypesAndNativeGeometry() throws Exception {
    for (String table : List.of("sites", "native", "plain")) {
      Path file = export(table, "parquet", table + "-plain.parquet");
      try (Connection duckdb = lake.open()) {
        assertThat(Judge.rows(duckdb, types(read(file))))
            .isEqualTo(Judge.rows(duckdb, types(table)));
        assertThat(Judge.rows(duckdb, "FROM %s EXCEPT ALL FROM %s".formatted(read(file), table)))
            .isEmpty();
        assertThat(Judge.rows(duckdb, "FROM %s EXCEPT ALL FROM %s".formatted(table, read(file))))
            .isEmpty();
      }
    }
  }

  @Test
  void geoJsonWritesCellsAsHexAndOpensInDuckDb() throws Exception {
    Path file = export("sites", "geojson", "sites.geojson", "--where=n < 12");
    JsonNode features = new ObjectMapper().readTree(file.toFile()).get("features");
    assertThat(features).hasSize(12);
    assertThat(features.get(1).get("properties").toString())
        .isEqualTo(
            "{\"id\":\"s1\",\"n\":1,\"area\":1.5,\"lon\":0.1,\"h3_index_12\":\"861d6ccc4560001\","
                + "\"list\":[1,null],\"place\":{\"x\":\"ü\",\"y\":null},\"day\":\"2020-02-02\","
                + "\"t\":\"2020-01-01T10:11:12.500\"}");
    try (Connection duckdb = lake.open()) {
      assertThat(
              Judge.value(
                  duckdb,
                  ("SELECT count(*) FROM ST_Read(%s) g JOIN sites s USING (id)"
                          + " WHERE ST_Equals(g.geom, ST_GeomFromText(s.geometry))")
                      .formatted(Judge.literal(file.toString()))))
          .isEqualTo(12L);
    }
  }

  @Test
  void csvWritesCellsAsHexAndNestedValuesAsJson() throws Exception {
    Path file = export("sites", "csv", "sites.csv", "--where=n = 1");
    assertThat(file)
        .hasContent(
            "id,n,area,lon,h3_index_12,list,place,day,t,geometry\r\n"
                + ("s1,1,1.5,0.1,%s,\"[1,null]\",\"{\"\"x\"\":\"\"ü\"\",\"\"y\"\":null}\","
                        + "2020-02-02,2020-01-01T10:11:12.500,POINT (0.1 0.1)\r\n")
                    .formatted(Long.toHexString(604000000000000001L)));
    assertThat(export("plain", "csv", "plain.csv", "--where=id IN (1, 1000)"))
        .hasContent("id,big\r\n1,18446744073709551615\r\n1000,\r\n");
    assertThat(export("native", "csv", "native.csv", "--where=n = 1"))
        .hasContent("n,shape\r\n1,POINT (0.1 0.1)\r\n");
  }

  @Test
  void aBoxGivesTheRowsThatMeetIt() throws Exception {
    for (String table : List.of("sites", "native")) {
      String column = table.equals("sites") ? "ST_GeomFromText(geometry)" : "shape";
      Path file =
          export(table, "csv", "box.csv", "--bbox=2,2,7,7", "--columns=n", "--where=n <> 50");
      try (Connection duckdb = lake.open()) {
        List<?> expected =
            Judge.column(
                duckdb,
                "SELECT n FROM %s WHERE ST_Intersects(%s, %s) AND n <> 50 ORDER BY n"
                    .formatted(table, column, BOX));
        assertThat(expected).hasSizeGreaterThan(40);
        assertThat(
                Judge.column(
                    duckdb,
                    "SELECT n FROM read_csv(%s) ORDER BY n"
                        .formatted(Judge.literal(file.toString()))))
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void readsOlderSnapshotsByIdAndTime() throws Exception {
    String first;
    try (Connection duckdb = lake.open()) {
      first =
          Judge.value(
                  duckdb,
                  "SELECT min(snapshot_id) FROM lake.snapshots() WHERE snapshot_id >="
                      + " (SELECT min(begin_snapshot) FROM __ducklake_metadata_lake.ducklake_data_file)")
              .toString();
    }
    assertThat(
            said(
                "--table=sites",
                "--format=csv",
                "--output=" + folder + "/old.csv",
                "--snapshot=" + first))
        .contains("100 rows");
    assertThat(said("--table=sites", "--format=csv", "--output=" + folder + "/", "--columns=n"))
        .contains("sites.csv: 99 rows");
    assertThat(fails(2, "--table=sites", "--asOf=2001-01-01")).containsIgnoringCase("snapshot");
    assertThat(fails(2, "--table=sites", "--asOf=soon")).contains("Invalid --asOf=soon");
  }

  @Test
  void everyTableAtOnceNamesThoseItCouldNotWrite() {
    Command run =
        Program.expect(1, "export", lake.option(), "--table=*", "--output=" + folder + "/all");
    assertThat(run.stdout())
        .contains("all/main.sites.parquet: 99 rows", "all/main.native.parquet: 99 rows");
    assertThat(run.stderr())
        .contains("Cannot export main.plain as geoparquet: it has no column of geometries")
        .contains("Cannot export main.wrong: row ", "column geometry holds no geometry")
        .contains("2 tables were not exported: main.plain, main.wrong");
    assertThat(folder.resolve("all/main.wrong.parquet")).doesNotExist();
  }

  @Test
  void badInputIsNamed() {
    assertThat(fails(2, "--table=nowhere")).contains("nowhere");
    assertThat(fails(2, "--table=sites", "--columns=id,height"))
        .contains("height", "has no such column");
    assertThat(fails(2, "--table=sites", "--where=height > 3")).contains("height");
    assertThat(fails(2, "--table=sites", "--where=n = 'many'")).contains("n", "many");
    assertThat(fails(2, "--table=sites", "--snapshot=999")).contains("999");
    assertThat(fails(2, "--table=sites", "--bbox=1,2,3")).contains("Invalid --bbox=1,2,3");
    assertThat(fails(2, "--table=plain", "--format=csv", "--bbox=1,2,3,4"))
        .contains("no column of geometries");
    assertThat(fails(2, "--table=sites", "--format=shp")).contains("Known formats: geoparquet");
    assertThat(fails(2)).contains("--table is missing");
  }

  @Test
  void expiredSnapshotsAndDamagedFilesAreNamed(@TempDir Path broken) throws Exception {
    DuckDbLake other =
        DuckDbLake.in(
            broken,
            "CREATE TABLE good AS SELECT range AS id FROM range(100)",
            "CREATE TABLE bad AS SELECT range AS id FROM range(100)",
            "CREATE TABLE gone AS SELECT range AS id FROM range(100)",
            "CALL ducklake_expire_snapshots('lake', versions => [1])");
    Path corrupt = onlyFile(broken.resolve("data/main/bad"));
    Path missing = onlyFile(broken.resolve("data/main/gone"));
    byte[] bytes = Files.readAllBytes(corrupt);
    Files.write(corrupt, java.util.Arrays.copyOf(bytes, bytes.length - 9));
    Files.delete(missing);
    String[] common = {other.option(), "--format=csv", "--output=" + broken + "/out/"};
    assertThat(run(2, common, "--table=good", "--snapshot=1")).contains("snapshot 1");
    assertThat(run(1, common, "--table=bad")).contains(corrupt.toString());
    assertThat(run(1, common, "--table=gone")).contains(missing.toString());
    assertThat(run(1, common, "--table=*"))
        .contains(corrupt.toString(), missing.toString(), "not exported: main.bad, main.gone");
    assertThat(broken.resolve("out")).isDirectoryContaining("glob:**/main.good.csv");
    assertThat(broken.resolve("out/bad.csv")).doesNotExist();
  }

  private static String run(int exitCode, String[] common, String... options) {
    return Program.expect(
            exitCode,
            Stream.of(Stream.of("export"), Stream.of(common), Stream.of(options))
                .flatMap(words -> words)
                .toArray(String[]::new))
        .stderr();
  }

  private static String fails(int exitCode, String... options) {
    return run(exitCode, new String[] {lake.option(), "--output=" + folder + "/bad/"}, options);
  }

  private static String said(String... options) {
    return Program.expect(
            0,
            Stream.concat(Stream.of("export", lake.option()), Stream.of(options))
                .toArray(String[]::new))
        .stdout();
  }

  private static Path export(String table, String format, String file, String... options) {
    Path path = folder.resolve("out").resolve(file);
    said(
        Stream.concat(
                Stream.of("--table=" + table, "--format=" + format, "--output=" + path),
                Stream.of(options))
            .toArray(String[]::new));
    return path;
  }

  private static String types(String table) {
    return "SELECT column_name, column_type FROM (DESCRIBE FROM %s)".formatted(table);
  }

  private static String read(Path file) {
    return "read_parquet(%s)".formatted(Judge.literal(file.toString()));
  }

  private static String geo(Connection duckdb, Path file) throws Exception {
    return Judge.value(
            duckdb,
            "SELECT decode(value) FROM parquet_kv_metadata(%s) WHERE decode(key) = 'geo'"
                .formatted(Judge.literal(file.toString())))
        .toString();
  }

  private static Path onlyFile(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }
}
