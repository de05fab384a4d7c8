package org.icemelt.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.icemelt.judge.ProjectRoot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Files and coordinate systems that are rare, through the whole program: FlatGeobuf with an index
 * and a system without a code, GeoParquet in a native encoding, a datum whose shift needs a grid,
 * and a system that is no place on earth. DuckDB's PROJ says where they lie. All data is synthetic.
 */
class OddFilesIT {
  private static final String WITH_CRS =
      "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"%s\"}},"
          + "\"features\":[{\"type\":\"Feature\",\"properties\":{\"i\":1},"
          + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[530000,180000]}}]}";

  private static RunFolder folder;
  private static Command run;

  @BeforeAll
  static void build() {
    folder = RunFolder.empty("odd-files");
    Path files = ProjectRoot.path().resolve("io/geofiles/src/test/resources/synthetic");
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    manifest.dataset("flat", files.resolve("indexed.fgb").toString());
    manifest.dataset("native", files.resolve("geoarrow_polygon.parquet").toString());
    manifest.dataset(
        "british", "british.geojson", WITH_CRS.formatted("EPSG:27700").getBytes(UTF_8));
    manifest.dataset("nowhere", "nowhere.geojson", WITH_CRS.formatted("x").getBytes(UTF_8));
    manifest.dataset(
        "nowhere",
        "nowhere.geojson",
        "{\"crs_override\": true, \"crs\": \"LOCAL_CS[\\\"A site's own\\\",UNIT[\\\"metre\\\",1]]\"}");
    manifest.dataset(
        "bavaria",
        "bavaria.geojson",
        Synthetic.collection(
            Synthetic.feature("{\"i\": 1}", "{\"type\":\"Point\",\"coordinates\":[11,48.5]}")));
    run =
        folder.expect(
            3,
            "build",
            manifest.option(),
            "--layers=raw,staging,prepared,curated",
            "--boundaries=" + files.resolve("synthetic_division_area/part-*.parquet"));
  }

  @Test
  void placesASystemWithoutACode() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  """
                  SELECT count(record_id), count(DISTINCT unified_id), round(avg(centroid_lon), 3),
                    round(avg(centroid_lat), 3), min(format), max(crs) LIKE 'PROJCRS[%'
                  FROM stg_pv_consolidated JOIN ingest_files USING (dataset_name)
                  WHERE dataset_name = 'flat'
                  """))
          .containsExactly(List.of(300L, 300L, 20.0, 10.0, "flatgeobuf", true));
    }
  }

  @Test
  void readsNativeGeometriesAndNestedColumns() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  """
                  SELECT n, tags::VARCHAR, owner::VARCHAR, round(ST_Distance(ST_StartPoint(ST_ExteriorRing(
                      ST_GeomFromText(geometry))), ST_Transform(ST_Point(9 + 20 * n, 20 * n),
                      'EPSG:25832', 'EPSG:4326', always_xy := true)), 8)
                  FROM raw_native ORDER BY n LIMIT 2
                  """))
          .containsExactly(
              List.of(0L, "[]", "{\"name\":\"o0\",\"since\":2000}", 0.0),
              List.of(1L, "[\"t0\"]", "{\"name\":\"o1\",\"since\":2001}", 0.0));
      assertThat(
              Judge.value(
                  duckdb, "SELECT count(geometry) FROM raw_native WHERE geometry LIKE '%), (%'"))
          .isEqualTo(7L);
    }
  }

  /** PROJ has no grid here either: both take the same seven parameters. */
  @Test
  void saysHowFarOffADatumIsThatNeedsAGrid() throws Exception {
    assertThat(run.stdout())
        .contains("british", "Datum OSGB36 (OSGB 1936)", "no grid was applied", "about 2 m");
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.value(
                  duckdb,
                  """
                  SELECT ST_Distance(ST_GeomFromText(geometry), ST_Transform(ST_Point(530000, 180000),
                    'EPSG:27700', 'EPSG:4326', always_xy := true)) < 1e-4 FROM raw_british
                  """))
          .isEqualTo(true);
    }
  }

  /**
   * Of Overture's published schema; what is at sea, too small or without a country is not there.
   */
  @Test
  void takesOverturesDivisionsForBoundaries() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  """
                  SELECT id, name, iso_a2, iso_a3, level::INT, parent_id, bbox_xmin, bbox_ymax,
                    geometry = 'POLYGON ((13 47, 13 51, 9 51, 9 47, 13 47))'
                  FROM admin_boundaries WHERE iso_a2 = 'DE' ORDER BY id
                  """))
          .containsExactly(
              Arrays.asList("area-de", "Deutschland", "DE", "DEU", 0, null, 6.0, 55.0, false),
              List.of("area-de-by", "Bayern", "DE", "DEU", 1, "area-de", 9.0, 51.0, true));
      assertThat(Judge.column(duckdb, "SELECT id FROM admin_boundaries ORDER BY id"))
          .containsExactly("area-de", "area-de-by", "area-in", "area-in-gj", "area-pr", "area-xk");
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT country_iso, region FROM prep_pv_datasets_unified WHERE dataset_name = 'bavaria'"))
          .containsExactly(List.of("DE", "Bayern"));
      assertThat(
              Judge.value(
                  duckdb,
                  "SELECT country_name FROM prep_country_pv_statistics WHERE country_iso = 'DE'"))
          .isEqualTo("Deutschland");
    }
  }

  @Test
  void leavesOutWhatIsNoPlaceOnEarth() {
    assertThat(run.stdout().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("failed: nowhere: ")
                    .contains("LOCAL_CS", "neither geographic nor projected"));
  }

  @Test
  void theAuditFindsNoFault() {
    assertThat(folder.faults()).isEmpty();
  }
}
