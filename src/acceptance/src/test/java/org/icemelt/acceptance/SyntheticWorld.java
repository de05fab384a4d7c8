package org.icemelt.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.icemelt.judge.Judge.literal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.IntFunction;
import org.icemelt.judge.Judge;

/**
 * Made-up files of the {@code world} manifest's datasets that are too large for the repository, in
 * their publishers' formats: file names, columns and oddities are those that the publishers'
 * documentation, the reference system's manifest or their users' code show; every row is synthetic.
 *
 * <p>Row {@code i} of a file is a square of 0.0005° (or its centre) at {@code longitude + (i mod
 * 1000) / 1000}, {@code latitude + (i div 1000) / 1000}, and its area is said to be {@code i + 0.5}
 * m² where the publisher states one: what must arrive in a lake can be told without reading them.
 */
final class SyntheticWorld {
  /** The compound CRS of ChinaPV's files: horizontal and vertical side by side, no codes. */
  static final String COMPOUND_PRJ =
      "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
          + "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"
          + "VERTCS[\"EGM96_Geoid\",VDATUM[\"EGM96_Geoid\"],PARAMETER[\"Vertical_Shift\",0.0],"
          + "PARAMETER[\"Direction\",1.0],UNIT[\"Meter\",1.0]]";

  private final Path folder;

  /**
   * @param folder where the files go; "synthetic" is in its name
   */
  SyntheticWorld(Path folder) {
    this.folder = folder;
  }

