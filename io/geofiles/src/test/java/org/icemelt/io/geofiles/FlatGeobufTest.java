package org.icemelt.io.geofiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.model.RejectReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wololo.flatgeobuf.generated.Column;
import org.wololo.flatgeobuf.generated.ColumnType;
import org.wololo.flatgeobuf.generated.Crs;
import org.wololo.flatgeobuf.generated.Feature;
import org.wololo.flatgeobuf.generated.Geometry;
import org.wololo.flatgeobuf.generated.GeometryType;
import org.wololo.flatgeobuf.generated.Header;

/**
 * What GDAL does not write: damaged features, odd headers. The files come from the format's own
 * tables.
 */
class FlatGeobufTest {
  private static final double[] TRIANGLE = {0, 0, 0, 9, 9, 9, 0, 0};
  @TempDir Path folder;

  /** One geometry's tables, as they are stored. */
  private record Shape(
      int type, double[] xy, double @Nullable [] z, long @Nullable [] ends, Shape... parts) {
    static Shape of(int type, double... xy) {
      return new Shape(type, xy, null, null);
    }

    int write(FlatBufferBuilder to) {
      int[] written = Arrays.stream(parts).mapToInt(part -> part.write(to)).toArray();
      int partsAt = written.length == 0 ? 0 : Geometry.createPartsVector(to, written);
      int xyAt = Geometry.createXyVector(to, xy);
      int zAt = z == null ? 0 : Geometry.createZVector(to, z);
      int endsAt = ends == null ? 0 : Geometry.createEndsVector(to, ends);
      return Geometry.createGeometry(to, endsAt, xyAt, zAt, 0, 0, 0, type, partsAt);
    }
  }

  private static byte[] sized(ToIntFunction<FlatBufferBuilder> build) {
    FlatBufferBuilder to = new FlatBufferBuilder(1024);
    to.finishSizePrefixed(build.applyAsInt(to));
    return to.sizedByteArray();
  }

  private static byte[] header(
      long features, ToIntFunction<FlatBufferBuilder> crs, String... names) {
    return sized(
        to -> {
          int[] columns = new int[names.length];
          for (int i = 0; i < names.length; i++) {
            int name = to.createString(names[i]);
            Column.startColumn(to);
            Column.addName(to, name);
            Column.addType(to, names[i].equals("when") ? ColumnType.DateTime : ColumnType.Int);
            columns[i] = Column.endColumn(to);
          }
          int columnsAt = Header.createColumnsVector(to, columns);
          int crsAt = crs.applyAsInt(to);
          Header.startHeader(to);
          Header.addColumns(to, columnsAt);
          Header.addFeaturesCount(to, features);
          Header.addIndexNodeSize(to, 0);
          if (crsAt != 0) {
            Header.addCrs(to, crsAt);
          }
          return Header.endHeader(to);
        });
  }

  private static byte[] feature(byte[] properties, @Nullable Shape shape) {
    return sized(
        to -> {
          int geometry = shape == null ? 0 : shape.write(to);
          int cells = Feature.createPropertiesVector(to, properties);
          return Feature.createFeature(to, geometry, cells, 0);
        });
  }

