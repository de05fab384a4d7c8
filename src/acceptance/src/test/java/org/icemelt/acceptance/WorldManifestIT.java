package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The program's {@code world} manifest, from DOI to rows: its eight active datasets come from
 * {@link WorldServers}, with the real files of India and of the USPVDB, and synthetic files for the
 * other six ({@link SyntheticWorld}).
 */
class WorldManifestIT {
  private static final String GLOBAL = "global_pv_inventory_sent2_spot_2021";
  private static final String UK = "uk_crowdsourced_pv_2020";
  private static final String FARMS = "global_harmonized_large_solar_farms_2020";
  private static final String CALIFORNIA = "usa_cali_usgs_pv_2016";
  private static final String INDIA = "ind_pv_solar_farms_2022";
  private static final String CHINA = "chn_med_res_pv_2024";
  private static final String USPVDB = "usa_eia_large_scale_pv_2023";
  private static final String GMSEUS = "usa_gm_seus_v1_2025";
  private static final String FARMS_MEMBER = "global_wind_solar_2020/global_solar_2020_WGS84.gpkg";
  private static final List<String> SKIPPED =
      List.of(
          "chn_jiangsu_vhr_pv_2021",
          "deu_maxar_vhr_2023",
          "fra_west_eur_pv_installations_2023",
          "global_pv_inventory_sent2_2024");
  private static final List<String> ASKED_EACH_TIME =
      List.of(
          "GET /api/records/5005867",
          "GET /api/records/5005868",
          "GET /api/records/4059881",
          "GET /api/records/14827819",
          "GET /v2/articles/11310269/versions/6",
          "GET /v2/articles/3385780/versions/4",
          "GET /repos/microsoft/solar-farms-mapping",
          "GET /repos/microsoft/solar-farms-mapping/commits/heads/main",
          "GET /repos/microsoft/solar-farms-mapping/git/trees/"
              + WorldServers.INDIA_COMMIT
              + "?recursive=1",
          "GET /repos/qingfengxitu/ChinaPV",
          "GET /repos/qingfengxitu/ChinaPV/commits/main",
          "GET /repos/qingfengxitu/ChinaPV/git/trees/"
              + WorldServers.CHINA_COMMIT
              + "?recursive=1");

  private static WorldServers servers;
  private static SyntheticWorld world;
  private static RunFolder folder;
  private static Instant before;
  private static Instant after;
  private static Command run;
  private static List<String> asked;
  private static Command again;
  private static List<String> askedAgain;

  @BeforeAll
  static void buildTwice() throws Exception {
    folder = RunFolder.empty("world");
    world = new SyntheticWorld(folder.path().resolve("synthetic-world"));
    world.globalInventory(40, 12, 7, 9);
    world.unitedKingdom(60);
    world.california(30);
    try (Connection duckdb = Judge.connect()) {
      world.globalSolarFarms(duckdb, 25);
      world.china(duckdb, 9, 11, 13);
      world.groundMounted(duckdb, 20, 5);
    }
    servers = new WorldServers().serve(world);
    List<String> options = new ArrayList<>(List.of("build"));
    options.add("--manifest=" + servers.manifest(folder.path()));
    options.addAll(servers.options());
    before = Instant.now();
    run = folder.build(options.toArray(String[]::new));
    after = Instant.now();
    asked = servers.log();
    servers.forget();
    again = folder.build(options.toArray(String[]::new));
    askedAgain = servers.log();
  }

  @AfterAll
  static void close() {
    servers.close();
  }

