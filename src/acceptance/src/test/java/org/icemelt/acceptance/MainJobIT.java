package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.RunFolder.where;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.Test;

/** The main job without options, and again over the same sources. */
class MainJobIT {
  private static final Map<String, Long> READ =
      Map.of(
          "ind_pv_solar_farms_2022", 1_363L,
          "usa_eia_large_scale_pv_2023", 3_699L,
          "usa_eia860_solar_plants_2023", 4_180L,
          "deu_ufz_pv_2015", 3_265L,
          "esp_gem_pv_2025", 3_043L,
          "usa_cali_usgs_pv_2016", 19_435L);
  private static final Map<String, Long> REJECTED = Map.of("usa_cali_usgs_pv_2016", 2L);

  private final DefaultLake lake = DefaultLake.shared();

  @Test
  void readsEveryFeatureOfEveryDatasetAndStoresOrRejectsIt() {
    assertThat(lake.first().exitCode()).as(lake.first().toString()).isZero();
    ClosingTable table = ClosingTable.in(lake.first().stdout());
    assertThat(table.datasets()).containsExactlyInAnyOrderElementsOf(READ.keySet());
    for (String dataset : READ.keySet()) {
      long rejected = REJECTED.getOrDefault(dataset, 0L);
      assertThat(table.number(dataset, "read")).as("read %s", dataset).isEqualTo(READ.get(dataset));
      assertThat(table.number(dataset, "rejected")).as("rejected %s", dataset).isEqualTo(rejected);
      assertThat(table.number(dataset, "stored"))
          .as("stored %s", dataset)
          .isEqualTo(READ.get(dataset) - rejected);
    }
  }

  @Test
  void theLakeHoldsWhatTheClosingTableSays() throws Exception {
    Map<String, Long> stored = new TreeMap<>();
    try (Connection duckdb = lake.folder().open()) {
      // length() makes DuckDB open the files; count(*) alone it answers from the catalog
      Judge.rows(
              duckdb,
              "SELECT dataset_name, count(DISTINCT record_id) FILTER (length(geometry) > 0)"
                  + " FROM stg_pv_consolidated GROUP BY ALL")
          .forEach(row -> stored.put((String) row.get(0), (Long) row.get(1)));
    }
    Map<String, Long> expected = new TreeMap<>(READ);
    REJECTED.forEach((dataset, rows) -> expected.merge(dataset, -rows, Long::sum));
    assertThat(stored).isEqualTo(expected);
  }

  @Test
  void rejectsTheTwoCalifornianRowsWithoutPosition() throws Exception {
    try (Connection duckdb = lake.folder().open()) {
      assertThat(
              Judge.column(
                  duckdb,
                  "SELECT source_row FROM ingest_rejects"
                      + where("usa_cali_usgs_pv_2016")
                      + " AND reason = 'geometry_missing' ORDER BY source_row"))
          .hasSize(2)
          .isEqualTo(
              Expected.longs(
                  Expected.json("raw_tables.json")
                      .at("/datasets/usa_cali_usgs_pv_2016/rejected_rows")));
      assertThat(Judge.value(duckdb, "SELECT count(*) FROM ingest_rejects")).isEqualTo(2L);
    }
  }

  @Test
  void flagsExactlyTheInvalidGeometriesAsRepaired() throws Exception {
    JsonNode expected = Expected.json("raw_tables.json").get("datasets");
    try (Connection duckdb = lake.folder().open()) {
      for (String dataset : Expected.names(expected)) {
        List<Object> repaired =
            Judge.column(
                duckdb,
                "SELECT source_row FROM stg_pv_consolidated"
                    + where(dataset)
                    + " AND geometry_repaired ORDER BY source_row");
        assertThat(repaired)
            .as("repaired rows of %s", dataset)
            .isEqualTo(Expected.longs(expected.get(dataset).get("invalid_rows")));
        assertThat(ClosingTable.in(lake.first().stdout()).number(dataset, "repaired"))
            .isEqualTo(repaired.size());
      }
      assertThat(
              Judge.value(
                  duckdb,
                  "SELECT count(*) FROM stg_pv_consolidated WHERE geometry_repaired IS NULL OR"
                      + " NOT ST_IsValid(ST_GeomFromText(geometry))"))
          .isEqualTo(0L);
    }
  }

  @Test
  void validPolygonsHaveTheirGeodesicAreaAndPointsNone() throws Exception {
    JsonNode expected = Expected.json("raw_tables.json").get("datasets");
    try (Connection duckdb = lake.folder().open()) {
      for (String dataset : Expected.names(expected)) {
        JsonNode of = expected.get(dataset);
        List<Object> measured =
            Judge.rows(
                    duckdb,
                    "SELECT count(area_m2), coalesce(sum(area_m2), 0) FROM stg_pv_consolidated"
                        + where(dataset)
                        + " AND NOT geometry_repaired")
                .get(0);
        double area = of.get("valid_polygons_area_m2").asDouble();
        long polygons = of.get("valid_polygons").asLong();
        assertThat(measured.get(0)).as("areas of %s", dataset).isEqualTo(polygons);
        assertThat((Double) measured.get(1))
            .as("area of %s", dataset)
            .isCloseTo(area, Offset.offset(1e-9 * area + 1e-3 * polygons));
      }
    }
  }

  @Test
  void theWholeRunIsOneSnapshotAndASecondRunAddsNone() throws Exception {
    assertThat(lake.folder().snapshots()).containsExactly(0L, 1L, 2L);
    assertThat(lake.second().exitCode()).as(lake.second().toString()).isZero();
    assertThat(Icemelt.said(lake.second())).containsPattern("(?i)unchanged|nothing (has )?changed");
  }

  @Test
  void makesTheExportsFolderThatTheReferencesSqlWritesTo() {
    assertThat(lake.folder().path().resolve("exports")).isDirectory();
  }

  @Test
  void theAuditFindsNoFault() {
    assertThat(lake.folder().faults()).isEmpty();
  }
}
