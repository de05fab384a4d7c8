package org.icemelt.io.geofiles;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.model.RejectReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapefileTest {
  @TempDir Path folder;
  private GeoFile same;

  @BeforeEach
  void copy() throws IOException {
    same = Synthetic.copy("same.shp", folder);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(file(name));
  }

  private void cut(String name, int size) throws IOException {
    Files.write(file(name), Arrays.copyOf(bytes(name), size));
  }

  private static void assertFails(GeoFile file, Code code, String message) {
    assertThatThrownBy(() -> Rows.of(file, 1000))
        .isInstanceOfSatisfying(GeoFileException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }

  @Test
  void findsCompanionsInAnyCase() throws Exception {
    for (String ending : List.of("dbf", "shx", "prj", "cpg")) {
      Files.move(file("same." + ending), file("SAME." + ending.toUpperCase(Locale.ROOT)));
    }

    Rows rows = Rows.of(same, 1000);

    assertThat(rows.values(0)).containsEntry("name", "Größe 0 Ñandú 太陽");
    assertThat(rows.layer().crs()).startsWith("GEOGCS[\"GCS_WGS_1984\"");
  }

  @Test
  void walksFromRecordToRecordWithoutAnIndex() throws Exception {
    List<RowOutcome> with = Rows.of(same, 1000).outcomes();
    Files.delete(file("same.shx"));

    Rows without = Rows.of(same, 500);

    assertThat(without.outcomes().toString()).isEqualTo(with.toString());
    assertThat(without.layer().splits()).hasSizeGreaterThan(5);
  }

  @Test
  void hasNoColumnsWithoutADbf() throws Exception {
    Files.delete(file("same.dbf"));

    Rows rows = Rows.of(same, 1000);

    assertThat(rows.columns()).isEmpty();
    assertThat(rows.size()).isEqualTo(40);
    assertThat(rows.bad(17).reason()).isEqualTo(RejectReason.GEOMETRY_MISSING);
    assertThat(rows.bad(17).detail()).isEqualTo("The record is a null shape");
  }

  @Test
  void takesTheManifestsCrsWithoutAPrj() throws Exception {
    GeoFile manifest = RealFiles.withCrs(same, "EPSG:3035", false);
    assertThat(Rows.of(manifest, 1000).layer().crs()).startsWith("GEOGCS");
    assertThat(Rows.of(RealFiles.withCrs(same, "EPSG:3035", true), 1000).layer().crs())
        .isEqualTo("EPSG:3035");

    Files.delete(file("same.prj"));
    assertThat(Rows.of(manifest, 1000).layer().crs()).isEqualTo("EPSG:3035");
    assertThat(Rows.of(same, 1000).layer().crs()).isNull();

    Files.writeString(file("same.prj"), " \n");
    assertThat(Rows.of(manifest, 1000).layer().crs()).isEqualTo("EPSG:3035");
  }

  /** The text is "a café" in the bytes of the charset in the last column. */
  @ParameterizedTest
  @CsvSource({
    "UTF-8, 0x57, , UTF-8",
    "utf8, 0, , UTF-8",
    "65001, 0, , UTF-8",
    "ISO-8859-1, 0, , ISO-8859-1",
    "88591, 0, , ISO-8859-1",
    "1252, 0, , windows-1252",
    "ANSI 1251, 0, , windows-1251",
    "437, 0, , IBM437",
    "nonsense, 0x57, UTF-8, windows-1252",
    ", 0x57, UTF-8, windows-1252",
    ", 0xc9, , windows-1251",
    ", 0, UTF-8, UTF-8",
    ", 0, ISO-8859-1, ISO-8859-1",
    ", 0, , UTF-8",
    ", 0, , windows-1252",
  })
  void findsTheCharset(String cpg, String languageDriver, String manifest, String charset)
      throws Exception {
    String text = charset.equals("windows-1251") ? "a кот" : "a café";
    Files.writeString(
        file("text.dbf"), dbf(text.getBytes(charset), Integer.decode(languageDriver)), ISO_8859_1);
    Files.write(file("text.shp"), shp(1, point(1, 2)));
    if (cpg != null) {
      Files.writeString(file("text.cpg"), cpg + "\r\n");
    }
    GeoFile file =
        new GeoFile("d", "text.shp", file("text.shp").toString(), null, manifest, null, false);

    Rows rows = Rows.of(file, 1000);

    assertThat(rows.read(0).values()).containsExactly(text);
    assertThat(rows.layer().file().encoding()).isEqualTo(charset);
  }

  @Test
  void leavesOutACharacterThatTheFieldsWidthCutInTwo() throws Exception {
    byte[] cut = Arrays.copyOf("eleven chaé".getBytes(UTF_8), 11);
    Files.writeString(file("text.dbf"), dbf(cut, 0), ISO_8859_1);
    Files.write(file("text.shp"), shp(1, point(1, 2)));
    Files.writeString(file("text.cpg"), "UTF-8");

    Rows rows = Rows.of(RealFiles.geoFile("text.shp", file("text.shp")), 1000);

    assertThat(rows.read(0).values()).containsExactly("eleven cha");
  }

  /** A .dbf with one row of one text field as wide as the bytes. */
  private static String dbf(byte[] text, int languageDriver) {
    ByteBuffer to =
        ByteBuffer.allocate(32 + 32 + 1 + 1 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    to.put(0, (byte) 3).putInt(4, 1).putShort(8, (short) 65);
    to.putShort(10, (short) (1 + text.length)).put(29, (byte) languageDriver);
    to.put(32, "t".getBytes(ISO_8859_1)).put(43, (byte) 'C').put(48, (byte) text.length);
    to.put(64, (byte) 0x0D).put(65, (byte) ' ').put(66, text);
    return new String(to.array(), ISO_8859_1);
  }

  private static byte[] shp(int type, byte[]... records) {
    int size = 100 + Arrays.stream(records).mapToInt(r -> 8 + r.length).sum();
    ByteBuffer to = ByteBuffer.allocate(size).putInt(9994).putInt(24, size / 2);
    to.order(ByteOrder.LITTLE_ENDIAN).putInt(28, 1000).putInt(32, type);
    to.order(ByteOrder.BIG_ENDIAN).position(100);
    for (int i = 0; i < records.length; i++) {
      to.putInt(i + 1).putInt(records[i].length / 2).put(records[i]);
    }
    return to.array();
  }

  private static byte[] point(double x, double y) {
    return ByteBuffer.allocate(20)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(1)
        .putDouble(x)
        .putDouble(y)
        .array();
  }

  private static byte[] polygon(int parts, double... xy) {
    ByteBuffer to =
        ByteBuffer.allocate(44 + 4 * parts + 8 * xy.length).order(ByteOrder.LITTLE_ENDIAN);
    to.putInt(5).position(36).putInt(parts).putInt(xy.length / 2);
    to.position(44 + 4 * parts);
    for (double ordinate : xy) {
      to.putDouble(ordinate);
    }
    return to.array();
  }

  private Rows read(int type, byte[]... records) throws IOException, GeoFileException {
    Files.write(file("odd.shp"), shp(type, records));
    return Rows.of(RealFiles.geoFile("odd.shp", file("odd.shp")), 1000);
  }

  @Test
  void rejectsTheRowAndGoesOn() throws Exception {
    Rows points =
        read(
            1,
            point(1, 2),
            point(Double.NaN, 2),
            point(1, Double.NEGATIVE_INFINITY),
            new byte[4],
            Arrays.copyOf(point(1, 2), 12),
            new byte[] {77, 0, 0, 0},
            point(3, 4));
    assertThat(points.shapes())
        .containsExactly(
            "POINT (1 2)",
            "!COORDINATE_NOT_FINITE",
            "!COORDINATE_NOT_FINITE",
            "!GEOMETRY_MISSING",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_MALFORMED",
            "POINT (3 4)");
    assertThat(points.bad(1).detail()).isEqualTo("Coordinate 0 is not finite: NaN 2.0");
    assertThat(points.bad(1).raw()).isEqualTo("01000000000000000000f87f0000000000000040");
    assertThat(points.bad(4).detail())
        .isEqualTo("The record has 12 bytes where its shape needs 20");
    assertThat(points.bad(5).detail()).isEqualTo("Unknown shape type 77");

    Rows polygons =
        read(
            5,
            polygon(1, 0, 0, 0, 9, 9, 9, 0, 0),
            polygon(1, 0, 0, 0, 9, 9, 9, 9, 0),
            polygon(1, 0, 0, 0, 9, Double.NaN, 9, 0, 0),
            polygon(1, 0, 0, 0, 0),
            polygon(0),
            polygon(2, 0, 0, 0, 9, 9, 9, 0, 0));
    assertThat(polygons.shapes())
        .containsExactly(
            "POLYGON ((0 0, 0 9, 9 9, 0 0))",
            "!RING_NOT_CLOSED",
            "!COORDINATE_NOT_FINITE",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_EMPTY",
            "!GEOMETRY_MALFORMED");
    assertThat(polygons.bad(1).detail())
        .isEqualTo("A ring of 4 vertices begins at 0.0 0.0 and ends at 9.0 0.0");
    assertThat(polygons.bad(5).detail()).isEqualTo("Ring 0 has no vertices");
  }

  @Test
  void refusesMultiPatchesByName() throws IOException {
    Files.write(file("odd.shp"), shp(31, point(1, 2)));

    assertFails(
        RealFiles.geoFile("odd.shp", file("odd.shp")),
        Code.FORMAT_UNSUPPORTED,
        "Cannot read odd.shp of dataset test_set: its shapes are of type MultiPatch (31)."
            + " Convert it to polygons.");
  }

  @Test
  void givesALayerWithoutRecordsNoSplits() throws Exception {
    Rows rows = read(5);

    assertThat(rows.layer().featureCount()).isZero();
    assertThat(rows.layer().splits()).isEmpty();
  }

  @Test
  void saysWhereAShpWasCutAndHowManyFeaturesWereWhole() throws IOException {
    int size = bytes("same.shp").length;
    for (int end : new int[] {size - 1, size - 100, size / 2, 300, 101}) {
      cut("same.shp", end);
      GeoFileException e = catchThrowableOfType(GeoFileException.class, () -> Rows.of(same, 1000));
      assertThat(e.code()).isEqualTo(Code.FILE_CUT);
      assertThat(e)
          .hasMessageMatching(
              "Failed to read same.shp of dataset test_set: the file ends at byte "
                  + end
                  + " inside record \\d+, after "
                  + e.featuresBefore().orElseThrow()
                  + " complete feature\\(s\\)\\. It was cut; fetch it again\\.");
    }
    cut("same.shp", 99);
    assertFails(
        same,
        Code.FILE_CUT,
        "Failed to read same.shp of dataset test_set: the file ends inside its header. It was cut;"
            + " fetch it again.");
  }

  @Test
  void refusesACutDbfOrShx() throws IOException {
    cut("same.shx", bytes("same.shx").length - 8);
    assertFails(
        same,
        Code.FILE_CUT,
        "Failed to read same.shp of dataset test_set: its .shx is shorter than its header says. It"
            + " was cut; fetch it again.");

    same = Synthetic.copy("same.shp", folder);
    cut("same.dbf", 1000);
    assertFails(
        same,
        Code.FILE_CUT,
        "Failed to read same.shp of dataset test_set: its same.dbf ends before record 5 of 40. It"
            + " was cut; fetch it again.");
    cut("same.dbf", 20);
    assertFails(
        same,
        Code.FILE_CUT,
        "Failed to read same.shp of dataset test_set: its same.dbf ends inside its header. It was"
            + " cut; fetch it again.");
  }

  @Test
  void refusesRowsThatCannotBelongToTheShapes() throws IOException {
    byte[] dbf = bytes("same.dbf");
    for (int rows : new int[] {39, 41}) {
      ByteBuffer.wrap(dbf).order(ByteOrder.LITTLE_ENDIAN).putInt(4, rows);
      Files.write(file("same.dbf"), rows == 41 ? Arrays.copyOf(dbf, dbf.length + 200) : dbf);
      assertFails(
          same,
          Code.FILE_MALFORMED,
          "Failed to read same.shp of dataset test_set: its .shp has 40 shapes and its .dbf "
              + rows
              + " rows, so nobody can say which belong together. Repair it or fetch it again.");
    }
  }

  @Test
  void passesOverDeletedRowsAndKeepsTheNumbersOfTheOthers() throws Exception {
    Layer layer = GeoFiles.inspect(Synthetic.file("dbf_types.shp"), 1).get(0);

    assertThat(layer.featureCount()).isEqualTo(4);
    assertThat(layer.splits())
        .containsExactly(
            new Split(0, 1, 0, 1),
            new Split(2, 3, 2, 1),
            new Split(3, 4, 3, 1),
            new Split(4, 5, 4, 1));
  }
}