  @Test
  void readsEveryRowOfTheEightAndListsTheFourSkipped() {
    ClosingTable table = ClosingTable.in(run.stdout());
    assertThat(table.datasets())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of(GLOBAL, UK, FARMS, CALIFORNIA, INDIA, CHINA, USPVDB, GMSEUS),
                    SKIPPED.stream())
                .toList());
    assertThat(table.number(GLOBAL, "stored")).isEqualTo(40 + 12 + 7 + 9);
    assertThat(table.number(UK, "stored")).isEqualTo(60);
    assertThat(table.number(FARMS, "stored")).isEqualTo(25);
    assertThat(table.number(CALIFORNIA, "stored")).isEqualTo(30);
    assertThat(table.number(INDIA, "stored")).isEqualTo(1_363);
    assertThat(table.number(CHINA, "stored")).isEqualTo(9 + 11 + 13);
    assertThat(table.number(USPVDB, "stored")).isEqualTo(3_699);
    assertThat(table.number(GMSEUS, "stored")).isEqualTo(20 + 5);
    for (String skipped : SKIPPED) {
      assertThat(table.text(skipped, "status")).isEqualTo("skipped");
    }
  }

  @Test
  void asksForWhatTheManifestWantsAndNothingElse() {
    List<String> expected = new ArrayList<>(ASKED_EACH_TIME);
    for (String file : new String[] {"predicted_set", "trn_polygons", "cv_polygons"}) {
      expected.add("GET /api/records/5005868/files/" + file + ".geojson/content");
    }
    expected.add("GET /api/records/5005868/files/test_polygons.geojson/content");
    expected.add("GET /api/records/4059881/files/ukpvgeo_geometries.geojson/content");
    expected.add("GET /api/records/14827819/files/GMSEUS_v1_0.zip/content");
    expected.add("GET /files/113102690");
    expected.add("GET /files/33857800");
    expected.add(
        "GET /microsoft/solar-farms-mapping/"
            + WorldServers.INDIA_COMMIT
            + "/"
            + WorldServers.INDIA_FILE);
    for (String base : new String[] {"PV_Test_2015", "PV_Test_2020", "PV_Train_2020"}) {
      for (String ending : new String[] {".CPG", ".dbf", ".prj", ".shp", ".shx"}) {
        expected.add(
            "GET /qingfengxitu/ChinaPV/" + WorldServers.CHINA_COMMIT + "/" + base + ending);
      }
    }
    expected.add("GET " + WorldServers.USPVDB_PATH);
    assertThat(asked).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void downloadsNothingASecondTimeAndSaysThatNothingChanged() throws Exception {
    List<String> expected = new ArrayList<>(ASKED_EACH_TIME);
    expected.add("HEAD " + WorldServers.USPVDB_PATH);
    assertThat(askedAgain).containsExactlyInAnyOrderElementsOf(expected);
    ClosingTable table = ClosingTable.in(again.stdout());
    for (String dataset : table.datasets()) {
      assertThat(table.text(dataset, "status"))
          .as(dataset)
          .isEqualTo(SKIPPED.contains(dataset) ? "skipped" : "unchanged");
    }
    assertThat(folder.snapshots()).containsExactly(0L, 1L);
  }

  @Test
  void recordsWhereEachFileCameFrom() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT dataset_name, source_file, doi, version, license, format, features_read,"
                      + " status FROM ingest_files ORDER BY dataset_name, source_file"))
          .containsExactly(
              china("PV_Test_2015.shp", 9),
              china("PV_Test_2020.shp", 11),
              china("PV_Train_2020.shp", 13),
              List.of(
                  FARMS,
                  "global_wind_solar_2020.zip/" + FARMS_MEMBER,
                  "10.6084/m9.figshare.11310269.v6",
                  "6",
                  "CC BY 4.0",
                  "geopackage",
                  25L,
                  "stored"),
              global("cv_polygons.geojson", 7),
              global("predicted_set.geojson", 40),
              global("test_polygons.geojson", 9),
              global("trn_polygons.geojson", 12),
              List.of(
                  INDIA,
                  "solar_farms_india_2021_merged_simplified.geojson",
                  "https://raw.githubusercontent.com/microsoft/solar-farms-mapping/refs/heads/main/"
                      + WorldServers.INDIA_FILE,
                  WorldServers.INDIA_COMMIT,
                  "MIT",
                  "geojson",
                  1_363L,
                  "stored"),
              List.of(
                  UK,
                  "ukpvgeo_geometries.geojson",
                  "10.5281/zenodo.4059881",
                  "1.0",
                  "cc-by-4.0",
                  "geojson",
                  60L,
                  "stored"),
              List.of(
                  CALIFORNIA,
                  "SolarArrayPolygons.geojson",
                  "10.6084/m9.figshare.3385780.v4",
                  "4",
                  "CC0",
                  "geojson",
                  30L,
                  "stored"),
              nullable(
                  USPVDB,
                  "uspvdbGeoJSON.zip/uspvdb_v1_0_20231108.geojson",
                  "10.5281/zenodo.8038684",
                  null,
                  "public domain (US Government work)",
                  "geojson",
                  3_699L,
                  "stored"),
              groundMounted("GMSEUS_Arrays_Final", 20),
              groundMounted("second", 5));
    }
  }

  @Test
  void recordsAddressChecksumAndTimeOfEachFile() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT DISTINCT url FROM ingest_files WHERE dataset_name IN ('%s', '%s', '%s')"
                          .formatted(FARMS, INDIA, USPVDB)
                      + " ORDER BY dataset_name"))
          .extracting(row -> row.get(0))
          .containsExactlyInAnyOrder(
              servers.figshare.base() + "/files/113102690",
              servers.githubRaw.base()
                  + "/microsoft/solar-farms-mapping/"
                  + WorldServers.INDIA_COMMIT
                  + "/"
                  + WorldServers.INDIA_FILE,
              servers.uspvdbUrl());
      assertThat(checksum(duckdb, "predicted_set.geojson"))
          .isEqualTo(Packed.digest("SHA-256", world.of(GLOBAL).resolve("predicted_set.geojson")));
      assertThat(checksum(duckdb, "global_wind_solar_2020.zip/" + FARMS_MEMBER))
          .isEqualTo(
              Packed.digest(
                  "SHA-256", world.of(FARMS).resolve("unpacked/global_solar_2020_WGS84.gpkg")));
      assertThat(
              Judge.rows(
                      duckdb,
                      "SELECT min(fetched_at), max(fetched_at), count(fetched_at) FROM ingest_files")
                  .get(0))
          .satisfies(
              row -> {
                assertThat(utc(row.get(0))).isAfterOrEqualTo(before.minusMillis(1));
                assertThat(utc(row.get(1))).isBeforeOrEqualTo(after);
                assertThat(row.get(2)).isEqualTo(14L);
              });
    }
  }

  @Test
  void tellsInstallationsLabelsAndSamplesApart() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT dataset_name, record_role, count(record_id) FROM stg_pv_consolidated"
                      + " GROUP BY ALL ORDER BY ALL"))
          .containsExactly(
              List.of(CHINA, "sample", 33L),
              List.of(FARMS, "installation", 25L),
              List.of(GLOBAL, "installation", 40L),
              List.of(GLOBAL, "label", 28L),
              List.of(INDIA, "installation", 1_363L),
              List.of(UK, "installation", 60L),
              List.of(CALIFORNIA, "installation", 30L),
              List.of(USPVDB, "installation", 3_699L),
              List.of(GMSEUS, "installation", 25L));
    }
  }

  @Test
  void harmonisesWhatEachPublisherStates() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(facts(duckdb, "predicted_set.geojson", 3))
          .containsExactly("3", null, 3.5, 0.003, "unknown", "2016-06-01", "before", "unknown");
      assertThat(facts(duckdb, "ukpvgeo_geometries.geojson", 50))
          .containsExactly(
              "way/400000050", "repd:50", 50.5, 4.5, "dc", "2015-03-31", "day", "operating");
      assertThat(facts(duckdb, "global_wind_solar_2020.zip/" + FARMS_MEMBER, 7))
          .containsExactly("7", null, 7.5, 0.007, "unknown", null, null, "unknown");
      assertThat(facts(duckdb, "SolarArrayPolygons.geojson", 29))
          .containsExactly("29", null, 29.5, null, null, null, null, "unknown");
      assertThat(facts(duckdb, "PV_Train_2020.shp", 12))
          .containsExactly("2", null, null, null, null, null, null, "unknown");
      assertThat(facts(duckdb, "PV_Test_2015.shp", 8).get(0))
          .isEqualTo(CHINA + ":PV_Test_2015.shp#8");
      String arrays = "GMSEUS_v1_0.zip/GMSEUS_v1_0/GMSEUS_Arrays_Final.gpkg#";
      assertThat(facts(duckdb, arrays + "GMSEUS_Arrays_Final", 3))
          .containsExactly("3", null, 3.5, 0.006, "unknown", "2017-01-01", "year", "unknown");
      assertThat(facts(duckdb, arrays + "second", 4))
          .containsExactly("4", null, 4.5, null, null, null, null, "unknown");
    }
  }

  @Test
  void keepsNestedDottedAndNulFilledColumns() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT \"panel.area\", \"landscape.area\", \"GID_0\" FROM raw_"
                      + FARMS
                      + " WHERE source_row = 2"))
          .containsExactly(List.of(2.5e-6, 3.5e-6, "IND"));
      assertThat(
              Judge.value(
                  duckdb,
                  "SELECT DISTINCT json(polygon_vertices_pixels)::VARCHAR FROM raw_" + CALIFORNIA))
          .isEqualTo("[[1.5,2.5],[3,4]]");
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT source_file, count(landcover), count(area), count(\"FID_PV_202\") FROM raw_"
                      + CHINA
                      + " GROUP BY ALL ORDER BY ALL"))
          .containsExactly(
              List.of("PV_Test_2015.shp", 9L, 0L, 0L),
              List.of("PV_Test_2020.shp", 11L, 0L, 11L),
              List.of("PV_Train_2020.shp", 13L, 0L, 13L));
      assertThat(
              Judge.value(
                  duckdb, "SELECT \"iso-3166-2\" FROM raw_" + GLOBAL + " WHERE source_row = 39"))
          .isEqualTo("IN-GJ");
    }
  }

  @Test
  void placesEveryRowWhereItsFileHasIt() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  """
                  SELECT split_part(source_file, '/', -1) AS file, min(geometry_type) AS least,
                    max(geometry_type) AS greatest,
                    round(min(centroid_lon), 5) AS lon, round(max(centroid_lon), 5),
                    round(min(centroid_lat), 5) AS lat, bool_and(geometry NOT LIKE '%% Z%%')
                  FROM stg_pv_consolidated WHERE dataset_name NOT IN ('%s', '%s')
                  GROUP BY source_file ORDER BY lon, lat
                  """
                      .formatted(INDIA, USPVDB)))
          .containsExactly(
              place("SolarArrayPolygons.geojson", "Polygon", -119.99975, 30, 36.00025),
              place(
                  "GMSEUS_Arrays_Final.gpkg#GMSEUS_Arrays_Final",
                  "Polygon",
                  -99.99975,
                  20,
                  35.00025),
              place("GMSEUS_Arrays_Final.gpkg#second", "Polygon", -89.99975, 5, 35.00025),
              List.of(
                  "ukpvgeo_geometries.geojson",
                  "MultiPolygon",
                  "Polygon",
                  -6.0,
                  -5.94075,
                  50.0,
                  true),
              place("global_solar_2020_WGS84.gpkg", "Polygon", 30.00025, 25, 10.00025),
              place("predicted_set.geojson", "Polygon", 70.00025, 40, 20.00025),
              place("trn_polygons.geojson", "Polygon", 80.00025, 12, 20.00025),
              place("cv_polygons.geojson", "Polygon", 90.00025, 7, 20.00025),
              place("test_polygons.geojson", "Polygon", 100.00025, 9, 20.00025),
              place("PV_Test_2015.shp", "Polygon", 100.00025, 9, 30.00025),
              place("PV_Test_2020.shp", "Polygon", 105.00025, 11, 30.00025),
              place("PV_Train_2020.shp", "Polygon", 110.00025, 13, 30.00025));
    }
  }

  @Test
  void theAuditFindsNoFault() {
    assertThat(folder.faults()).isEmpty();
  }

  private static List<Object> place(String file, String type, double west, int rows, double lat) {
    double east = Math.round((west + (rows - 1) / 1000.0) * 1e5) / 1e5;
    return List.of(file, type, type, west, east, lat, true);
  }

  private static List<Object> china(String file, long rows) {
    return nullable(
        CHINA,
        file,
        "https://github.com/qingfengxitu/ChinaPV",
        WorldServers.CHINA_COMMIT,
        null,
        "shapefile",
        rows,
        "stored");
  }

  private static List<Object> global(String file, long rows) {
    return List.of(
        GLOBAL, file, "10.5281/zenodo.5005867", "v1.0.0", "cc-by-4.0", "geojson", rows, "stored");
  }

  private static List<Object> groundMounted(String layer, long rows) {
    return List.of(
        GMSEUS,
        "GMSEUS_v1_0.zip/GMSEUS_v1_0/GMSEUS_Arrays_Final.gpkg#" + layer,
        "10.5281/zenodo.14827819",
        "v1.0",
        "cc-by-4.0",
        "geopackage",
        rows,
        "stored");
  }

  private static List<Object> nullable(Object... values) {
    return java.util.Arrays.asList(values);
  }

  private static Instant utc(Object timestamp) {
    return ((Timestamp) timestamp).toLocalDateTime().toInstant(java.time.ZoneOffset.UTC);
  }

  private static Object checksum(Connection duckdb, String file) throws Exception {
    return Judge.value(
        duckdb, "SELECT checksum FROM ingest_files WHERE source_file = " + Judge.literal(file));
  }

  /** Id, other id, area, capacity, basis, date, its precision and status of one row. */
  private static List<Object> facts(Connection duckdb, String file, int row) throws Exception {
    return Judge.rows(
            duckdb,
            "SELECT unified_id, external_id, round(source_area_m2, 6), capacity_mw,"
                + " capacity_basis, install_date::VARCHAR, install_date_precision, status"
                + " FROM stg_pv_consolidated WHERE source_file = %s AND source_row = %d"
                    .formatted(Judge.literal(file), row))
        .get(0);
  }
}
