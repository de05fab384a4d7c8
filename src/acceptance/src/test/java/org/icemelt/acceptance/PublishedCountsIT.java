package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.PublishedLake.CALIFORNIA;
import static org.icemelt.acceptance.PublishedLake.CHINA_TEST_2015;
import static org.icemelt.acceptance.PublishedLake.CHINA_TEST_2020;
import static org.icemelt.acceptance.PublishedLake.CHINA_TRAIN_2020;
import static org.icemelt.acceptance.PublishedLake.FARMS;
import static org.icemelt.acceptance.PublishedLake.INDIA;
import static org.icemelt.acceptance.PublishedLake.PREDICTED;
import static org.icemelt.acceptance.PublishedLake.TESTED;
import static org.icemelt.acceptance.PublishedLake.TRAINED;
import static org.icemelt.acceptance.PublishedLake.UK;
import static org.icemelt.acceptance.PublishedLake.VALIDATED;

import java.sql.Connection;
import java.util.List;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.Test;

/** The rows of {@link PublishedLake}, as DuckDB reads them. */
class PublishedCountsIT {
  private final RunFolder folder = PublishedLake.shared().folder();
  private final Command run = PublishedLake.shared().run();

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
