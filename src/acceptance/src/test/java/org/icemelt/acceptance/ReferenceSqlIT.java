package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The SQL of the reference system's users, word for word, on a lake of ours. */
class ReferenceSqlIT {
  private static final String SQL = SqlClient.resource("reference.sql");
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
    assertThat(values(results.get(4), "installations").stream().map(Long::valueOf).toList())
        .allMatch(count -> count > 0)
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertAreasArePlausible(results.get(5));
  }

  /**
   * Sums over all polygons are above PROJ's over the valid ones; India's 78 invalid are a fifth.
   */
  private static void assertAreasArePlausible(JsonNode summary) {
    assertThat(summary).hasSize(STORED.size());
    JsonNode expected = Expected.json("raw_tables.json").get("datasets");
    for (JsonNode row : summary) {
      String dataset = row.get("dataset_name").asText();
      assertThat(row.get("total_installations").asLong()).isEqualTo(STORED.get(dataset));
      assertThat(row.get("first_processed").asText()).isEqualTo(row.get("last_processed").asText());
      double valid = expected.get(dataset).get("valid_polygons_area_m2").asDouble();
      if (valid == 0) {
        assertThat(row.get("total_area_m2").isNull()).as("points have no area").isTrue();
      } else {
        double mean = row.get("avg_area_m2").asDouble();
        double total = row.get("total_area_m2").asDouble();
        assertThat(total).isBetween(valid * (1 - 1e-9), valid * 1.5);
        assertThat(mean * STORED.get(dataset)).isCloseTo(total, Offset.offset(1e-9 * total));
      }
    }
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
