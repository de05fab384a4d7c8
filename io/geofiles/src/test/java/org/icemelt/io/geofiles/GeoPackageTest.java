package org.icemelt.io.geofiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.model.RejectReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeoPackageTest {
  @TempDir Path folder;

  /** A copy of the made-up GeoPackage changed by SQL. */
  private GeoFile changed(String name, String... statements) throws IOException, SQLException {
    GeoFile file = Synthetic.copy(name, folder);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.path());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return file;
  }

  /** A changed copy of same.gpkg; its triggers would ask for functions that plain SQLite lacks. */
  private GeoFile withoutTriggers(String... statements) throws IOException, SQLException {
    List<String> all = new ArrayList<>();
    for (String event : List.of("insert", "delete")) {
      all.add("DROP TRIGGER IF EXISTS rtree_same_geom_" + event);
    }
    for (int i = 1; i <= 7; i++) {
      all.add("DROP TRIGGER IF EXISTS rtree_same_geom_update" + i);
    }
    all.addAll(List.of(statements));
    return changed("same.gpkg", all.toArray(String[]::new));
  }

  private static GeoFile ofLayer(GeoFile file, String layer) {
    return new GeoFile(
        file.dataset(), file.sourceFile(), file.path(), layer, null, file.crs(), false);
  }

  private static void assertFails(GeoFile file, Code code, String message) {
    assertThatThrownBy(() -> GeoFiles.inspect(file, 1000))
        .isInstanceOfSatisfying(GeoFileException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }

  @Test
  void namesLayersOnlyWhereThereAreSeveral() throws Exception {
    assertThat(GeoFiles.inspect(Synthetic.file("layers.gpkg"), 1000))
        .extracting(Layer::sourceFile, Layer::name, Layer::featureCount)
        .containsExactly(
            tuple("layers.gpkg#all types", "all types", 3L),
            tuple("layers.gpkg#it's \"quoted\"", "it's \"quoted\"", 1L),
            tuple("layers.gpkg#no rows", "no rows", 0L),
            tuple("layers.gpkg#gaps", "gaps", 68L));
    assertThat(GeoFiles.inspect(Synthetic.file("same.gpkg"), 1000))
        .extracting(Layer::sourceFile, Layer::name)
        .containsExactly(tuple("same.gpkg", "same"));
  }

  @Test
  void readsOnlyTheLayerAskedFor() throws Exception {
    List<Layer> layers =
        GeoFiles.inspect(ofLayer(Synthetic.file("layers.gpkg"), "it's \"quoted\""), 1000);

    assertThat(layers).hasSize(1);
    assertThat(layers.get(0).sourceFile()).isEqualTo("layers.gpkg#it's \"quoted\"");
    assertFails(
        ofLayer(Synthetic.file("layers.gpkg"), "other"),
        Code.LAYER_UNKNOWN,
        "Cannot read layers.gpkg of dataset test_set: it has no layer \"other\". Its layers are [all"
            + " types, it's \"quoted\", no rows, gaps]");
  }

  @Test
  void givesALayerWithoutRowsNoSplits() throws Exception {
    Layer layer = GeoFiles.inspect(ofLayer(Synthetic.file("layers.gpkg"), "no rows"), 1).get(0);

    assertThat(layer.splits()).isEmpty();
    assertThat(layer.schema().size()).isEqualTo(1);
  }

  @Test
  void keepsColumnNamesThatHurtAndLeavesOutTheRowKey() throws Exception {
    Layer layer =
        GeoFiles.inspect(ofLayer(Synthetic.file("layers.gpkg"), "it's \"quoted\""), 1).get(0);
    Rows rows = Rows.of(layer, layer.schema());

    assertThat(rows.values(0))
        .hasSize(209)
        .doesNotContainKey("fid")
        .containsEntry("a.b", 1L)
        .containsEntry("c d", 2L)
        .containsEntry("q\"r", 3L)
        .containsEntry("select", 4L)
        .containsEntry("@id", 5L)
        .containsEntry("A'B", 6L)
        .containsEntry("rowid", 8L)
        .containsEntry("ключ", 9L)
        .containsEntry("c199", 2189L);
  }

  /** GDAL's table of counts is no part of the format: it may be absent, and it may be wrong. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE gpkg_ogr_contents",
        "UPDATE gpkg_ogr_contents SET feature_count = 7",
        "UPDATE gpkg_ogr_contents SET feature_count = NULL"
      })
  void countsRowsItself(String change) throws Exception {
    Rows rows = Rows.of(withoutTriggers(change), 1000);

    assertThat(rows.layer().featureCount()).isEqualTo(40);
    assertThat(rows.size()).isEqualTo(40);
    assertThat(rows.values(39)).containsEntry("big", 100_000_000_000_000_039L);
  }

  @Test
  void countsRowsExactlyAcrossGapsInTheirIds() throws Exception {
    for (long splitBytes : new long[] {1, 9_000, 50_000}) {
      Layer layer =
          GeoFiles.inspect(ofLayer(Synthetic.file("layers.gpkg"), "gaps"), splitBytes).get(0);
      Rows rows = Rows.of(layer, layer.schema());
      int row = 0;
      for (int n = 0; n < 100; n++) {
        if (n % 7 != 3 && (n < 40 || n > 60)) {
          assertThat(rows.read(row++).values()).containsExactly(n);
        }
      }
      assertThat(rows.size()).isEqualTo(row);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "srs_id = 4326 | EPSG:4326",
        "srs_id = -1 | NONE",
        "srs_id = 0 | NONE",
        "srs_id = 777 | EPSG:3035",
        "srs_id = 778 | PROJCS[\"made up\"]",
        "srs_id = 779 | NONE",
        "srs_id = 12345 | NONE",
      })
  void takesTheCrsFromTheTableOfReferenceSystems(String srs, String crs) throws Exception {
    GeoFile file =
        changed(
            "same.gpkg",
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('a', 777, 'epsg', 3035, 'x', null)",
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('b', 778, 'NONE', 1, 'PROJCS[\"made up\"]', null)",
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('c', 779, 'NONE', 2, 'undefined', null)",
            "UPDATE gpkg_geometry_columns SET " + srs);

    Layer layer = GeoFiles.inspect(file, 1000).get(0);
    assertThat(layer.crs()).isEqualTo(crs.equals("NONE") ? null : crs);
    Layer manifest = GeoFiles.inspect(RealFiles.withCrs(file, "EPSG:2154", false), 1000).get(0);
    assertThat(manifest.crs()).isEqualTo(crs.equals("NONE") ? "EPSG:2154" : crs);
    Layer override = GeoFiles.inspect(RealFiles.withCrs(file, "EPSG:2154", true), 1000).get(0);
    assertThat(override.crs()).isEqualTo("EPSG:2154");
  }

  private static byte[] blob(int flags, int envelope, byte[] wkb) {
    return ByteBuffer.allocate(8 + envelope + wkb.length)
        .put((byte) 'G')
        .put((byte) 'P')
        .put((byte) 0)
        .put((byte) flags)
        .putInt(4326)
        .position(8 + envelope)
        .put(wkb)
        .array();
  }

  private static byte[] point(double... ordinates) {
    ByteBuffer wkb = ByteBuffer.allocate(5 + 8 * ordinates.length).order(ByteOrder.LITTLE_ENDIAN);
    wkb.put((byte) 1).putInt(ordinates.length == 2 ? 1 : ordinates.length == 3 ? 1001 : 3001);
    for (double ordinate : ordinates) {
      wkb.putDouble(ordinate);
    }
    return wkb.array();
  }

  private GeoFile withGeometries(@Nullable Object... stored) throws Exception {
    GeoFile file = withoutTriggers();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.path());
        PreparedStatement update =
            connection.prepareStatement("UPDATE same SET geom = ? WHERE fid = ?")) {
      for (int i = 0; i < stored.length; i++) {
        update.setObject(1, stored[i]);
        update.setInt(2, i + 1);
        update.execute();
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("DELETE FROM same WHERE fid > " + stored.length);
      }
    }
    return file;
  }

  @Test
  void readsGeometriesBehindEveryEnvelope() throws Exception {
    Rows rows =
        Rows.of(
            withGeometries(
                blob(1, 0, point(1, 2)),
                blob(1 | 1 << 1, 32, point(3, 4)),
                blob(1 | 2 << 1, 48, point(5, 6, 7)),
                blob(1 | 3 << 1, 48, point(8, 9)),
                blob(1 | 4 << 1, 64, point(1, 2, 3, 4))),
            1000);

    assertThat(rows.shapes())
        .containsExactly("POINT (1 2)", "POINT (3 4)", "POINT (5 6)", "POINT (8 9)", "POINT (1 2)");
    assertThat(rows.read(2).geometry().getCoordinate().getZ()).isEqualTo(7);
    assertThat(rows.read(4).geometry().getCoordinate().getZ()).isEqualTo(3);
  }

  @Test
  void rejectsTheRowAndGoesOn() throws Exception {
    Rows rows =
        Rows.of(
            withGeometries(
                null,
                blob(0x11, 0, point(1, 2)),
                blob(1, 0, point(Double.NaN, Double.NaN)),
                blob(1, 0, point(Double.NaN, 2)),
                blob(1, 0, point(Double.POSITIVE_INFINITY, 2)),
                blob(0x21, 0, point(1, 2)),
                blob(1 | 5 << 1, 0, point(1, 2)),
                blob(1, 0, Arrays.copyOf(point(1, 2), 20)),
                new byte[] {'X'},
                "POINT (1 2)",
                blob(1, 0, point(1, 2))),
            1000);

    assertThat(rows.shapes())
        .containsExactly(
            "!GEOMETRY_MISSING",
            "!GEOMETRY_EMPTY",
            "!GEOMETRY_EMPTY",
            "!COORDINATE_NOT_FINITE",
            "!COORDINATE_NOT_FINITE",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_MALFORMED",
            "POINT (1 2)");
    assertThat(rows.bad(3).detail()).isEqualTo("Coordinate 0 is not finite: NaN 2.0");
    assertThat(rows.bad(3).raw()).startsWith("47500001000010e60101000000");
    assertThat(rows.bad(3).values())
        .isEqualTo(Rows.of(Synthetic.file("same.gpkg"), 1000).read(3).values());
    assertThat(rows.bad(9).raw()).isEqualTo("POINT (1 2)");
  }

  @ParameterizedTest
  @CsvSource({
    "INTEGER, INT64",
    "MEDIUMINT, INT32",
    "BIGINT, INT64",
    "BOOLEAN, BOOLEAN",
    "FLOAT, FLOAT32",
    "DOUBLE, FLOAT64",
    "double precision, FLOAT64",
    "NUMERIC(10;2), FLOAT64",
    "TEXT(20), STRING",
    "VARCHAR(20), STRING",
    "BLOB, BINARY",
    "JSON, JSON",
    "DATE, DATE",
    "DATETIME, TIMESTAMPTZ",
    "whatever, STRING",
    "'', STRING",
  })
  void typesColumnsAsDeclared(String declared, String type) throws Exception {
    GeoFile file =
        changed("same.gpkg", "ALTER TABLE same ADD COLUMN x " + declared.replace(';', ','));

    Layer layer = GeoFiles.inspect(file, 1000).get(0);

    assertThat(layer.schema().columns().get(5).type()).hasToString(type);
  }

  @Test
  void takesWhatADeclaredTypeCannotHoldForNull() throws Exception {
    GeoFile file =
        withoutTriggers(
            "UPDATE same SET count = 'twelve', big = 1.5, power_kw = 'x', built = '2020-13-01', name = 7 WHERE fid = 1",
            "UPDATE same SET count = '12', big = 3.0, power_kw = '2.5', built = '2020-12-01T00:00', name = x'ff' WHERE fid = 2");

    Rows rows = Rows.of(file, 1000);

    assertThat(rows.read(0).values()).containsExactly("7", null, null, null, null);
    assertThat(rows.read(1).values()).containsExactly("ff", 12, 3L, 2.5, LocalDate.of(2020, 12, 1));
  }

  @Test
  void knowsJsonColumnsFromTheSchemaExtension() throws Exception {
    GeoFile file =
        changed(
            "same.gpkg",
            "CREATE TABLE gpkg_data_columns (table_name TEXT, column_name TEXT, mime_type TEXT)",
            "INSERT INTO gpkg_data_columns VALUES ('same', 'name', 'application/json')");

    assertThat(GeoFiles.inspect(file, 1000).get(0).schema().columns().get(0))
        .hasToString("Column[name=name, type=JSON]");
  }

  @Test
  void readsAViewInOneSplit() throws Exception {
    GeoFile file =
        changed(
            "same.gpkg",
            "CREATE VIEW seen AS SELECT name, geom AS shape FROM same WHERE fid < 4",
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('seen', 'features', 'seen')",
            "INSERT INTO gpkg_geometry_columns VALUES ('seen', 'shape', 'GEOMETRY', 4326, 0, 0)");

    Layer layer = GeoFiles.inspect(ofLayer(file, "seen"), 1).get(0);
    Rows rows = Rows.of(layer, layer.schema());

    assertThat(layer.splits()).hasSize(1);
    assertThat(rows.columns()).containsExactly("name STRING");
    assertThat(rows.read(2).values()).containsExactly("Größe 2 Ñandú 太陽");
    assertThat(rows.size()).isEqualTo(3);
  }

  @Test
  void tellsADatabaseThatIsNoGeoPackageFromOneWithoutLayers() throws Exception {
    assertFails(
        changed("same.gpkg", "UPDATE gpkg_contents SET data_type = 'attributes'"),
        Code.NO_LAYER,
        "Cannot read same.gpkg of dataset test_set: the GeoPackage has no layer of features. Its"
            + " tables are [same]");
    assertFails(
        changed("same.gpkg", "PRAGMA foreign_keys = OFF", "DROP TABLE gpkg_contents"),
        Code.FORMAT_UNKNOWN,
        "Cannot read same.gpkg of dataset test_set: it is an SQLite database, but no GeoPackage (no"
            + " table gpkg_contents)");
    assertFails(
        changed("same.gpkg", "DROP TABLE same"),
        Code.FILE_MALFORMED,
        "Failed to read same.gpkg of dataset test_set: it announces layer \"same\" but has no such"
            + " table");
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 100, 4096, 60_000})
  void saysThatAFileWasCut(int size) throws Exception {
    GeoFile file = Synthetic.copy("same.gpkg", folder);
    byte[] bytes = Files.readAllBytes(Path.of(file.path()));
    Files.write(Path.of(file.path()), Arrays.copyOf(bytes, size));

    assertThatThrownBy(() -> GeoFiles.inspect(file, 1000))
        .isInstanceOfSatisfying(
            GeoFileException.class, e -> assertThat(e.code()).isEqualTo(Code.FILE_CUT))
        .hasMessageStartingWith(
            "Failed to read same.gpkg of dataset test_set: it has " + size + " bytes");
  }

  @Test
  void saysThatPagesAreBroken() throws Exception {
    GeoFile file = Synthetic.copy("same.gpkg", folder);
    byte[] bytes = Files.readAllBytes(Path.of(file.path()));
    Arrays.fill(bytes, 100, bytes.length, (byte) 0x5A);
    Files.write(Path.of(file.path()), bytes);

    assertThatThrownBy(() -> GeoFiles.inspect(file, 1000))
        .isInstanceOfSatisfying(
            GeoFileException.class, e -> assertThat(e.code()).isEqualTo(Code.FILE_MALFORMED))
        .hasMessageStartingWith("Failed to read same.gpkg of dataset test_set: SQLite says ");
  }

  @Test
  void refusesAFileWhoseLastChangesLieBesideIt() throws Exception {
    GeoFile file = Synthetic.copy("same.gpkg", folder);
    Files.createFile(folder.resolve("same.gpkg-wal"));
    assertThat(Rows.of(file, 1000).size()).isEqualTo(40);

    Files.writeString(folder.resolve("same.gpkg-wal"), "frames");
    assertFails(
        file,
        Code.FILE_MALFORMED,
        "Cannot read same.gpkg of dataset test_set: changes that are not in the file yet lie in"
            + " same.gpkg-wal. Open and close it with SQLite once.");
  }

  @Test
  void opensFilesWhosePathsHurt() throws Exception {
    Path odd = Files.createDirectory(folder.resolve("a b%20?x#y'z&ü"));
    Path file = Files.copy(Synthetic.path("same.gpkg"), odd.resolve("q?mode=rw#1.gpkg"));

    assertThat(Rows.of(RealFiles.geoFile("x.gpkg", file), 1000).size()).isEqualTo(40);
    try (var files = Files.list(odd)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void rejectsOnlyWhatIsBadInARowOfNoGeometry() throws Exception {
    Rows rows = Rows.of(Synthetic.file("same.gpkg"), 1000);

    assertThat(rows.bad(17).reason()).isEqualTo(RejectReason.GEOMETRY_MISSING);
    assertThat(rows.values(17))
        .containsEntry("name", null)
        .containsEntry("big", 100000000000000017L);
  }
}
