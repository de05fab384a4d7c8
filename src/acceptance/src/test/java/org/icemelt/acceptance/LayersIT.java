package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.Test;

/**
 * The prepared and curated layers of the default build against what geopandas, shapely and pandas
 * compute from the sources ({@code src/acceptance/oracle/layers.py}).
 */
class LayersIT {
  private static final String POLYGONS = "usa_eia_large_scale_pv_2023";
  private static final String PLANTS = "usa_eia860_solar_plants_2023";

  private final DefaultLake lake = DefaultLake.shared();

  @Test
  void eachSiteStandsInTheCountryThatGeopandasFindsByTheSameStep() throws Exception {
    JsonNode expected = Expected.json("countries.json");
    Map<String, Map<String, Set<Long>>> found = new TreeMap<>();
    try (Connection duckdb = lake.folder().open()) {
      for (List<Object> row :
          Judge.rows(
              duckdb,
              "SELECT dataset_name, coalesce(country_match, 'none'), coalesce(country_iso, '-'),"
                  + " source_row FROM prep_pv_datasets_unified")) {
        found
            .computeIfAbsent((String) row.get(0), d -> new TreeMap<>())
            .computeIfAbsent(row.get(1) + " " + row.get(2), s -> new TreeSet<>())
            .add((Long) row.get(3));
      }
    }
    assertThat(found.keySet()).isEqualTo(new TreeSet<>(Expected.names(expected)));
    for (String dataset : found.keySet()) {
      Map<String, Set<Long>> steps = new TreeMap<>();
      for (String step : Expected.names(expected.get(dataset))) {
        JsonNode countries = expected.get(dataset).get(step);
        for (String iso : Expected.names(countries)) {
          steps.put(step + " " + iso, rows(countries.get(iso).asText()));
        }
      }
      assertThat(found.get(dataset)).as(dataset).isEqualTo(steps);
    }
  }

  @Test
  void allPlantsWhoseIdAPolygonHasAreMarkedAsItsDuplicates() throws Exception {
    Set<Long> expected = rows(Expected.json("overlaps.json").get("plants_matched_by_id").asText());
    assertThat(expected).hasSize(3_503);
    try (Connection duckdb = lake.folder().open()) {
      assertThat(
              new TreeSet<>(
                  Judge.column(
                      duckdb,
                      """
                      SELECT plant.source_row
                      FROM prep_pv_datasets_unified plant
                      JOIN prep_pv_datasets_unified polygon
                        ON plant.duplicate_of = polygon.record_id
                      WHERE plant.dataset_name = 'usa_eia860_solar_plants_2023'
                        AND polygon.dataset_name = 'usa_eia_large_scale_pv_2023'
                        AND plant.duplicate_reason = 'id' AND NOT plant.is_primary
                        AND plant.external_id = polygon.external_id AND polygon.is_primary
                      """)))
          .isEqualTo(expected);
    }
  }

  @Test
  void pointsInPolygonsAreThoseOfBruteForceAndPlantsOfAnotherIdAreNotMerged() throws Exception {
    JsonNode expected = Expected.json("overlaps.json");
    Set<String> pairs = pairs(expected.get("us_polygon_rows_x_eia_point_rows"));
    Set<String> strangers = pairs(expected.get("of_different_plants"));
    assertThat(pairs).hasSize(1_593);
    assertThat(strangers).hasSize(96);
    try (Connection duckdb = lake.folder().open()) {
      Set<String> merged = new HashSet<>();
      for (List<Object> row :
          Judge.rows(
              duckdb,
              """
              SELECT polygon.source_row, plant.source_row
              FROM prep_pv_datasets_unified plant
              JOIN prep_pv_datasets_unified polygon ON plant.duplicate_of = polygon.record_id
              WHERE plant.dataset_name = '%s' AND polygon.dataset_name = '%s'
              """
                  .formatted(PLANTS, POLYGONS))) {
        merged.add(row.get(0) + " " + row.get(1));
      }
      assertThat(merged).doesNotContainAnyElementsOf(strangers).hasSize(3_503);
    }
  }