  private static byte[] number(int column, int value) {
    return ByteBuffer.allocate(6)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) column)
        .putInt(value)
        .array();
  }

  private GeoFile under(byte[] header, byte[]... features) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {'f', 'g', 'b', 3, 'f', 'g', 'b', 1});
    bytes.write(header);
    for (byte[] feature : features) {
      bytes.write(feature);
    }
    return RealFiles.geoFile("f.fgb", Files.write(folder.resolve("f.fgb"), bytes.toByteArray()));
  }

  private GeoFile write(byte[]... features) throws IOException {
    return under(header(features.length, to -> 0, "n"), features);
  }

  private static void assertFails(GeoFile file, Code code, String message) {
    assertThatExceptionOfType(GeoFileException.class)
        .isThrownBy(() -> Rows.of(file, Long.MAX_VALUE))
        .withMessageContainingAll("f.fgb", "test_set", message)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void keepsHeights() throws Exception {
    Shape line =
        new Shape(GeometryType.LineString, new double[] {0, 1, 2, 3}, new double[] {7, 8}, null);

    Rows rows = Rows.of(write(feature(number(0, 5), line)), 1);

    assertThat(rows.read(0).geometry().getCoordinates()[1].getZ()).isEqualTo(8);
    assertThat(rows.values(0)).containsEntry("n", 5);
  }

  @Test
  void rejectsTheRowAndGoesOn() throws Exception {
    Shape good = Shape.of(GeometryType.Point, 1, 2);
    Shape[] bad = {
      null,
      Shape.of(GeometryType.Point),
      Shape.of(GeometryType.Point, Double.NaN, 2),
      Shape.of(GeometryType.Point, 1, 2, 3, 4),
      Shape.of(GeometryType.Polygon, 0, 0, 0, 9, 9, 9),
      Shape.of(GeometryType.LineString, 1, 2, 3),
      Shape.of(GeometryType.CircularString, 0, 0, 1, 1, 2, 0),
      Shape.of(99, 0, 0),
      new Shape(GeometryType.Polygon, TRIANGLE, null, new long[] {9}),
      new Shape(GeometryType.Polygon, TRIANGLE, null, new long[] {2}),
      new Shape(GeometryType.LineString, TRIANGLE, new double[] {1}, null),
      new Shape(GeometryType.MultiPolygon, new double[0], null, null),
    };
    byte[][] features = new byte[bad.length + 1][];
    for (int i = 0; i < bad.length; i++) {
      features[i] = feature(number(0, i), bad[i]);
    }
    features[bad.length] = feature(number(0, 77), good);

    Rows rows = Rows.of(write(features), 1);

    assertThat(rows.shapes())
        .containsExactly(
            "!GEOMETRY_MISSING",
            "!GEOMETRY_EMPTY",
            "!COORDINATE_NOT_FINITE",
            "!GEOMETRY_MALFORMED",
            "!RING_NOT_CLOSED",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_MALFORMED",
            "!GEOMETRY_EMPTY",
            "POINT (1 2)");
    assertThat(rows.bad(6).detail()).contains("CircularString", "not supported");
    assertThat(rows.values(6)).containsEntry("n", 6);
    assertThat(rows.values(12)).containsEntry("n", 77);
  }

  @Test
  void rejectsARowWhosePropertiesCannotBeRead() throws Exception {
    Shape good = Shape.of(GeometryType.Point, 1, 2);

    Rows rows = Rows.of(write(feature(number(3, 1), good), feature(new byte[] {0, 0, 1}, good)), 1);

    assertThat(rows.bad(0).reason()).isEqualTo(RejectReason.PROPERTY_MALFORMED);
    assertThat(rows.bad(1).reason()).isEqualTo(RejectReason.PROPERTY_MALFORMED);
  }

  /** Twenty levels of two parts each that are the same table: a million of them from 600 bytes. */
  @Test
  void isNotLedInCirclesByTablesThatPointAtEachOther() throws Exception {
    byte[] feature =
        sized(
            to -> {
              int geometry = Shape.of(GeometryType.Point, 1, 2).write(to);
              for (int level = 0; level < 20; level++) {
                int parts = Geometry.createPartsVector(to, new int[] {geometry, geometry});
                geometry =
                    Geometry.createGeometry(
                        to, 0, 0, 0, 0, 0, 0, GeometryType.GeometryCollection, parts);
              }
              return Feature.createFeature(to, geometry, 0, 0);
            });

    assertThat(Rows.of(write(feature), 1).bad(0).detail()).contains("than its bytes can hold");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "EPSG, 25832, -, -, EPSG:25832",
        "-, 4326, -, -, EPSG:4326",
        "ESRI, 0, -, 102008, ESRI:102008",
        "-, 0, a definition, -, a definition",
        "-, 0, -, -, manifest's"
      })
  void takesTheCrsFromTheHeader(String org, int code, String wkt, String text, String expected)
      throws Exception {
    byte[] header =
        header(
            1,
            to ->
                Crs.createCrs(
                    to,
                    org == null ? 0 : to.createString(org),
                    code,
                    0,
                    0,
                    wkt == null ? 0 : to.createString(wkt),
                    text == null ? 0 : to.createString(text)));
    GeoFile file = under(header, feature(new byte[0], Shape.of(GeometryType.Point, 1, 2)));

    List<Layer> layers = GeoFiles.inspect(RealFiles.withCrs(file, "manifest's", false), 1);

    assertThat(layers.get(0).crs()).isEqualTo(expected);
    assertThat(GeoFiles.inspect(RealFiles.withCrs(file, "won", true), 1).get(0).crs())
        .isEqualTo("won");
  }

  @ParameterizedTest
  @CsvSource({
    "2020-02-29T12:30:15, 2020-02-29T12:30:15",
    "2020-02-29 12:30:15.25, 2020-02-29T12:30:15.250",
    "2020-02-29T23:30:00+05:30, 2020-02-29T18:00",
    "2020-02-29T12:30:15Z, 2020-02-29T12:30:15",
    "2020-02-29, 2020-02-29T00:00",
    "in spring, "
  })
  void readsDatesAndTimes(String stored, String expected) throws Exception {
    byte[] text = stored.getBytes(StandardCharsets.UTF_8);
    byte[] cell =
        ByteBuffer.allocate(6 + text.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 0)
            .putInt(text.length)
            .put(text)
            .array();
    GeoFile file =
        under(header(1, to -> 0, "when"), feature(cell, Shape.of(GeometryType.Point, 1, 2)));

    Object value = Rows.of(file, 1).values(0).get("when");

    assertThat(value == null ? null : value.toString()).isEqualTo(expected);
  }

  @Test
  void numbersColumnsOfOneName() throws Exception {
    GeoFile file =
        under(
            header(1, to -> 0, "n", "n"),
            feature(number(1, 4), Shape.of(GeometryType.Point, 1, 2)));

    assertThat(Rows.of(file, 1).values(0)).containsEntry("n", null).containsEntry("n_2", 4);
  }

  @Test
  void givesALayerWithoutFeaturesNoSplits() throws Exception {
    Layer layer = GeoFiles.inspect(write(), 1).get(0);

    assertThat(layer.splits()).isEmpty();
    assertThat(layer.featureCount()).isZero();
  }

  @Test
  void saysWhereAFileWasCutAndHowManyFeaturesWereWhole() throws Exception {
    byte[] point = feature(new byte[0], Shape.of(GeometryType.Point, 1, 2));
    GeoFile file = write(point, point);
    byte[] whole = Files.readAllBytes(Path.of(file.path()));
    int second = whole.length - point.length;
    for (int size = 8; size < whole.length; size++) {
      Files.write(Path.of(file.path()), Arrays.copyOf(whole, size));
      int features = size < second ? 0 : 1;

      assertThatExceptionOfType(GeoFileException.class)
          .as("%d of %d bytes", size, whole.length)
          .isThrownBy(() -> GeoFiles.inspect(file, 1))
          .satisfies(e -> assertThat(e.code()).isEqualTo(Code.FILE_CUT))
          .satisfies(e -> assertThat(e.featuresBefore()).hasValue(features));
    }
  }

  @Test
  void refusesWhatItsHeaderRulesOut() throws Exception {
    byte[] point = feature(new byte[0], Shape.of(GeometryType.Point, 1, 2));
    assertFails(
        under(header(1, to -> 0), point, point),
        Code.FILE_MALFORMED,
        "announces 1 features, there are 2");
    assertFails(under(header(-1, to -> 0), point), Code.FILE_MALFORMED, "18446744073709551615");
    GeoFile older = write(point);
    byte[] bytes = Files.readAllBytes(Path.of(older.path()));
    bytes[3] = 2;
    Files.write(Path.of(older.path()), bytes);
    assertFails(older, Code.FORMAT_UNSUPPORTED, "FlatGeobuf 2");
  }

  @Test
  void refusesColumnsThatAFeatureHasForItself() throws Exception {
    byte[] own =
        sized(
            to -> {
              int name = to.createString("own");
              Column.startColumn(to);
              Column.addName(to, name);
              int columns = Feature.createColumnsVector(to, new int[] {Column.endColumn(to)});
              return Feature.createFeature(to, 0, 0, columns);
            });

    assertFails(write(own), Code.FORMAT_UNSUPPORTED, "feature 0 has columns of its own");
  }
}
