package org.icemelt.transforms.crs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/** Expected coordinates are pyproj's without grids, see src/test/oracle/crs_points.py. */
class CrsResolverTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final double DEGREES = 1e-8;

  /**
   * proj4j-epsg carries an older Helmert shift for the Dutch datum (8 mm) and GeoTools computes the
   * Swiss projection (2 cm): both far below what their datum shifts are worth (1 m).
   */
  private static final Map<Integer, Double> LOOSER = Map.of(28992, 1e-7, 2056, 3e-7, 5880, 5e-8);

  @Test
  void agreesWithPyprojOnEveryPointOfEveryCode() throws IOException {
    Map<String, CrsTransform> transforms = new TreeMap<>();
    Map<String, Integer> checked = new TreeMap<>();
    for (String line : lines("crs-points.csv")) {
      String[] p = line.split(",");
      CrsTransform crs =
          transforms.computeIfAbsent(p[0], code -> CrsResolver.resolve("EPSG:" + code));
      Coordinate lonLat = move(crs, Double.parseDouble(p[1]), Double.parseDouble(p[2]));
      assertThat(lonLat.x).as("longitude of " + line).isCloseTo(num(p[3]), within(DEGREES));
      assertThat(lonLat.y).as("latitude of " + line).isCloseTo(num(p[4]), within(DEGREES));
      checked.merge(p[0], 1, Integer::sum);
    }
    assertThat(checked)
        .containsOnlyKeys(
            "2154", "25832", "27700", "3035", "31467", "32650", "3857", "4269", "5070", "6933")
        .allSatisfy((code, points) -> assertThat(points).isEqualTo(15));
  }

  @Test
  void agreesWithPyprojOnTheShiftOfNad27AndOnWhatGeoToolsTransforms() throws IOException {
    Map<String, Double> worst = new TreeMap<>();
    Map<String, CrsTransform> transforms = new TreeMap<>();
    for (String line : lines("crs-points-more.csv")) {
      String[] p = line.split(",");
      CrsTransform crs =
          transforms.computeIfAbsent(p[0], code -> CrsResolver.resolve("EPSG:" + code));
      Coordinate lonLat = move(crs, num(p[1]), num(p[2]));
      double off = Math.max(Math.abs(lonLat.x - num(p[3])), Math.abs(lonLat.y - num(p[4])));
      worst.merge(p[0], off, Math::max);
    }
    assertThat(worst).hasSize(13);
    worst.forEach(
        (code, off) ->
            assertThat(off)
                .as("degrees off in EPSG:" + code)
                .isLessThan(LOOSER.getOrDefault(Integer.valueOf(code), DEGREES)));
  }

  @Test
  void understandsTextsWithoutAnyAuthorityCodeInEveryDialect() throws IOException {
    int texts = 0;
    for (JsonNode stated : json("crs-texts.json")) {
      int code = stated.path("code").asInt();
      String what = code + " as " + stated.path("dialect").asText();
      CrsTransform crs = CrsResolver.resolve(stated.path("text").asText());
      for (JsonNode p : stated.path("points")) {
        Coordinate lonLat = move(crs, p.path(0).asDouble(), p.path(1).asDouble());
        double tolerance = LOOSER.getOrDefault(code, DEGREES);
        assertThat(lonLat.x).as(what).isCloseTo(p.path(2).asDouble(), within(tolerance));
        assertThat(lonLat.y).as(what).isCloseTo(p.path(3).asDouble(), within(tolerance));
      }
      texts++;
    }
    assertThat(texts).isEqualTo(115);
  }

  @Test
  void readsTheGermanPrjThatNamesNoAuthority() throws IOException {
    Path prj =
        Path.of(
            System.getProperty("icemelt.root"),
            "pipelines/src/main/resources/org/icemelt/pipelines/data/deu_ufz_pv_2015",
            "photovoltaics_open-space.prj");
    String text = Files.readString(prj);
    assertThat(text).doesNotContain("AUTHORITY");

    CrsTransform crs = CrsResolver.resolve(text);

    assertThat(crs.sourceName()).isEqualTo("ETRS_1989_LAEA");
    assertThat(crs.warning()).isEmpty();
    // pyproj: Transformer.from_crs(3035, 4326, always_xy=True).transform(4321000, 3210000)
    assertThat(move(crs, 4321000, 3210000).x).isCloseTo(10, within(1e-12));
    assertThat(move(crs, 4321000, 3210000).y).isCloseTo(52, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EPSG:4326",
        "epsg:4326",
        "4326",
        " EPSG : 4326 ",
        "WGS84",
        "WGS 84",
        "wgs 1984",
        "WGS_1984",
        "OGC:CRS84",
        "CRS84",
        "OGC:CRS84h",
        "EPSG:4979",
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "urn:ogc:def:crs:EPSG::4326",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "https://www.opengis.net/def/crs/EPSG/0/4326",
        "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
            + "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
        "COMPD_CS[\"WGS 84 + EGM96\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\","
            + "6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],"
            + "VERT_CS[\"EGM96 height\",VERT_DATUM[\"EGM96 geoid\",2005],UNIT[\"metre\",1]]]",
        // the .prj of ChinaPV's files; pyproj 3.7 reads it as a compound of WGS 84 and EGM96 too
        "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
            + "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"
            + "VERTCS[\"EGM96_Geoid\",VDATUM[\"EGM96_Geoid\"],PARAMETER[\"Vertical_Shift\",0.0],"
            + "PARAMETER[\"Direction\",1.0],UNIT[\"Meter\",1.0]]"
      })
  void takesWgs84ByAnyNameAsIdentity(String text) {
    Geometry point = GEOMETRIES.createPoint(new Coordinate(77.074, 28.525));

    CrsTransform crs = CrsResolver.resolve(text);

    assertThat(crs.isIdentity()).isTrue();
    assertThat((Object) crs.toLonLat(point)).isSameAs(point);
    assertThat(crs.warning()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NAD83, EPSG:4269",
    "nad 83, EPSG:4269",
    "OGC:CRS83, EPSG:4269",
    "NAD27, EPSG:4267",
    "urn:ogc:def:crs:EPSG::3035, EPSG:3035",
    "urn:ogc:def:crs:EPSG:9.8.9:3035, EPSG:3035",
    "urn:x-ogc:def:crs:EPSG:3035, EPSG:3035",
    "http://www.opengis.net/gml/srs/epsg.xml#25832, EPSG:25832",
    "EPSG:25832+7837, EPSG:25832",
    "'urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::7837', EPSG:25832",
    "900913, EPSG:3857",
    "ESRI:102100, EPSG:3857"
  })
  void bringsShortNamesToTheirCode(String text, String name) {
    assertThat(CrsResolver.resolve(text).sourceName()).isEqualTo(name);
  }

  @Test
  void trustsTheAuthorityCodeOfAWkt() {
    String wkt =
        "PROJCS[\"x\",GEOGCS[\"ETRS89\",DATUM[\"x\",SPHEROID[\"GRS 1980\",6378137,298.257222101]],"
            + "PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"x\"],"
            + "UNIT[\"metre\",1],AUTHORITY[\"EPSG\",\"25832\"]]";
    assertThat(CrsResolver.resolve(wkt).sourceName()).isEqualTo("EPSG:25832");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EPSG:4267|NAD27 (North American Datum 1927)|10 m in the conterminous USA",
        "EPSG:26710|NAD27 (North American Datum 1927)|10 m in the conterminous USA",
        "EPSG:27700|OSGB36 (OSGB 1936)|about 2 m",
        "EPSG:31467|DHDN (Deutsches Hauptdreiecksnetz)|about 3 m",
        "EPSG:27572|NTF (Nouvelle Triangulation Francaise)|about 2 m",
        "EPSG:27200|NZGD49 (New Zealand Geodetic Datum 1949)|about 4 m",
        "EPSG:23030|ED50 (European Datum 1950)|about 10 m"
      })
  void reportsADatumThatWouldNeedAGrid(String code, String datum, String error) {
    assertThat(CrsResolver.resolve(code).warning())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("Datum " + datum, "no grid was applied", "may be off by", error));
  }

  @Test
  void reportsADatumWithoutAnyKnownShift() {
    // EPSG:4600 Anguilla 1957, Clarke 1880
    assertThat(CrsResolver.resolve("EPSG:2000").warning())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("EPSG:2000", "no shift to WGS 84 is known", "100 m to 1 km"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EPSG:3857", "EPSG:4269", "EPSG:3035", "EPSG:2154", "EPSG:32650"})
  void isSilentWhereNoGridIsNeeded(String code) {
    assertThat(CrsResolver.resolve(code).warning()).isEmpty();
  }

  @Test
  void keepsTheArgumentAndItsHeights() {
    Geometry line =
        GEOMETRIES.createLineString(
            new Coordinate[] {new Coordinate(500000, 0, 7), new Coordinate(500000, 1000, 8)});

    Geometry moved = CrsResolver.resolve("EPSG:32650").toLonLat(line);

    assertThat(line.getCoordinates()[1].y).isEqualTo(1000);
    assertThat(moved.getCoordinates()[0].x).isCloseTo(117, within(1e-9));
    assertThat(moved.getCoordinates()[1].getZ()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({
    "EPSG:32650, 1e30, 1e30",
    "EPSG:32650, 5e8, 0",
    "EPSG:3035, 3e7, 0",
    "EPSG:3857, 2.5e7, 4e6",
    "EPSG:2154, 0, 5e7",
    "EPSG:5070, 3e6, 9e9",
    "EPSG:6933, 0, 2.1e7"
  })
  void refusesCoordinatesOutOfTheProjectionsReach(String code, double x, double y) {
    CrsTransform crs = CrsResolver.resolve(code);
    assertThatThrownBy(() -> move(crs, x, y))
        .isInstanceOf(OutOfReachException.class)
        .hasMessage("Coordinate (%s, %s) is outside the reach of %s", x, y, code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|states none",
        "nowhere|neither a code nor WKT",
        "GEOGCS[\"a\"],GEOGCS[\"b\"]|a second system follows that is not vertical",
        "EPSG:99999|no table has this EPSG code",
        "ESRI:54009|neither a code nor WKT",
        "{\"type\": \"Feature\"}|its type \"Feature\" is no CRS",
        "{|not JSON",
        "PROJCS[\"x\",|is missing",
        "LOCAL_CS[\"Engineering\",UNIT[\"metre\",1]]|neither geographic nor projected",
        "EPSG:5513|no library here transforms EPSG:5513"
      })
  void refusesOtherTextsAndSaysWhatToDo(String text, String why) {
    assertThatThrownBy(() -> CrsResolver.resolve(text))
        .isInstanceOf(UnknownCrsException.class)
        .hasMessageStartingWith("Cannot use the CRS \"" + text)
        .hasMessageContaining(why)
        .hasMessageContaining("Accepted are EPSG codes")
        .hasMessageContaining("Set `crs` for this dataset in the manifest");
  }

  @Test
  void cutsALongTextInTheMessage() {
    String text = "no crs at all ".repeat(100);
    assertThatThrownBy(() -> CrsResolver.resolve(text))
        .isInstanceOf(UnknownCrsException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains("…").hasSizeLessThan(600));
  }

  private static Coordinate move(CrsTransform crs, double x, double y) {
    return crs.toLonLat(GEOMETRIES.createPoint(new Coordinate(x, y))).getCoordinate();
  }

  private static double num(String text) {
    return Double.parseDouble(text);
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in = CrsResolverTest.class.getResourceAsStream(resource);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<String> lines = new ArrayList<>(reader.lines().toList());
      lines.remove(0);
      return lines;
    }
  }

  private static JsonNode json(String resource) throws IOException {
    try (InputStream in = CrsResolverTest.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(in);
    }
  }
}