  /** Where a dataset's files lie. */
  Path of(String dataset) {
    try {
      return Files.createDirectories(folder.resolve(dataset));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Global inventory: predicted polygons, three sets of labels, three of tiles (decoys). */
  void globalInventory(int predicted, int trained, int validated, int tested) {
    Path at = of("global_pv_inventory_sent2_spot_2021");
    collection(
        at.resolve("predicted_set.geojson"),
        predicted,
        i ->
            feature(
                """
                "unique_id": %d, "area": %s, "confidence": "A", "install_date": %s, \
                "iso-3166-1": "IN", "iso-3166-2": "IN-GJ", "gti": 2100.5, "pvout": 1600.25, \
                "capacity_mw": %s, "match_id": null, "wdpa_10km": 0\
                """
                    .formatted(i, i + 0.5, i % 3 == 0 ? "\"<2016-06\"" : "\"2017-03\"", i / 1000.0),
                polygon(i, 70, 20)));
    labels(at.resolve("trn_polygons.geojson"), trained, 80);
    labels(at.resolve("cv_polygons.geojson"), validated, 90);
    labels(at.resolve("test_polygons.geojson"), tested, 100);
    for (String tiles : new String[] {"trn_tiles", "cv_tiles", "test_tiles"}) {
      collection(
          at.resolve(tiles + ".geojson"), 3, i -> feature("\"key\": " + i, polygon(i, 0, 0)));
    }
  }

  private static void labels(Path file, int rows, int longitude) {
    collection(
        file,
        rows,
        i ->
            feature(
                "\"unique_id\": %d, \"area\": %s, \"aoi\": \"a%d\"".formatted(i, i + 0.5, i % 7),
                polygon(i, longitude, 20)));
  }

  /** United Kingdom: points, polygons and multi-polygons; most columns empty in most rows. */
  void unitedKingdom(int rows) {
    Path at = of("uk_crowdsourced_pv_2020");
    collection(
        at.resolve("ukpvgeo_geometries.geojson"),
        rows,
        i -> {
          boolean planned = i % 50 == 0;
          String facts =
              """
              "repd_id": %s, "osm_id": %d, "osm_objtype": "%s", "repd_cluster_id": null, \
              "capacity_repd_MWp": %s, "capacity_osm_MWp": null, "area_sqm": %s, \
              "repd_status": %s, "repd_operational_date": %s, "osm_tag_start_date": null, \
              "located": "roof"\
              """
                  .formatted(
                      planned ? i : null,
                      400_000_000L + i,
                      i % 4 == 0 ? "node" : "way",
                      planned ? 4.5 : null,
                      i % 4 == 0 ? null : i + 0.5,
                      planned ? "\"Operational\"" : null,
                      planned ? "\"2015-03-31\"" : null);
          String shape =
              switch (i % 4) {
                case 0 -> point(i, -6, 50);
                case 1 ->
                    "{\"type\": \"MultiPolygon\", \"coordinates\": [%s]}"
                        .formatted(rings(i, -6, 50));
                default -> polygon(i, -6, 50);
              };
          return feature(facts, shape);
        });
    write(at.resolve("ukpvgeo_points.csv"), "repd_id,osm_id,latitude,longitude\n1,2,50,-6\n");
  }

  /** California: the polygons as GeoJSON in NAD83 without saying so; the same as JSON and CSV. */
  void california(int rows) {
    Path at = of("usa_cali_usgs_pv_2016");
    collection(
        at.resolve("SolarArrayPolygons.geojson"),
        rows,
        i ->
            feature(
                """
                "polygon_id": %d, "city": "Fresno", "datum": "NAD83", "projection_zone": "11S", \
                "resolution": 0.3, "area_pixels": %s, "area_meters": %s, "jaccard_index": null, \
                "polygon_vertices_pixels": [[1.5, 2.5], [3, 4]]\
                """
                    .formatted(i, i % 2 == 0 ? "null" : "12.5", i + 0.5),
                polygon(i, -120, 36)));
    write(at.resolve("SolarArrayPolygons.json"), "{\"polygons\": []}");
    write(at.resolve("polygonDataExceptVertices.csv"), "polygon_id,area_meters\n1,2\n");
  }

  /**
   * Global solar farms: a zip of one folder with GeoPackages of solar and of wind farms, each in
   * WGS 84 and in Eckert IV; column names have dots.
   */
  void globalSolarFarms(Connection duckdb, int rows) throws SQLException {
    Path at = of("global_harmonized_large_solar_farms_2020");
    Path parts = of("global_harmonized_large_solar_farms_2020/unpacked");
    String farms =
        """
        SELECT i::BIGINT AS sol_id, (900000 + i)::BIGINT AS x_id, 'IND' AS "GID_0", \
        (i + 0.5)::DOUBLE / 1e6 AS "panel.area", (i + 1.5)::DOUBLE / 1e6 AS "landscape.area", \
        i::DOUBLE / 1000 AS power, 0::INTEGER AS water, %s AS geom FROM range(%d) AS r(i)\
        """;
    String square = square(30, 10);
    for (String energy : new String[] {"solar", "wind"}) {
      geoPackage(
          duckdb,
          parts.resolve("global_%s_2020_WGS84.gpkg".formatted(energy)),
          farms.formatted(square, energy.equals("solar") ? rows : 3),
          "EPSG:4326");
      geoPackage(
          duckdb,
          parts.resolve("global_%s_2020.gpkg".formatted(energy)),
          farms.formatted("ST_Point(2500000 + i, 1300000)", 3),
          "ESRI:54012");
    }
    Packed.zip(
        at.resolve("global_wind_solar_2020.zip"),
        Map.of(
            "global_wind_solar_2020/global_solar_2020_WGS84.gpkg",
            parts.resolve("global_solar_2020_WGS84.gpkg"),
            "global_wind_solar_2020/global_solar_2020.gpkg",
            parts.resolve("global_solar_2020.gpkg"),
            "global_wind_solar_2020/global_wind_2020_WGS84.gpkg",
            parts.resolve("global_wind_2020_WGS84.gpkg"),
            "global_wind_solar_2020/global_wind_2020.gpkg",
            parts.resolve("global_wind_2020.gpkg")));
  }

  /**
   * China: three Shapefiles of samples and three of other land at the top of a Git repository, with
   * companions in capitals, 3D polygons, a compound CRS, each with columns of its own; the numbers
   * of {@code PV_Test_2015.area} are filled with NUL.
   */
  void china(Connection duckdb, int test2015, int test2020, int train2020) throws SQLException {
    Path at = of("chn_med_res_pv_2024");
    String own2015 =
        "i::BIGINT AS \"OID_\", '0' || i AS \"Name\", 'XiNan.kml' AS \"FolderPath\","
            + " 1::INTEGER AS landcover, (i + 0.5)::DOUBLE AS area";
    String own2020 =
        "(i % 5)::BIGINT AS \"FID_PV_202\", i::BIGINT AS \"OID_\", '0' || i AS \"Name\","
            + " 0.000003::DOUBLE AS \"Shape_Area\", 1::INTEGER AS landcover";
    shapefile(duckdb, at.resolve("PV_Test_2015.shp"), own2015, test2015, 100);
    shapefile(duckdb, at.resolve("PV_Test_2020.shp"), own2020, test2020, 105);
    shapefile(
        duckdb, at.resolve("PV_Train_2020.shp"), own2020 + ", i AS \"FID_Train\"", train2020, 110);
    Packed.fillWithNul(at.resolve("PV_Test_2015.dbf"), "area");
    for (String decoy : new String[] {"NPV_Test_2015", "NPV_Test_2020", "NPV_Train_2020"}) {
      shapefile(duckdb, at.resolve(decoy + ".shp"), own2015, 3, 60);
    }
    write(at.resolve("initial_PV_extraction_using_GEE_2015and2020.js"), "// no data\n");
  }

  /** United States: arrays, panel rows (decoy) and macOS's shadow of the arrays in one zip. */
  void groundMounted(Connection duckdb, int arrays, int others) throws SQLException {
    Path at = of("usa_gm_seus_v1_2025");
    Path parts = of("usa_gm_seus_v1_2025/unpacked");
    Path file = parts.resolve("GMSEUS_Arrays_Final.gpkg");
    String columns =
        "i::BIGINT AS \"arrayID\", 'OSM' AS \"Source\", (i + 0.5)::DOUBLE AS \"totArea\","
            + " CASE WHEN i %% 2 = 0 THEN i::DOUBLE / 1000 END AS \"capMW\", i::DOUBLE / 500 AS \"capMWest\","
            + " CASE WHEN i %% 3 = 0 THEN -9999 ELSE 2016 END::INTEGER AS \"instYr\","
            + " 2017::INTEGER AS \"instYrLT\", %s AS geom FROM range(%d) AS r(i)";
    geoPackage(duckdb, file, "SELECT " + columns.formatted(square(-100, 35), arrays), "EPSG:4269");
    Path second = parts.resolve("second.gpkg");
    geoPackage(duckdb, second, "SELECT " + columns.formatted(square(-90, 35), others), "EPSG:4269");
    Synthetic.inGeoPackage(
        file,
        "ATTACH " + literal(second.toString()) + " AS more",
        "CREATE TABLE second (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POLYGON,"
            + " \"arrayID\" MEDIUMINT, \"totArea\" REAL)",
        "INSERT INTO second SELECT fid, geom, \"arrayID\", \"totArea\" FROM more.second",
        "INSERT INTO gpkg_contents SELECT * FROM more.gpkg_contents",
        "INSERT INTO gpkg_geometry_columns SELECT * FROM more.gpkg_geometry_columns",
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT)",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier)"
            + " VALUES ('notes', 'attributes', 'notes')");
    geoPackage(
        duckdb,
        parts.resolve("GMSEUS_Panels_Final.gpkg"),
        "SELECT " + columns.formatted(square(-80, 35), 3),
        "EPSG:4269");
    write(parts.resolve("shadow"), "Mac OS X resource fork, no GeoPackage");
    Packed.zip(
        at.resolve("GMSEUS_v1_0.zip"),
        Map.of(
            "GMSEUS_v1_0/GMSEUS_Arrays_Final.gpkg", file,
            "GMSEUS_v1_0/GMSEUS_Panels_Final.gpkg", parts.resolve("GMSEUS_Panels_Final.gpkg"),
            "GMSEUS_v1_0/LabeledImages/1.png", parts.resolve("shadow"),
            "__MACOSX/GMSEUS_v1_0/GMSEUS_Arrays_Final.gpkg", parts.resolve("shadow")));
    write(at.resolve("README.txt"), "synthetic\n");
  }

  private static String square(int longitude, int latitude) {
    String west = longitude + " + (i % 1000)::DOUBLE / 1000";
    String south = latitude + " + (i // 1000)::DOUBLE / 1000";
    return "ST_MakeEnvelope(%1$s, %2$s, %1$s + 0.0005, %2$s + 0.0005)".formatted(west, south);
  }

  private static void geoPackage(Connection duckdb, Path file, String query, String crs)
      throws SQLException {
    String layer = file.getFileName().toString().replace(".gpkg", "");
    Judge.execute(
        duckdb,
        "COPY (%s) TO %s (FORMAT gdal, DRIVER 'GPKG', SRS '%s', LAYER_NAME '%s')"
            .formatted(query, literal(file.toString()), crs, layer));
  }

  private static void shapefile(
      Connection duckdb, Path file, String columns, int rows, int longitude) throws SQLException {
    Judge.execute(
        duckdb,
        ("COPY (SELECT %s, ST_Force3DZ(%s, 12.5) AS geom FROM range(%d) AS r(i)) TO %s (FORMAT gdal,"
                + " DRIVER 'ESRI Shapefile', SRS 'EPSG:4326',"
                + " LAYER_CREATION_OPTIONS ('SHPT=POLYGONZ', 'ENCODING=UTF-8'))")
            .formatted(columns, square(longitude, 30), rows, literal(file.toString())));
    String base = file.getFileName().toString().replace(".shp", "");
    write(file.resolveSibling(base + ".prj"), COMPOUND_PRJ);
    try {
      Files.move(file.resolveSibling(base + ".cpg"), file.resolveSibling(base + ".CPG"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collection(Path file, int rows, IntFunction<String> feature) {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("{\"type\": \"FeatureCollection\", \"name\": \"synthetic\", \"features\": [\n");
      for (int i = 0; i < rows; i++) {
        out.write(i == 0 ? "" : ",\n");
        out.write(feature.apply(i));
      }
      out.write("\n]}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String feature(String properties, String geometry) {
    return "{\"type\": \"Feature\", \"properties\": {"
        + properties
        + "}, \"geometry\": "
        + geometry
        + "}";
  }

  private static String point(int i, int longitude, int latitude) {
    return "{\"type\": \"Point\", \"coordinates\": "
        + position(west(i, longitude), south(i, latitude))
        + "}";
  }

  private static String polygon(int i, int longitude, int latitude) {
    return "{\"type\": \"Polygon\", \"coordinates\": " + rings(i, longitude, latitude) + "}";
  }

  private static String rings(int i, int longitude, int latitude) {
    long west = west(i, longitude);
    long south = south(i, latitude);
    String first = position(west, south);
    return "[["
        + String.join(
            ", ",
            first,
            position(west + 5, south),
            position(west + 5, south + 5),
            position(west, south + 5),
            first)
        + "]]";
  }

  /** In 0.0001°, so that no digit is lost in writing. */
  private static long west(int i, int longitude) {
    return longitude * 10_000L + i % 1000 * 10;
  }

  private static long south(int i, int latitude) {
    return latitude * 10_000L + i / 1000 * 10;
  }

  private static String position(long x, long y) {
    return "[" + degrees(x) + ", " + degrees(y) + "]";
  }

  private static String degrees(long tenThousandths) {
    String digits = String.valueOf(10_000 + Math.abs(tenThousandths) % 10_000).substring(1);
    return (tenThousandths < 0 ? "-" : "") + Math.abs(tenThousandths) / 10_000 + "." + digits;
  }

  private static void write(Path file, String text) {
    try {
      Files.write(file, text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
