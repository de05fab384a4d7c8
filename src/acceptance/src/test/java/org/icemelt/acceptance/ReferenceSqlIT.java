package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The cookbook's SQL as printed, that of the reference system's users among it, on a lake of ours;
 * the answers are those that pandas, GEOS and PROJ give on the source files.
 */
class ReferenceSqlIT {
  private static final String SQL = Cookbook.sql("reference");
  private static final JsonNode EXPECTED = Expected.json("reference_sql.json");
  private static final Map<String, Long> STORED = new TreeMap<>();
  private static RunFolder folder;

  @BeforeAll
  static void takeACopyToExportFrom() {
    folder = DefaultLake.shared().folder().copy("reference-sql");
    JsonNode datasets = Expected.json("raw_tables.json").get("datasets");
    Expected.names(datasets)
        .forEach(name -> STORED.put(name, datasets.get(name).get("stored").asLong()));
  }

  @ParameterizedTest
  @EnumSource
  void runsFromTheFolderOfTheRun(SqlClient client) throws Exception {
    List<JsonNode> results = client.results(folder.path(), SQL);
    assertReturnsValues(results);
    assertExportsAreComplete();
  }

  @ParameterizedTest
  @EnumSource
  void runsFromAnotherFolderWithAbsolutePaths(SqlClient client) throws Exception {
    Path elsewhere = RunFolder.empty("elsewhere-" + client).path();
    String sql =
        SQL.replace("sqlite:db/ducklake_catalog.sqlite", "sqlite:" + folder.catalog())
            .replace(
                "DATA_PATH 'db/ducklake_data/'",
                "DATA_PATH '%s', OVERRIDE_DATA_PATH true".formatted(folder.dataPath()))
            .replace("TO 'exports/", "TO '" + elsewhere + "/");
    assertThat(sql).contains("OVERRIDE_DATA_PATH true").doesNotContain("'db/", "'exports/");
    assertReturnsValues(client.results(elsewhere, sql));
    assertThat(new RunFolder(elsewhere).files())
        .containsExactly("consolidated_pv_data.parquet", "uk_pv_data.parquet");
  }

  @Test
  void answersTheQuestionsOfTheQuickReference() throws Exception {
    List<JsonNode> results =
        SqlClient.PYTHON.results(
            folder.path(), connected("datasets", "grid", "sizes", "largest", "snapshots"));
    assertAreas(results.get(0), "records");
    for (JsonNode row : results.get(0)) {
      assertThat(row.get("with_h3").asLong()).isEqualTo(row.get("records").asLong());
      assertThat(row.get("without_h3").asLong()).isZero();
    }
    assertThat(buckets(results.get(1), "lon", "lat")).isEqualTo(expectedBuckets("buckets_one", 40));
    assertThat(values(results.get(2), "size_class"))
        .containsExactly(
            "No outline (point)",
            "under 100 m2",
            "under 1,000 m2",
            "under 10,000 m2",
            "10,000 m2 and above");
    for (JsonNode row : results.get(2)) {
      assertThat(row.get("installations").asLong())
          .isEqualTo(EXPECTED.get("size_classes").get(row.get("size_class").asText()).asLong());
    }
    for (int i = 0; i < 10; i++) {
      JsonNode row = results.get(3).get(i);
      JsonNode expected = EXPECTED.get("largest").get(i);
      assertThat(row.get("dataset_name").asText()).isEqualTo(expected.get(0).asText());
      assertThat(row.get("source_row").asLong()).isEqualTo(expected.get(1).asLong());
      assertClose(row.get("area_m2").asDouble(), expected.get(2).asDouble());
    }
    assertThat(values(results.get(4), "snapshot_id")).startsWith("0", "1");
    assertThat(results.get(5).get(0).get("records").asLong()).isEqualTo(total());
  }

  @Test
  void takesPartsAwayBySqlAndByCommandAlike() throws Exception {
    RunFolder parts = DefaultLake.shared().folder().copy("reference-parts");
    SqlClient.COMMAND_LINE.results(parts.path(), connected("exports"));
    Path bySql = parts.path().resolve("exports-by-sql");
    Files.move(parts.path().resolve("exports"), bySql);
    for (List<String> command : Cookbook.commands("exports")) {
      assertThat(command.get(0)).isEqualTo("icemelt");
      parts.expect(0, command.subList(1, command.size()).toArray(String[]::new));
    }
    Path byCommand = parts.path().resolve("exports");
    try (Connection duckdb = parts.open()) {
      for (String file : List.of("india.parquet", "north_india.csv", "large_sites.geojson")) {
        String ids =
            file.endsWith(".geojson")
                ? "SELECT record_id FROM ST_Read(%s) ORDER BY 1"
                : "SELECT record_id FROM %s ORDER BY 1";
        List<?> expected =
            Judge.column(duckdb, ids.formatted(Judge.literal(bySql.resolve(file).toString())));
        assertThat(expected).as(file).isNotEmpty();
        assertThat(
                Judge.column(
                    duckdb, ids.formatted(Judge.literal(byCommand.resolve(file).toString()))))
            .as(file)
            .isEqualTo(expected);
      }
      assertThat(
              Judge.value(
                  duckdb,
                  "SELECT count(DISTINCT record_id) FROM "
                      + Judge.literal(byCommand.resolve("sites.parquet").toString())))
          .isEqualTo(total());
    }
  }

