package org.icemelt.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.judge.Judge.literal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.icemelt.judge.Judge;

/**
 * Made-up files. Binary formats are written by GDAL and DuckDB, so by nobody's code that is under
 * test; what those refuse to write is put in afterwards, byte by byte.
 */
final class Synthetic {
  /** A sound polygon of about 79 km². */
  static final String POLYGON =
      "{\"type\": \"Polygon\", \"coordinates\": [[[10, 50], [10.1, 50], [10.1, 50.1], [10, 50.1], [10, 50]]]}";

  private Synthetic() {}

  /** A GeoJSON feature; either argument is JSON text, {@code null} included. */
  static String feature(String properties, String geometry) {
    return "{\"type\": \"Feature\", \"properties\": %s, \"geometry\": %s}"
        .formatted(properties, geometry);
  }

  /** A FeatureCollection of such features, one a line. */
  static byte[] collection(String... features) {
    return ("{\"type\": \"FeatureCollection\", \"features\": [\n%s\n]}\n"
            .formatted(String.join(",\n", features)))
        .getBytes(UTF_8);
  }

  /**
   * Writes the rows of a query in the format that the file's suffix names; for GeoParquet and
   * GeoPackage nothing is compressed, so that {@link #replace} finds what it looks for.
   */
  static void write(Connection duckdb, Path file, String query) throws SQLException {
    String name = file.getFileName().toString();
    String options =
        Map.of(
                "parquet", "FORMAT parquet, COMPRESSION uncompressed",
                "gpkg",
                    "FORMAT gdal, DRIVER 'GPKG', SRS 'EPSG:4326',"
                        + " LAYER_CREATION_OPTIONS ('SPATIAL_INDEX=NO', 'FID=ogc_fid')",
                "shp", "FORMAT gdal, DRIVER 'ESRI Shapefile', SRS 'EPSG:4326'",
                "fgb",
                    "FORMAT gdal, DRIVER 'FlatGeobuf', SRS 'EPSG:4326',"
                        + " LAYER_CREATION_OPTIONS ('SPATIAL_INDEX=NO')",
                "geojson", "FORMAT gdal, DRIVER 'GeoJSON', SRS 'EPSG:4326'")
            .get(name.substring(name.lastIndexOf('.') + 1));
    Judge.execute(
        duckdb, "COPY (%s) TO %s (%s)".formatted(query, literal(file.toString()), options));
  }

  /**
   * Puts another double in place of {@code sentinel}, which is in the file as eight bytes, least
   * significant first.
   *
   * @param last only its last occurrence, else all
   */
  private static void replace(Path file, double sentinel, double value, boolean last)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] wanted = eight(sentinel);
    int replaced = 0;
    for (int i = bytes.length - 8; i >= 0 && !(last && replaced > 0); i--) {
      if (ByteBuffer.wrap(bytes, i, 8).equals(ByteBuffer.wrap(wanted))) {
        System.arraycopy(eight(value), 0, bytes, i, 8);
        replaced++;
      }
    }
    assertThat(replaced).as("%s in %s", sentinel, file).isPositive();
    Files.write(file, bytes);
  }

  static void replaceAll(Path file, double sentinel, double value) throws IOException {
    replace(file, sentinel, value, false);
  }

  static void replaceLast(Path file, double sentinel, double value) throws IOException {
    replace(file, sentinel, value, true);
  }

  /** A zip of one member, whatever its name. */
  static void zip(Path file, String member, byte[] content) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(member));
      zip.write(content);
    }
  }

  /**
   * A zip of well under a thousandth of what its member unpacks to, {@code megabytes} of spaces.
   */
  static void bomb(Path file, String member, int megabytes) throws IOException {
    byte[] million = " ".repeat(1_000_000).getBytes(UTF_8);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(9);
      zip.putNextEntry(new ZipEntry(member));
      for (int i = 0; i < megabytes; i++) {
        zip.write(million);
      }
    }
  }

  /** Runs statements on a GeoPackage. */
  static void inGeoPackage(Path file, String... statements) throws SQLException {
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Judge.execute(sqlite, statements);
    }
  }

  private static byte[] eight(double value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array();
  }
}
