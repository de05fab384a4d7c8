package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.icemelt.judge.Python;
import org.icemelt.judge.S3Server;
import org.junit.jupiter.api.Test;

/** Exports of the embedded datasets, opened by geopandas and DuckDB, from disk and from S3. */
class ExportsIT {
  private static final String DIGEST =
      "SELECT md5(string_agg(record_id || ' ' || ST_AsHEXWKB(%s), chr(10) ORDER BY record_id)),"
          + " count(record_id) FROM %s";

  private final RunFolder folder = DefaultLake.shared().folder();

  @Test
  void theBuildLeavesEachTableWithAGeometryAsGeoParquet() throws Exception {
    List<JsonNode> seen;
    try (Stream<Path> files = Files.list(folder.path().resolve("exports"))) {
      seen = geopandas(Map.of(), files.sorted().map(Path::toString).toArray(String[]::new));
    }
    List<String> tables = new ArrayList<>();
    try (Connection duckdb = folder.open()) {
      for (JsonNode file : seen) {
        Path path = Path.of(file.get("file").asText());
        String table = path.getFileName().toString().replace(".parquet", "");
        tables.add(table);
        assertThat(file.get("epsg").asInt()).as(table).isEqualTo(4326);
        assertThat(file.get("rows").asLong())
            .as(table)
            .isEqualTo(
                Judge.value(
                    duckdb, "SELECT count(length(geometry)) FROM " + Judge.identifier(table)));
        assertThat(
                Judge.value(
                    duckdb,
                    "SELECT typeof(geometry) FROM %s LIMIT 1"
                        .formatted(Judge.literal(path.toString()))))
            .as(table)
            .isEqualTo("GEOMETRY('EPSG:4326')");
      }
    }
    assertThat(tables)
        .contains("stg_pv_consolidated")
        .containsAll(Expected.datasets().stream().map(name -> "raw_" + name).toList())
        .doesNotContain("ingest_rejects");
  }

  @Test
  void everyFormatHasTheSameGeometriesFromDiskAndFromS3() throws Exception {
    String parquet = folder.path().resolve("exports/stg_pv_consolidated.parquet").toString();
    Path out = RunFolder.empty("exports-formats").path();
    String where = "--where=dataset_name='ind_pv_solar_farms_2022'";
    for (String format : List.of("geojson", "csv")) {
      folder.expect(
          0,
          "export",
          "--table=stg_pv_consolidated",
          "--format=" + format,
          where,
          "--output=" + out.resolve("india." + format));
    }
    try (Connection duckdb = folder.open();
        S3Server s3 = S3Server.start(RunFolder.empty("exports-s3").path())) {
      s3.makeBucket("exports");
      Icemelt.expect(
          0,
          folder.path(),
          s3.environment(),
          "export",
          "--table=stg_pv_consolidated",
          "--output=s3://exports/sites.parquet",
          "--s3Endpoint=http://" + s3.namedAddress());
      s3.open(duckdb);
      List<?> all =
          Judge.rows(duckdb, DIGEST.formatted("ST_GeomFromText(geometry)", "stg_pv_consolidated"))
              .get(0);
      for (String from : List.of(parquet, "s3://exports/sites.parquet")) {
        assertThat(Judge.rows(duckdb, DIGEST.formatted("geometry", Judge.literal(from))).get(0))
            .as(from)
            .isEqualTo(all);
      }
      List<JsonNode> seen =
          geopandas(
              Map.of(
                  "S3_ENDPOINT",
                  s3.address(),
                  "S3_KEY",
                  s3.accessKey(),
                  "S3_SECRET",
                  s3.secretKey()),
              parquet,
              "s3://exports/sites.parquet",
              out.resolve("india.geojson").toString(),
              out.resolve("india.csv").toString());
      List<?> india =
          Judge.rows(
                  duckdb,
                  DIGEST.formatted("ST_GeomFromText(geometry)", "stg_pv_consolidated")
                      + RunFolder.where("ind_pv_solar_farms_2022"))
              .get(0);
      for (int i = 0; i < 4; i++) {
        List<?> expected = i < 2 ? all : india;
        assertThat(seen.get(i).get("rows").asLong()).isEqualTo(expected.get(1));
        assertThat(seen.get(i).get("md5").asText()).isEqualTo(expected.get(0));
        assertThat(seen.get(i).get("epsg").asInt()).isEqualTo(4326);
      }
      assertThat(seen.get(0).get("in_box").asLong())
          .isEqualTo(
              Judge.value(
                  duckdb,
                  "SELECT count(*) FROM stg_pv_consolidated WHERE ST_XMax(ST_GeomFromText(geometry)) >= 70"
                      + " AND ST_XMin(ST_GeomFromText(geometry)) <= 80 AND ST_YMax(ST_GeomFromText(geometry)) >= 20"
                      + " AND ST_YMin(ST_GeomFromText(geometry)) <= 30"));
      List<?> cells =
          Judge.column(
              duckdb,
              "SELECT printf('%x', h3_index_12) FROM stg_pv_consolidated"
                  + RunFolder.where("ind_pv_solar_farms_2022")
                  + " ORDER BY 1 LIMIT 3");
      assertThat(seen.get(2).get("cells"))
          .hasToString(
              cells.stream().map(c -> "\"" + c + "\"").toList().toString().replace(" ", ""));
      assertThat(seen.get(3).get("cells")).isEqualTo(seen.get(2).get("cells"));
    }
  }

  private static List<JsonNode> geopandas(Map<String, String> environment, String... files)
      throws Exception {
    Path script = Files.createTempFile("read_exports", ".py");
    Files.writeString(script, SqlClient.resource("read_exports.py"));
    Command run =
        Python.withGeopandas()
            .run(
                Path.of("").toAbsolutePath(),
                environment,
                Duration.ofMinutes(3),
                Stream.concat(Stream.of(script.toString()), Stream.of(files))
                    .toArray(String[]::new));
    Files.delete(script);
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    List<JsonNode> seen = new ArrayList<>();
    for (String line : run.stdout().lines().toList()) {
      seen.add(new ObjectMapper().readTree(line));
    }
    return seen;
  }
}
