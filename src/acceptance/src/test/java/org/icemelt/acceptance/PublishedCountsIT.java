package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The reference system's 443,917 rows: six datasets of the {@code world} manifest at their
 * published counts, in their own formats. India's file is the real one, the others' rows are
 * synthetic, made anew in each run and kept nowhere. Which of the three counts of labels is which
 * set is not stated where the counts are published; their sum is.
 */
class PublishedCountsIT {
  private static final int PREDICTED = 68_661;
  private static final int TRAINED = 36_882;
  private static final int VALIDATED = 6_281;
  private static final int TESTED = 7_263;
  private static final int UK = 265_406;
  private static final int FARMS = 35_272;
  private static final int CALIFORNIA = 19_433;
  private static final int INDIA = 1_363;
  private static final int CHINA_TEST_2015 = 687;
  private static final int CHINA_TEST_2020 = 817;
  private static final int CHINA_TRAIN_2020 = 1_852;

  private static WorldServers servers;
  private static RunFolder folder;
  private static Command run;

  @BeforeAll
  static void build() throws Exception {
    folder = RunFolder.empty("published-counts");
    SyntheticWorld world = new SyntheticWorld(folder.path().resolve("synthetic-world"));
    world.globalInventory(PREDICTED, TRAINED, VALIDATED, TESTED);
    world.unitedKingdom(UK);
    world.california(CALIFORNIA);
    try (Connection duckdb = Judge.connect()) {
      world.globalSolarFarms(duckdb, FARMS);
      world.china(duckdb, CHINA_TEST_2015, CHINA_TEST_2020, CHINA_TRAIN_2020);
    }
    servers = new WorldServers().serve(world);
    List<String> options = new ArrayList<>(List.of("build", "--manifest=world"));
    options.addAll(servers.options());
    options.add(
        "--datasets=global_pv_inventory_sent2_spot_2021,uk_crowdsourced_pv_2020,"
            + "global_harmonized_large_solar_farms_2020,usa_cali_usgs_pv_2016,"
            + "ind_pv_solar_farms_2022,chn_med_res_pv_2024");
    run = folder.build(options.toArray(String[]::new));
  }

  @AfterAll
  static void close() {
    servers.close();
  }

  @Test
  void readsAllRowsAndStoresOrRejectsEach() {
    ClosingTable table = ClosingTable.in(run.stdout());
    long read = 0;
    for (String dataset : table.datasets()) {
      read += table.number(dataset, "read");
      assertThat(table.number(dataset, "stored") + table.number(dataset, "rejected"))
          .as(dataset)
          .isEqualTo(table.number(dataset, "read"));
    }
    assertThat(read).isEqualTo(443_917);
  }

  @Test
  void tellsInstallationsLabelsAndSamplesApart() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT record_role, count(record_id), count(DISTINCT record_id)"
                      + " FROM stg_pv_consolidated GROUP BY ALL ORDER BY ALL"))
          .containsExactly(
              all("installation", PREDICTED + UK + FARMS + CALIFORNIA + INDIA),
              all("label", TRAINED + VALIDATED + TESTED),
              all("sample", CHINA_TEST_2015 + CHINA_TEST_2020 + CHINA_TRAIN_2020));
    }
  }

  @Test
  void hasEveryFileWholeWithItsNumbers() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  """
                  SELECT split_part(source_file, '/', -1) AS file, count(geometry), min(source_row),
                    max(source_row), count(source_area_m2), round(sum(source_area_m2), 1)
                  FROM stg_pv_consolidated WHERE dataset_name <> 'ind_pv_solar_farms_2022'
                  GROUP BY source_file ORDER BY file
                  """))
          .containsExactly(
              withoutAreas("PV_Test_2015.shp", CHINA_TEST_2015),
              withoutAreas("PV_Test_2020.shp", CHINA_TEST_2020),
              withoutAreas("PV_Train_2020.shp", CHINA_TRAIN_2020),
              withAreas("SolarArrayPolygons.geojson", CALIFORNIA),
              withAreas("cv_polygons.geojson", VALIDATED),
              withAreas("global_solar_2020_WGS84.gpkg", FARMS),
              withAreas("predicted_set.geojson", PREDICTED),
              withAreas("test_polygons.geojson", TESTED),
              withAreas("trn_polygons.geojson", TRAINED),
              unitedKingdom());
    }
  }

  @Test
  void placesEveryRowWhereItsFileHasIt() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  """
                  WITH corner AS (
                    SELECT split_part(source_file, '/', -1) AS file, geometry_type,
                      centroid_lon - (source_row % 1000) / 1000.0 AS lon,
                      centroid_lat - (source_row // 1000) / 1000.0 AS lat
                    FROM stg_pv_consolidated WHERE dataset_name <> 'ind_pv_solar_farms_2022')
                  SELECT DISTINCT file, geometry_type = 'Point',
                    round(lon, 7) + 0.0, round(lat, 7) + 0.0
                  FROM corner ORDER BY ALL
                  """))
          .containsExactly(
              polygons("PV_Test_2015.shp", 100, 30),
              polygons("PV_Test_2020.shp", 105, 30),
              polygons("PV_Train_2020.shp", 110, 30),
              polygons("SolarArrayPolygons.geojson", -120, 36),
              polygons("cv_polygons.geojson", 90, 20),
              polygons("global_solar_2020_WGS84.gpkg", 30, 10),
              polygons("predicted_set.geojson", 70, 20),
              polygons("test_polygons.geojson", 100, 20),
              polygons("trn_polygons.geojson", 80, 20),
              polygons("ukpvgeo_geometries.geojson", -6, 50),
              List.of("ukpvgeo_geometries.geojson", true, -6.0, 50.0));
    }
  }

  /** DuckDB's own measure of the stored outlines; every hundredth row. */
  @Test
  void measuresAreasAsDuckDbDoes() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  """
                  SELECT count(*) > 4000, bool_and(
                    abs(area_m2 / ST_Area_Spheroid(ST_FlipCoordinates(ST_GeomFromText(geometry))) - 1)
                      < 1e-6)
                  FROM stg_pv_consolidated
                  WHERE geometry_type <> 'Point' AND source_row % 100 = 1 AND NOT geometry_repaired
                  """))
          .containsExactly(List.of(true, true));
    }
  }

  private static List<Object> all(String role, long rows) {
    return List.of(role, rows, rows);
  }

  private static List<Object> withAreas(String file, long rows) {
    return List.of(file, rows, 0L, rows - 1, rows, rows * (double) rows / 2);
  }

  private static List<Object> withoutAreas(String file, long rows) {
    return java.util.Arrays.asList(file, rows, 0L, rows - 1, 0L, null);
  }

  /** Every fourth row is a point, without an area. */
  private static List<Object> unitedKingdom() {
    double areas = 0;
    long outlines = 0;
    for (int row = 0; row < UK; row++) {
      if (row % 4 != 0) {
        areas += row + 0.5;
        outlines++;
      }
    }
    return List.of("ukpvgeo_geometries.geojson", (long) UK, 0L, UK - 1L, outlines, areas);
  }

  private static List<Object> polygons(String file, double west, double south) {
    return List.of(file, false, west + 0.00025, south + 0.00025);
  }
}
