package org.icemelt.io.geofiles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.RejectReason;
import org.icemelt.io.model.ValueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;

class GeoJsonTest {
  @TempDir Path folder;

  private static String collection(String... features) {
    return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
  }

  private static String feature(String geometry, String properties) {
    return "{\"type\":\"Feature\",\"geometry\":" + geometry + ",\"properties\":" + properties + "}";
  }

  private static String withGeometry(String geometry) {
    return collection(feature(geometry, "{\"a\":1}"));
  }

  private static String point(double x, double y) {
    return "{\"type\":\"Point\",\"coordinates\":[" + x + "," + y + "]}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Point | [1,2] | POINT (1 2)",
        "MultiPoint | [[1,2],[3,4]] | MULTIPOINT ((1 2), (3 4))",
        "LineString | [[1,2],[3,4]] | LINESTRING (1 2, 3 4)",
        "MultiLineString | [[[1,2],[3,4]],[[5,6],[7,8]]] | MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
        "Polygon | [[[0,0],[9,0],[9,9],[0,0]],[[1,1],[2,1],[2,2],[1,1]]] | POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))",
        "MultiPolygon | [[[[0,0],[9,0],[9,9],[0,0]]],[[[1,1],[2,1],[2,2],[1,1]],[[3,3],[4,3],[4,4],[3,3]]]] | MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((1 1, 2 1, 2 2, 1 1), (3 3, 4 3, 4 4, 3 3)))",
      })
  void buildsEachGeometryType(String type, String coordinates, String wkt) throws Exception {
    String inOrder = "{\"type\":\"%s\",\"coordinates\":%s}".formatted(type, coordinates);
    String reversed =
        "{\"bbox\":[0,0,1,1],\"coordinates\":%s,\"type\":\"%s\"}".formatted(coordinates, type);

    assertThat(
            Rows.ofText(folder, collection(feature(inOrder, "{}"), feature(reversed, "null")))
                .shapes())
        .containsExactly(wkt, wkt);
  }

  @Test
  void buildsNestedGeometryCollections() throws Exception {
    String inner =
        "{\"type\":\"GeometryCollection\",\"geometries\":["
            + point(1, 2)
            + ","
            + point(3, 4)
            + "]}";
    String outer = "{\"type\":\"GeometryCollection\",\"geometries\":[" + inner + "]}";

    assertThat(Rows.ofText(folder, withGeometry(outer)).shapes())
        .containsExactly("GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POINT (1 2), POINT (3 4)))");
  }

  @Test
  void keepsHeightsAndDropsMeasures() throws Exception {
    Rows rows =
        Rows.ofText(
            folder,
            withGeometry("{\"type\":\"LineString\",\"coordinates\":[[1,2,3,4],[5,6],[7,8,9.5]]}"));

    Coordinate[] line = rows.read(0).geometry().getCoordinates();
    assertThat(line[0].getZ()).isEqualTo(3);
    assertThat(line[1].getZ()).isNaN();
    assertThat(line[2].getZ()).isEqualTo(9.5);
    assertThat(rows.read(0).geometry().toText()).isEqualTo("LINESTRING (1 2, 5 6, 7 8)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | GEOMETRY_MISSING | The feature has no geometry",
        "{\"type\":\"Point\",\"coordinates\":[]} | GEOMETRY_EMPTY | The Point has no coordinates",
        "{\"type\":\"Polygon\",\"coordinates\":[]} | GEOMETRY_EMPTY | The Polygon has no coordinates",
        "{\"type\":\"Polygon\",\"coordinates\":null} | GEOMETRY_EMPTY | The Polygon has no coordinates",
        "{\"type\":\"MultiPolygon\",\"coordinates\":[[[]],[]]} | GEOMETRY_EMPTY | The MultiPolygon has no coordinates",
        "{\"type\":\"GeometryCollection\",\"geometries\":[]} | GEOMETRY_EMPTY | The GeometryCollection has no coordinates",
        "{\"type\":\"Point\",\"coordinates\":[NaN,2]} | COORDINATE_NOT_FINITE | Coordinate 0 is not finite: NaN 2.0",
        "{\"type\":\"Point\",\"coordinates\":[1,2,NaN]} | COORDINATE_NOT_FINITE | Coordinate 0 is not finite: 1.0 2.0",
        "{\"type\":\"LineString\",\"coordinates\":[[1,2],[-Infinity,1]]} | COORDINATE_NOT_FINITE | Coordinate 1 is not finite: -Infinity 1.0",
        "{\"type\":\"Point\",\"coordinates\":[1e999,2]} | COORDINATE_NOT_FINITE | Coordinate 0 is not finite: Infinity 2.0",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1]]]} | RING_NOT_CLOSED | A ring of 4 vertices begins at 0.0 0.0 and ends at 0.0 1.0",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,0]]]} | GEOMETRY_MALFORMED | A ring has 2 vertices only, at 0.0 0.0",
        "{\"type\":\"Polygon\",\"coordinates\":[[],[[0,0],[1,0],[1,1],[0,0]]]} | GEOMETRY_MALFORMED | A polygon has holes but no outline",
        "{\"type\":\"LineString\",\"coordinates\":[[0,1]]} | GEOMETRY_MALFORMED | A line has one vertex only: 0.0 1.0",
        "{\"type\":\"Polygon\",\"coordinates\":[[0,0],[1,0],[1,1],[0,0]]} | GEOMETRY_MALFORMED | \"coordinates\" are not nested as a Polygon needs",
        "{\"type\":\"LineString\",\"coordinates\":[[0,1],[]]} | GEOMETRY_MALFORMED | \"coordinates\" are not nested as a LineString needs",
        "{\"type\":\"LineString\",\"coordinates\":[[0,1],[[2,3]]]} | GEOMETRY_MALFORMED | LineString: Positions lie at different depths of \"coordinates\"",
        "{\"type\":\"Point\",\"coordinates\":[1]} | GEOMETRY_MALFORMED | Point: A position has one number only, 1.0",
        "{\"type\":\"Point\",\"coordinates\":[1,\"2\"]} | GEOMETRY_MALFORMED | Point: A position holds 2 where a number should be",
        "{\"type\":\"Point\",\"coordinates\":[null,null]} | GEOMETRY_MALFORMED | Point: \"coordinates\" holds null where numbers should be",
        "{\"type\":\"Point\",\"coordinates\":{\"x\":1}} | GEOMETRY_MALFORMED | Point: \"coordinates\" is no array",
        "{\"type\":\"Circle\",\"coordinates\":[1,2]} | GEOMETRY_MALFORMED | Unknown geometry type \"Circle\"",
        "{\"coordinates\":[1,2]} | GEOMETRY_MALFORMED | The geometry has no \"type\"",
        "\"POINT (1 2)\" | GEOMETRY_MALFORMED | \"geometry\" is neither an object nor null",
      })
  void rejectsTheRowAndGoesOn(String geometry, RejectReason reason, String detail)
      throws Exception {
    String text =
        collection(
            feature(point(1, 2), "{\"n\":1}"),
            feature(geometry, "{\"n\":2}"),
            feature(point(3, 4), "{\"n\":3}"));

    Rows rows = Rows.ofText(folder, text);

    assertThat(rows.shapes()).containsExactly("POINT (1 2)", "!" + reason, "POINT (3 4)");
    assertThat(rows.bad(1).detail()).isEqualTo(detail);
    assertThat(rows.bad(1).values()).containsExactly(2L);
    assertThat(rows.bad(1).raw()).isEqualTo(geometry.equals("null") ? null : geometry);
  }

  @Test
  void takesAFeatureThatIsNoObjectForABadRow() throws Exception {
    Rows rows =
        Rows.ofText(folder, collection("null", "[1,[2]]", "7", feature(point(1, 2), "{}")), 1);

    assertThat(rows.shapes())
        .containsExactly(
            "!GEOMETRY_MALFORMED", "!GEOMETRY_MALFORMED", "!GEOMETRY_MALFORMED", "POINT (1 2)");
    assertThat(rows.bad(1).raw()).isEqualTo("[1,[2]]");
    assertThat(rows.bad(1).detail()).isEqualTo("It is no Feature object");
    assertThat(rows.bad(2).values()).isNull();
  }

  @Test
  void typesColumnsByAllFeatures() throws Exception {
    String first =
        "{\"whole\":1,\"long\":9007199254740993,\"huge\":12345678901234567890123,\"real\":1,"
            + "\"mixed\":1.50,\"truth\":true,\"none\":null,\"text\":\"é\",\"nested\":[1.50,{\"a\":null}],"
            + "\"date\":\"2020-01-02\",\"textOrList\":\"a\"}";
    String second =
        "{\"real\":2.5,\"mixed\":\"x\",\"late\":-3,\"truth\":false,\"nested\":{\"b\":\"c\"},"
            + "\"textOrList\":[true],\"huge\":1}";

    Rows rows =
        Rows.ofText(folder, collection(feature(point(0, 0), first), feature(point(0, 0), second)));

    assertThat(rows.columns())
        .containsExactly(
            "whole INT64",
            "long INT64",
            "huge STRING",
            "real FLOAT64",
            "mixed STRING",
            "truth BOOLEAN",
            "none STRING",
            "text STRING",
            "nested JSON",
            "date STRING",
            "textOrList STRING",
            "late INT64");
    assertThat(rows.read(0).values())
        .containsExactly(
            1L,
            9007199254740993L,
            "12345678901234567890123",
            1.0,
            "1.50",
            true,
            null,
            "é",
            "[1.50,{\"a\":null}]",
            "2020-01-02",
            "a",
            null);
    assertThat(rows.read(1).values())
        .containsExactly(
            null, null, "1", 2.5, "x", false, null, null, "{\"b\":\"c\"}", null, "[true]", -3L);
  }

  @Test
  void keepsWholeNumbersOf64BitsExactAndLongerOnesAsText() throws Exception {
    String first =
        "{\"max\":9223372036854775807,\"min\":-9223372036854775808,\"over\":9223372036854775808}";
    String second = "{\"max\":9223372036854775806,\"min\":-9007199254740993,\"over\":7}";

    Rows rows =
        Rows.ofText(folder, collection(feature(point(0, 0), first), feature(point(0, 0), second)));

    assertThat(rows.columns()).containsExactly("max INT64", "min INT64", "over STRING");
    assertThat(rows.read(0).values())
        .containsExactly(Long.MAX_VALUE, Long.MIN_VALUE, "9223372036854775808");
    assertThat(rows.read(1).values())
        .containsExactly(Long.MAX_VALUE - 1, -9_007_199_254_740_993L, "7");
  }

  /** Members of other names, at every level, with names and shapes that could lead astray. */
  @Test
  void passesOverForeignMembersWhereverTheyStand() throws Exception {
    String foreign =
        "\"links\":[{\"type\":\"Feature\",\"features\":[1,{}]}],\"title\":\"\\\"features\\\":[\"";
    String geometry =
        "{\"note\":{\"coordinates\":[7,7]},\"type\":\"Point\",\"coordinates\":[1,2],\"bbox\":[1,2,1,2]}";
    String feature =
        "{\"assets\":{\"properties\":{\"b\":9}},\"type\":\"Feature\",\"bbox\":[0],\"properties\":{\"a\":1},\"geometry\":"
            + geometry
            + ",\"geometry_name\":\"x\"}";

    Rows rows =
        Rows.ofText(
            folder,
            "{%s,\"type\":\"FeatureCollection\",\"features\":[%s,%s],\"features_total\":[%s],%s}"
                .formatted(foreign, feature, feature, feature, foreign.replace("links", "more")),
            1);

    assertThat(rows.shapes()).containsExactly("POINT (1 2)", "POINT (1 2)");
    assertThat(rows.columns()).containsExactly("a INT64");
    assertThat(rows.read(1).values()).containsExactly(1L);
  }

  @Test
  void givesValuesInTheOrderAndTypesOfTheTarget() throws Exception {
    Rows own = Rows.ofText(folder, collection(feature(point(0, 0), "{\"a\":1,\"b\":true}")));
    var other =
        FeatureSchema.of(
            new Column("c", ValueType.DATE),
            new Column("b", ValueType.STRING),
            new Column("a", ValueType.FLOAT64));

    assertThat(Rows.of(own.layer(), other).read(0).values()).containsExactly(null, "true", 1.0);
  }

  @Test
  void makesTheFeatureIdAColumnBehindWhichAPropertyOfThatNameWins() throws Exception {
    String one = "{\"type\":\"Feature\",\"id\":7,\"geometry\":null,\"properties\":{\"a\":1}}";
    String two = "{\"type\":\"Feature\",\"properties\":{\"a\":2},\"id\":\"x\",\"geometry\":null}";
    String both = "{\"type\":\"Feature\",\"id\":8,\"geometry\":null,\"properties\":{\"id\":\"p\"}}";

    Rows rows = Rows.ofText(folder, collection(one, two));
    assertThat(rows.columns()).containsExactly("id STRING", "a INT64");
    assertThat(rows.bad(0).values()).containsExactly("7", 1L);
    assertThat(rows.bad(1).values()).containsExactly("x", 2L);

    Rows mixed = Rows.ofText(folder, collection(both, one));
    assertThat(mixed.columns()).containsExactly("id STRING", "a INT64");
    assertThat(mixed.bad(0).values()).containsExactly("p", null);
    assertThat(mixed.bad(1).values()).containsExactly("7", 1L);
  }

  @Test
  void keepsColumnNamesThatHurt() throws Exception {
    StringBuilder properties = new StringBuilder("{\"a.b\":1,\"c d\":2,\"q\\\"r\":3,\"select\":4,");
    properties.append("\"@id\":5,\"\":6,\"geometry\":7,\"type\":8,\"coordinates\":9,\"A.B\":10");
    for (int i = 0; i < 200; i++) {
      properties.append(",\"col'").append(i).append("\":").append(i * 11);
    }

    Rows rows = Rows.ofText(folder, collection(feature(point(1, 2), properties + "}")));

    Map<String, Object> values = rows.values(0);
    assertThat(values).hasSize(210);
    assertThat(values)
        .containsEntry("a.b", 1L)
        .containsEntry("A.B", 10L)
        .containsEntry("c d", 2L)
        .containsEntry("q\"r", 3L)
        .containsEntry("select", 4L)
        .containsEntry("@id", 5L)
        .containsEntry("", 6L)
        .containsEntry("geometry", 7L)
        .containsEntry("coordinates", 9L)
        .containsEntry("col'199", 2189L);
    assertThat(rows.shapes()).containsExactly("POINT (1 2)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}} | OGC:CRS84",
        "{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::3857\"}} | EPSG:3857",
        "{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:25832\"}} | EPSG:25832",
        "{\"type\":\"name\",\"properties\":{\"name\":\"http://www.opengis.net/def/crs/EPSG/0/4269\"}} | EPSG:4269",
        "{\"type\":\"EPSG\",\"properties\":{\"code\":4267}} | EPSG:4267",
      })
  void honoursTheOldCrsMemberWhereverItStands(String crs, String text) throws Exception {
    String behind =
        "{\"features\":[" + feature(point(1, 2), "{}") + "],\"crs\":" + crs + ",\"type\":\"?\"}";
    String before = "{\"crs\":" + crs + ",\"features\":[" + feature(point(1, 2), "{}") + "]}";

    assertThat(Rows.ofText(folder, behind).layer().crs()).isEqualTo(text);
    assertThat(Rows.ofText(folder, before).layer().crs()).isEqualTo(text);
  }

  @Test
  void takesTheManifestsCrsOnlyWhereTheFileStatesNullOrIsOverridden() throws Exception {
    Rows rows = Rows.ofText(folder, withGeometry(point(1, 2)));
    GeoFile file = rows.layer().file();

    assertThat(rows.layer().crs()).isEqualTo("EPSG:4326");
    assertThat(GeoFiles.inspect(RealFiles.withCrs(file, "EPSG:3857", false), 99).get(0).crs())
        .isEqualTo("EPSG:4326");
    assertThat(GeoFiles.inspect(RealFiles.withCrs(file, "EPSG:3857", true), 99).get(0).crs())
        .isEqualTo("EPSG:3857");

    Rows none = Rows.ofText(folder, "{\"crs\":null,\"features\":[]}");
    assertThat(none.layer().crs()).isNull();
    assertThat(GeoFiles.inspect(RealFiles.withCrs(file, "EPSG:3857", false), 99).get(0).crs())
        .isEqualTo("EPSG:3857");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF", " \n\t"})
  void readsASingleFeatureAndABareGeometry(String before) throws Exception {
    Rows single = Rows.ofText(folder, before + feature(point(1, 2), "{\"a\":\"b\"}") + "\n");
    assertThat(single.shapes()).containsExactly("POINT (1 2)");
    assertThat(single.read(0).values()).containsExactly("b");
    assertThat(single.layer().format()).isEqualTo(Format.GEOJSON);

    Rows bare = Rows.ofText(folder, before + point(3, 4));
    assertThat(bare.shapes()).containsExactly("POINT (3 4)");
    assertThat(bare.columns()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\u001E", "\n\n \n"})
  void readsFeaturesOneBehindTheOther(String between) throws Exception {
    String text =
        between.strip()
            + feature(point(1, 2), "{\"a\":\"x\\u001ey\"}")
            + between
            + feature("null", "{\"b\":2}")
            + between
            + point(3, 4)
            + "\n";
    for (long splitBytes : new long[] {1, 100, Long.MAX_VALUE}) {
      Rows rows = Rows.ofText(folder, text, splitBytes);

      assertThat(rows.layer().format()).isEqualTo(Format.GEOJSON_SEQ);
      assertThat(rows.columns()).containsExactly("a STRING", "b INT64");
      assertThat(rows.shapes()).containsExactly("POINT (1 2)", "!GEOMETRY_MISSING", "POINT (3 4)");
      assertThat(rows.read(0).values()).containsExactly("x\u001ey", null);
      assertThat(rows.bad(1).values()).containsExactly(null, 2L);
    }
  }

  @Test
  void findsFeatureBordersWhateverStringsHold() throws Exception {
    String nasty = "{\"a\":\"}]},{\\\"type\\\":\\\"Feature\\\" \\\\\",\"é€😀\":\"]}\"}";
    String text =
        collection(
            feature(point(1, 2), nasty), feature(point(3, 4), nasty), feature(point(5, 6), nasty));
    for (long splitBytes = 1; splitBytes < 400; splitBytes += 7) {
      Rows rows = Rows.ofText(folder, text, splitBytes);
      assertThat(rows.shapes()).containsExactly("POINT (1 2)", "POINT (3 4)", "POINT (5 6)");
      assertThat(rows.read(2).values()).containsExactly("}]},{\"type\":\"Feature\" \\", "]}");
    }
  }

  @Test
  void givesALayerWithoutFeaturesNoSplits() throws Exception {
    Rows rows = Rows.ofText(folder, collection());

    assertThat(rows.layer().featureCount()).isZero();
    assertThat(rows.layer().splits()).isEmpty();
    assertThat(rows.layer().crs()).isEqualTo("EPSG:4326");
  }

  @Test
  void saysWhereAFileWasCutAndHowManyFeaturesWereWhole() throws IOException {
    String one = feature(point(1, 2), "{\"a\":\"é, 1.5 and true\"}");
    String whole = collection(one, one, one);
    int begin = whole.indexOf(one) + 2 * one.length() + 1;
    for (int end = begin; end < whole.length(); end++) {
      String cut = whole.substring(0, end);
      long complete = end < whole.lastIndexOf(one) + one.length() ? 2 : 3;
      int bytes = cut.getBytes(UTF_8).length;

      GeoFileException e =
          catchThrowableOfType(GeoFileException.class, () -> Rows.ofText(folder, cut));

      assertThat(e.code()).as(cut).isEqualTo(Code.FILE_CUT);
      assertThat(e.featuresBefore()).as(cut).hasValue(complete);
      assertThat(e)
          .hasMessage(
              "Failed to read f.json of dataset test_set: the file ends at byte %d in the middle of"
                      .formatted(bytes)
                  + " its JSON, after %d complete feature(s). It was cut; fetch it again."
                      .formatted(complete));
    }
  }

  @Test
  void failsAFileThatIsNoJsonAndNamesTheByte() {
    assertThatThrownBy(
            () -> Rows.ofText(folder, collection(feature(point(1, 2), "{}"), "{\"type\" oops}")))
        .isInstanceOfSatisfying(
            GeoFileException.class, e -> assertThat(e.code()).isEqualTo(Code.FILE_MALFORMED))
        .hasMessageContaining("f.json of dataset test_set: it is no JSON at byte ")
        .hasMessageContaining("after 1 complete feature(s)");
    assertThatThrownBy(() -> Rows.ofText(folder, collection() + collection()))
        .hasMessageContaining(
            "it is no JSON at byte 43, after 0 complete feature(s): more follows the");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"Topology\",\"objects\":{}} | FORMAT_UNSUPPORTED | it is TopoJSON",
        "{\"a\":1} | FORMAT_UNKNOWN | it is JSON, but has no \"type\"",
        "{\"type\":\"Chart\"} | FORMAT_UNKNOWN | its type is \"Chart\"",
        "[1] | FORMAT_UNKNOWN | a JSON array",
        "<kml/> | FORMAT_UNKNOWN | XML or HTML",
        "name,lon,lat | FORMAT_UNKNOWN | begins with bytes 6e 61 6d",
      })
  void namesWhatItSawInAFileThatIsNoGeoJson(String text, Code code, String seen) {
    assertThatThrownBy(() -> Rows.ofText(folder, text))
        .isInstanceOfSatisfying(GeoFileException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining("Cannot read f.json of dataset test_set: ")
        .hasMessageContaining(seen);
  }

  @Test
  void tellsMissingFromEmptyFiles() throws IOException {
    GeoFile missing = RealFiles.geoFile("no.json", folder.resolve("no.json"));
    assertThatThrownBy(() -> GeoFiles.inspect(missing, 1))
        .isInstanceOfSatisfying(
            GeoFileException.class, e -> assertThat(e.code()).isEqualTo(Code.FILE_MISSING))
        .hasMessageStartingWith("Cannot read no.json of dataset test_set: there is no file /");
    for (String text : new String[] {"", " \n", "\uFEFF"}) {
      assertThatThrownBy(() -> Rows.ofText(folder, text))
          .isInstanceOfSatisfying(
              GeoFileException.class, e -> assertThat(e.code()).isEqualTo(Code.FILE_EMPTY))
          .hasMessageStartingWith("Cannot read f.json of dataset test_set: the file ");
    }
  }
}