  private static String connected(String... blocks) {
    StringBuilder sql = new StringBuilder(SQL.substring(0, SQL.indexOf("SHOW TABLES")));
    for (String block : blocks) {
      sql.append(Cookbook.sql(block)).append('\n');
    }
    return sql.toString();
  }

  private static void assertReturnsValues(List<JsonNode> results) {
    assertThat(results).hasSize(6);
    assertThat(values(results.get(0), "name"))
        .contains("stg_pv_consolidated", "ingest_files", "ingest_rejects", "field_mapping")
        .containsAll(STORED.keySet().stream().map(name -> "raw_" + name).toList());
    assertThat(results.get(1).get(0).elements().next().asLong()).isEqualTo(total());
    Map<String, Long> records = new TreeMap<>();
    results
        .get(2)
        .forEach(row -> records.put(row.get("dataset_name").asText(), row.get("records").asLong()));
    assertThat(records).isEqualTo(STORED);
    assertThat(results.get(3)).hasSize(5);
    assertThat(results.get(3))
        .allSatisfy(
            row -> {
              assertThat(row.get("geometry").asText()).matches("(MULTI)?(POLYGON|POINT) ?\\(.+\\)");
              assertThat(row.get("centroid_lon").asDouble()).isBetween(-180.0, 180.0).isNotZero();
              assertThat(row.get("centroid_lat").asDouble()).isBetween(-90.0, 90.0).isNotZero();
            });
    assertThat(results.get(4)).hasSize(10);
    assertThat(buckets(results.get(4), "lon_bucket", "lat_bucket"))
        .isEqualTo(expectedBuckets("buckets_tenth", 10));
    assertAreas(results.get(5), "total_installations");
  }

  private static void assertAreas(JsonNode summary, String count) {
    assertThat(summary).hasSize(STORED.size());
    for (JsonNode row : summary) {
      String dataset = row.get("dataset_name").asText();
      JsonNode expected = EXPECTED.get("by_dataset").get(dataset);
      assertThat(row.get(count).asLong()).isEqualTo(expected.get("records").asLong());
      if (expected.get("outlines").asLong() == 0) {
        assertThat(row.get("total_area_m2").isNull()).as("points have no area").isTrue();
        assertThat(row.get("avg_area_m2").isNull()).isTrue();
      } else {
        assertClose(row.get("total_area_m2").asDouble(), expected.get("total_area_m2").asDouble());
        assertClose(row.get("avg_area_m2").asDouble(), expected.get("avg_area_m2").asDouble());
      }
    }
  }

  private static void assertClose(double area, double expected) {
    assertThat(area).isCloseTo(expected, Offset.offset(1e-9 * expected + 1e-3));
  }

  private static List<String> buckets(JsonNode rows, String lon, String lat) {
    List<String> buckets = new ArrayList<>();
    for (JsonNode row : rows) {
      buckets.add(
          "%s %s %d"
              .formatted(
                  row.get(lon).asDouble(),
                  row.get(lat).asDouble(),
                  row.get("installations").asLong()));
    }
    return buckets;
  }

  private static List<String> expectedBuckets(String name, int most) {
    List<String> buckets = new ArrayList<>();
    for (JsonNode bucket : EXPECTED.get(name)) {
      if (buckets.size() < most) {
        buckets.add(
            "%s %s %d"
                .formatted(
                    bucket.get(0).asDouble(), bucket.get(1).asDouble(), bucket.get(2).asLong()));
      }
    }
    return buckets;
  }

  private static void assertExportsAreComplete() throws Exception {
    try (Connection duckdb = folder.open()) {
      String export =
          Judge.literal(folder.path().resolve("exports/consolidated_pv_data.parquet").toString());
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT record_id FROM (FROM stg_pv_consolidated EXCEPT ALL FROM read_parquet(%s))"
                      .formatted(export)))
          .isEmpty();
      assertThat(
              Judge.value(
                  duckdb,
                  "SELECT count(DISTINCT record_id) FROM read_parquet(%s)".formatted(export)))
          .isEqualTo(total());
      assertThat(
              Judge.value(
                  duckdb,
                  "SELECT count(*) FROM read_parquet(%s)"
                      .formatted(
                          Judge.literal(
                              folder.path().resolve("exports/uk_pv_data.parquet").toString()))))
          .as("no British site among the embedded ones")
          .isEqualTo(0L);
    }
  }

  private static long total() {
    return STORED.values().stream().mapToLong(Long::longValue).sum();
  }

  private static List<String> values(JsonNode rows, String column) {
    List<String> values = new ArrayList<>();
    rows.forEach(row -> values.add(row.get(column).asText()));
    return values;
  }
}
