package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.RunFolder.where;
import static org.icemelt.judge.Judge.literal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * India's 1,363 sites in five formats give the same rows. The GeoJSON is the publisher's, the
 * GeoParquet geopandas made of it, GeoPackage, Shapefile and FlatGeobuf GDAL. Allowed are these
 * differences only: JSON has no width of whole numbers; a Shapefile is a bag of rings, so that it
 * keeps neither a multi-part of one part, nor which way rings ran, nor, of an invalid polygon,
 * which ring was a hole of which.
 */
class SameRowsIT {
  private static final String INDIA = "ind_pv_solar_farms_2022";
  private static final List<String> SAME_IN_STAGING =
      List.of(
          "source_row",
          "unified_id",
          "external_id",
          "name",
          "source_area_m2",
          "capacity_mw",
          "capacity_basis",
          "install_date",
          "technology",
          "status",
          "record_role");
  private static final String SAME_IN_RAW =
      "source_row, \"State\", \"Area\", \"Latitude\", \"Longitude\", fid::BIGINT";

  private static Connection duckdb;

  @BeforeAll
  static void build() throws Exception {
    RunFolder folder = RunFolder.empty("same-rows");
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    Path geojson =
        EmbeddedData.of(INDIA).resolve("solar_farms_india_2021_merged_simplified.geojson");
    Files.copy(geojson, manifest.folder().resolve("india.geojson"));
    Files.copy(
        EmbeddedData.ofTests(INDIA).resolve("derived_geoparquet/ind_pv_solar_farms_2022.parquet"),
        manifest.folder().resolve("india.parquet"));
    try (Connection gdal = Judge.connect()) {
      for (String format : List.of("gpkg", "shp", "fgb")) {
        Synthetic.write(
            gdal,
            manifest.folder().resolve("india." + format),
            "SELECT \"State\", \"Area\", \"Latitude\", \"Longitude\", fid, geom FROM ST_Read(%s)"
                .formatted(literal(geojson.toString())));
      }
    }
    for (String format : List.of("geojson", "parquet", "gpkg", "shp", "fgb")) {
      manifest.dataset("in_" + format, "india." + format);
    }
    folder.build(manifest.option());
    duckdb = folder.open();
  }

  @AfterAll
  static void close() throws SQLException {
    duckdb.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"in_parquet", "in_gpkg", "in_shp", "in_fgb"})
  void holdsTheSameAttributes(String dataset) throws Exception {
    assertNoDifference("SELECT %s FROM raw_%s", SAME_IN_RAW, dataset);
    assertNoDifference(
        "SELECT %s FROM (SELECT * FROM stg_pv_consolidated WHERE dataset_name = '%s')",
        String.join(", ", SAME_IN_STAGING), dataset);
  }

  @ParameterizedTest
  @ValueSource(strings = {"in_parquet", "in_gpkg", "in_fgb"})
  void holdsTheSameGeometryDigitForDigit(String dataset) throws Exception {
    assertNoDifference("SELECT %s FROM raw_%s", "source_row, geometry", dataset);
    assertNoDifference(
        "SELECT %s FROM (SELECT * FROM stg_pv_consolidated WHERE dataset_name = '%s')",
        "source_row, geometry, geometry_type, area_m2, centroid_lon, centroid_lat, h3_index_12,"
            + " geometry_repaired",
        dataset);
  }

  @Test
  void aShapefileHoldsTheSameVertices() throws Exception {
    assertNoDifference(
        "SELECT %s FROM raw_%s",
        "source_row, list_sort(list_distinct(list_transform(ST_Dump(ST_Points(ST_GeomFromText(geometry))),"
            + " lambda p: [ST_X(p.geom), ST_Y(p.geom)])))",
        "in_shp");
  }

  @Test
  void aShapefilesValidPolygonsMeasureTheSame() throws Exception {
    assertThat(
            Judge.rows(
                duckdb,
                "SELECT count(*), count(*) FILTER (abs(a.area_m2 - b.area_m2) <= 1e-9 * a.area_m2 + 1e-3"
                    + " AND abs(a.centroid_lon - b.centroid_lon) <= 1e-9"
                    + " AND abs(a.centroid_lat - b.centroid_lat) <= 1e-9 AND NOT b.geometry_repaired)"
                    + " FROM (FROM stg_pv_consolidated %s) a JOIN (FROM stg_pv_consolidated %s) b"
                        .formatted(where("in_geojson"), where("in_shp"))
                    + " USING (source_row) WHERE NOT a.geometry_repaired"))
        .containsExactly(List.of(1_285L, 1_285L));
  }

  /** Fills {@code query} with the columns and with each dataset, and compares both ways. */
  private static void assertNoDifference(String query, String columns, String dataset)
      throws SQLException {
    String expected = query.formatted(columns, "in_geojson");
    String found = query.formatted(columns, dataset);
    assertThat(Judge.rows(duckdb, expected)).hasSize(1_363);
    assertThat(Judge.rows(duckdb, "(%s EXCEPT ALL %s) LIMIT 3".formatted(expected, found)))
        .as("rows of GeoJSON that %s lacks", dataset)
        .isEmpty();
    assertThat(Judge.rows(duckdb, "(%s EXCEPT ALL %s) LIMIT 3".formatted(found, expected)))
        .as("rows of %s that GeoJSON lacks", dataset)
        .isEmpty();
  }
}