  /**
   * The same files as datasets without profile, so that no id can match: geometry alone decides.
   */
  @Test
  void overlapsAreThoseOfBruteForce() throws Exception {
    RunFolder folder = RunFolder.empty("layers-overlaps");
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    for (String dataset : List.of(POLYGONS, PLANTS, "esp_gem_pv_2025")) {
      EmbeddedData.copy(EmbeddedData.of(dataset), manifest.folder());
    }
    EmbeddedData.copy(
        EmbeddedData.ofTests("esp_gem_pv_2025/derived_latin1_shp"), manifest.folder());
    manifest
        .dataset(
            "polygons",
            "uspvdbGeoJSON.zip",
            "{\"file_filters\": {\"include_patterns\": [\"*.geojson\"]}}")
        .dataset("points", "solar-eia-plants_1677797473131.zip")
        .dataset("tracker", "pv_spain.gpkg")
        .dataset("extract", "esp_gem_pv_operating_latin1.shp");
    folder.build(manifest.option(), "--layers=raw,staging,prepared,curated");

    JsonNode expected = Expected.json("overlaps.json");
    Set<String> pairs = pairs(expected.get("us_polygon_rows_x_eia_point_rows"));
    try (Connection duckdb = folder.open()) {
      List<List<Object>> marked =
          Judge.rows(
              duckdb,
              """
              SELECT polygon.source_row, point.source_row, point.duplicate_reason
              FROM prep_pv_datasets_unified point
              JOIN prep_pv_datasets_unified polygon ON point.duplicate_of = polygon.record_id
              WHERE point.dataset_name = 'points' AND polygon.dataset_name = 'polygons'
              """);
      assertThat(marked)
          .allSatisfy(row -> assertThat(pairs).contains(row.get(0) + " " + row.get(1)))
          .allSatisfy(row -> assertThat(row.get(2)).isEqualTo("point_in_polygon"));
      Set<String> points = new TreeSet<>();
      pairs.forEach(pair -> points.add(pair.split(" ")[1]));
      assertThat(marked.stream().map(row -> row.get(1).toString()).toList())
          .containsExactlyInAnyOrderElementsOf(points);

      Set<String> shared = pairs(expected.get("spain_rows_x_extract_rows"));
      List<List<Object>> spain =
          Judge.rows(
              duckdb,
              """
              SELECT tracker.source_row, extract.source_row,
                coalesce(extract.overlap_ratio, tracker.overlap_ratio)
              FROM prep_pv_datasets_unified tracker
              JOIN prep_pv_datasets_unified extract
                ON extract.duplicate_of = tracker.record_id
                   OR tracker.duplicate_of = extract.record_id
              WHERE tracker.dataset_name = 'tracker' AND extract.dataset_name = 'extract'
              """);
      assertThat(spain)
          .allSatisfy(row -> assertThat(shared).contains(row.get(0) + " " + row.get(1)))
          .allSatisfy(row -> assertThat(row.get(2)).isEqualTo(1.0));
      assertThat(
              Judge.value(
                  duckdb,
                  "SELECT count(DISTINCT geometry) FROM prep_pv_datasets_unified"
                      + " WHERE NOT is_primary AND dataset_name IN ('tracker', 'extract')"))
          .isEqualTo(expected.get("spain_shared_positions").asLong())
          .isEqualTo(1_795L);
    }
    assertThat(folder.faults()).isEmpty();
  }

  @Test
  void everyDuplicateNamesAPrimaryRecordOfAnotherDataset() throws Exception {
    try (Connection duckdb = lake.folder().open()) {
      assertThat(
              Judge.value(
                  duckdb,
                  """
                  SELECT count(*) FROM prep_pv_datasets_unified duplicate
                  LEFT JOIN prep_pv_datasets_unified site
                    ON duplicate.duplicate_of = site.record_id AND site.is_primary
                       AND site.dataset_name <> duplicate.dataset_name
                  WHERE NOT duplicate.is_primary AND site.record_id IS NULL
                     OR duplicate.is_primary <> (duplicate.duplicate_of IS NULL)
                     OR duplicate.is_primary <> (duplicate.duplicate_reason IS NULL)
                  """))
          .isEqualTo(0L);
    }
  }

  @Test
  void everyDerivedTablesTotalsAddUpToItsInput() throws Exception {
    try (Connection duckdb = lake.folder().open()) {
      String unified = "SELECT count(*), round(sum(area_m2), 3), round(sum(capacity_mw), 3) FROM ";
      assertThat(Judge.rows(duckdb, unified + "prep_pv_datasets_unified"))
          .isEqualTo(Judge.rows(duckdb, unified + "stg_pv_consolidated"));
      List<List<Object>> curated =
          Judge.rows(
              duckdb,
              """
              SELECT count(*), round(sum(area_m2), 3),
                round(sum(capacity_mw) FILTER (capacity_basis = 'ac'), 6),
                round(sum(capacity_mw) FILTER (capacity_basis = 'dc'), 6),
                round(sum(capacity_mw) FILTER (capacity_basis = 'unknown'), 6)
              FROM curated_pv_installations
              """);
      for (String table : List.of("prep_country_pv_statistics", "curated_pv_grid")) {
        assertThat(
                Judge.rows(
                    duckdb,
                    """
                    SELECT sum(installations)::BIGINT, round(sum(area_m2), 3),
                      round(sum(capacity_mw_ac), 6), round(sum(capacity_mw_dc), 6),
                      round(sum(capacity_mw_unknown), 6)
                    FROM %s
                    """
                        .formatted(table)))
            .as(table)
            .isEqualTo(curated);
      }
      Object all = Judge.value(duckdb, "SELECT count(record_id) FROM stg_pv_consolidated");
      for (String sum :
          List.of(
              "sum(total_records) FROM prep_country_pv_statistics",
              "sum(total_records) FROM prep_country_h3_decomposition",
              "sum(total_installations) FROM curated_pv_dataset_summary")) {
        assertThat(Judge.value(duckdb, "SELECT (" + sum.replace(" FROM", ")::BIGINT FROM")))
            .as(sum)
            .isEqualTo(all);
      }
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT sum(installations)::BIGINT, round(sum(area_m2), 3)"
                      + " FROM prep_country_h3_decomposition"))
          .isEqualTo(
              Judge.rows(
                  duckdb, "SELECT count(*), round(sum(area_m2), 3) FROM curated_pv_installations"));
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT sum(duplicates)::BIGINT, sum(rejected)::BIGINT"
                      + " FROM curated_pv_dataset_summary"))
          .isEqualTo(
              Judge.rows(
                  duckdb,
                  "SELECT count(*) FILTER (NOT is_primary), (SELECT count(*) FROM ingest_rejects)"
                      + " FROM prep_pv_datasets_unified"));
    }
  }

  @Test
  void theDatasetSummaryIsThatOfPandas() throws Exception {
    JsonNode expected = Expected.json("statistics.json");
    try (Connection duckdb = lake.folder().open()) {
      for (String dataset : Expected.names(expected)) {
        JsonNode values = expected.get(dataset);
        for (String column : Expected.names(values)) {
          Object found =
              Judge.value(
                  duckdb,
                  "SELECT "
                      + Judge.identifier(column)
                      + "::DOUBLE FROM curated_pv_dataset_summary"
                      + RunFolder.where(dataset));
          String what = dataset + "." + column;
          if (values.get(column).isNull()) {
            assertThat(found).as(what).isNull();
          } else {
            double value = values.get(column).asDouble();
            assertThat((Double) found)
                .as(what)
                .isCloseTo(value, org.assertj.core.data.Offset.offset(Math.abs(value) * 1e-6));
          }
        }
      }
    }
  }

  @Test
  void theViewsOfTheReferenceShowTheTablesTheyAreNamedFor() throws Exception {
    try (Connection duckdb = lake.folder().open()) {
      Map<String, String> counted = new TreeMap<>();
      counted.put("raw_data.doi_pv_features", "stg_pv_consolidated");
      counted.put("stg_pv_features", "stg_pv_consolidated");
      counted.put("raw_data.admin_boundaries", "admin_boundaries");
      counted.put("prep_overture_countries", "admin_boundaries WHERE \"level\" = 0");
      counted.put(
          "prepared_dedup_h3_pv_locations", "prep_pv_datasets_unified WHERE duplicate_of IS NULL");
      counted.put("prep_pv_with_admin_boundaries", "prep_pv_datasets_unified");
      for (String dataset : Expected.datasets()) {
        counted.put("raw_data." + dataset, "raw_" + dataset);
        counted.put("stg_" + dataset, "stg_pv_consolidated" + RunFolder.where(dataset));
      }
      for (var view : counted.entrySet()) {
        assertThat(hash(duckdb, view.getKey()))
            .as(view.getKey())
            .isEqualTo(hash(duckdb, view.getValue()));
      }
      assertThat(
              Judge.column(
                  duckdb,
                  "SELECT DISTINCT country_name FROM prep_pv_with_admin_boundaries"
                      + " WHERE country_iso = 'DE'"))
          .containsExactly("Germany");
    }
  }

  @Test
  void cellsAtFurtherResolutionsAreAddedToStagingAndPrepared() throws Exception {
    RunFolder folder = RunFolder.empty("layers-h3");
    folder.build(
        "--datasets=deu_ufz_pv_2015",
        "--h3Resolution=0,5,15",
        "--layers=raw,staging,prepared,curated");
    try (Connection duckdb = folder.open()) {
      for (String table : List.of("stg_pv_consolidated", "prep_pv_datasets_unified")) {
        // a cell's resolution stands in its bits 52 to 55
        assertThat(
                Judge.rows(
                    duckdb,
                    """
                    SELECT DISTINCT (h3_index_0 >> 52) & 15, (h3_index_5 >> 52) & 15,
                      (h3_index_12 >> 52) & 15, (h3_index_15 >> 52) & 15 FROM %s
                    """
                        .formatted(table)))
            .as(table)
            .hasSize(1)
            .allSatisfy(
                row -> assertThat(row).map(Object::toString).containsExactly("0", "5", "12", "15"));
      }
    }
    assertThat(folder.faults()).isEmpty();
  }

  @Test
  void aSecondRunComputesNothingAndAChangedDatasetTouchesItsOwnRowsOnly() throws Exception {
    RunFolder folder = lake.folder().copy("layers-again");
    assertThat(lake.second().stdout()).contains("layers are as they were");
    List<Long> before = folder.snapshots();
    folder.build("--layers=prepared,curated");
    assertThat(folder.snapshots()).isEqualTo(before);
    String files =
        "SELECT data_file FROM ducklake_list_files('lake', 'prep_pv_datasets_unified')"
            + " ORDER BY ALL";
    List<Object> old;
    try (Connection duckdb = folder.open()) {
      old = Judge.column(duckdb, files);
      Judge.execute(
          duckdb,
          "UPDATE stg_pv_consolidated SET external_id = NULL, name = 'x' WHERE dataset_name ="
              + " 'ind_pv_solar_farms_2022' AND source_row = 7");
    }
    Command verified = folder.expect(0, "verify");
    assertThat(verified.stdout()).contains("older than");
    folder.build("--layers=prepared,curated");
    try (Connection duckdb = folder.open()) {
      List<Object> now = Judge.column(duckdb, files);
      List<Object> kept = new ArrayList<>(old);
      kept.retainAll(now);
      assertThat(kept).hasSize(old.size() - 1);
      assertThat(old.stream().filter(file -> !now.contains(file)))
          .allSatisfy(file -> assertThat(file.toString()).contains("ind_pv_solar_farms_2022"));
      assertThat(
              Judge.column(
                  duckdb,
                  "SELECT source_row FROM prep_pv_datasets_unified WHERE name = 'x'"
                      + " AND dataset_name = 'ind_pv_solar_farms_2022'"))
          .containsExactly(7L);
      Judge.execute(duckdb, "DROP TABLE curated_pv_grid", "DROP VIEW curated_pv_installations");
    }
    assertThat(folder.expect(0, "verify").stdout()).doesNotContain("older than");
    folder.build("--layers=curated");
    try (Connection duckdb = folder.open()) {
      assertThat(Judge.value(duckdb, "SELECT sum(installations)::BIGINT FROM curated_pv_grid"))
          .isEqualTo(Judge.value(duckdb, "SELECT count(record_id) FROM curated_pv_installations"));
    }
    assertThat(folder.faults()).isEmpty();
  }

  @Test
  void aTableOfTheUsersInAViewsPlaceIsRefusedAndStays() throws Exception {
    RunFolder folder = RunFolder.empty("layers-refused");
    folder.build("--datasets=ind_pv_solar_farms_2022");
    try (Connection duckdb = folder.open()) {
      Judge.execute(duckdb, "CREATE TABLE prep_overture_countries AS SELECT 1 AS mine");
    }
    Command refused = folder.expect(4, "--layers=prepared,curated");
    assertThat(Icemelt.said(refused))
        .contains("prep_overture_countries")
        .contains("Rename or drop");
    try (Connection duckdb = folder.open()) {
      assertThat(Judge.value(duckdb, "SELECT mine FROM prep_overture_countries")).isEqualTo(1);
      assertThat(
              Judge.column(
                  duckdb,
                  "SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'"
                      + " AND table_name LIKE 'prep%'"))
          .containsExactly("prep_overture_countries");
    }
  }

  @Test
  void layersOfALakeThatHasNoStagingTableAreRefused() {
    RunFolder folder = RunFolder.empty("layers-nothing");
    assertThat(Icemelt.said(folder.expect(2, "--layers=prepared")))
        .contains("stg_pv_consolidated")
        .contains("--layers=raw,staging,prepared");
  }

  private static Object hash(Connection duckdb, String from) throws SQLException {
    String source =
        from.startsWith("prep_pv_with")
            ? "(SELECT * EXCLUDE country_name FROM " + from + ")"
            : from;
    return Judge.rows(
        duckdb,
        "SELECT count(*), sum(hash(shown)::HUGEINT)::VARCHAR FROM (SELECT * FROM "
            + source
            + ") AS shown");
  }

  private static Set<String> pairs(JsonNode array) {
    Set<String> pairs = new HashSet<>();
    array.forEach(pair -> pairs.add(pair.get(0).asLong() + " " + pair.get(1).asLong()));
    return pairs;
  }

  /** 0-2 5 as 0, 1, 2, 5. */
  private static Set<Long> rows(String ranges) {
    Set<Long> rows = new TreeSet<>();
    for (String range : ranges.split(" ")) {
      String[] ends = range.split("-");
      long last = Long.parseLong(ends[ends.length - 1]);
      for (long row = Long.parseLong(ends[0]); row <= last; row++) {
        rows.add(row);
      }
    }
    return rows;
  }
}
