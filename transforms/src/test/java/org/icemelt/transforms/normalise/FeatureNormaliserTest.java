package org.icemelt.transforms.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.RejectReason;
import org.icemelt.io.model.Site;
import org.icemelt.transforms.crs.UnknownCrsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class FeatureNormaliserTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private final FeatureNormaliser normaliser = new FeatureNormaliser();

  @Test
  void keepsTheVeryGeometryOfAValidWgs84Source() throws ParseException {
    Feature feature = feature("EPSG:4326", "POLYGON ((10 50, 10.01 50, 10.01 50.01, 10 50))");

    Site site = site(feature);

    assertThat(site.feature()).isSameAs(feature);
    assertThat((Object) site.sourceGeometry()).isSameAs(feature.geometry());
    assertThat((Object) site.geometry()).isSameAs(feature.geometry());
    assertThat(site.repaired()).isFalse();
  }

  @Test
  void placesAPointWithoutAreaInItsCell() throws ParseException {
    Site site = site(feature("WGS84", "POINT (-122.4183 37.775)"));

    assertThat(site.areaM2()).isNull();
    assertThat(site.centroidLon()).isEqualTo(-122.4183);
    assertThat(site.centroidLat()).isEqualTo(37.775);
    // h3-py 4.5.0: h3.latlng_to_cell(37.775, -122.4183, 12)
    assertThat(Long.toHexString(site.h3Cell())).isEqualTo("8c28308280197ff");
  }

  @Test
  void reprojectsWithLongitudeFirst() throws ParseException {
    Site site = site(feature("EPSG:25832", "POINT (500000 5600000)"));
    // pyproj: Transformer.from_crs(25832, 4326, always_xy=True)
    assertThat(site.centroidLon()).isCloseTo(9, within(1e-8));
    assertThat(site.centroidLat()).isCloseTo(50.55193238381324, within(1e-8));
  }

  @Test
  void repairsABowtieAndSaysSo() throws ParseException {
    Site site = site(feature("EPSG:4326", "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"));

    assertThat(site.repaired()).isTrue();
    assertThat(site.sourceGeometry().toText()).isEqualTo("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))");
    assertThat((Object) site.geometry().norm())
        .isEqualTo(
            new WKTReader()
                .read("MULTIPOLYGON (((0 0, 0 2, 1 1, 0 0)), ((1 1, 2 2, 2 0, 1 1)))")
                .norm());
    assertThat(site.areaM2()).isEqualTo(new GeodesicArea().of(site.geometry()));
  }

  @Test
  void leavesOutWhatARepairTurnsIntoLines() throws ParseException {
    Site site =
        site(
            feature(
                "EPSG:4326",
                "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1, 0 0)), ((5 5, 6 6, 7 7, 6 6, 5 5)))"));

    assertThat(site.repaired()).isTrue();
    assertThat(site.geometry().getDimension()).isEqualTo(2);
    assertThat(site.geometry().getEnvelopeInternal().getMaxX()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POLYGON ((0 0, 1 1, 2 2, 0 0))",
        "POLYGON ((5 5, 5 5, 5 5, 5 5))",
        "LINESTRING (3 3, 3 3)"
      })
  void rejectsWhatRepairLeavesNothingOf(String wkt) throws ParseException {
    Reject reject = reject(feature("EPSG:4326", wkt));

    assertThat(reject.reason()).isEqualTo(RejectReason.GEOMETRY_UNREPAIRABLE);
    assertThat(reject.detail()).startsWith("Repair leaves nothing of the ");
    assertThat(reject.raw()).isEqualTo(wkt);
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 1, COORDINATE_NOT_FINITE, is NaN or infinite",
    "1, NaN, COORDINATE_NOT_FINITE, is NaN or infinite",
    "Infinity, 1, COORDINATE_NOT_FINITE, is NaN or infinite",
    "1, -Infinity, COORDINATE_NOT_FINITE, is NaN or infinite",
    "180.001, 1, COORDINATE_OUT_OF_RANGE, beyond longitude ±180",
    "-190, 1, COORDINATE_OUT_OF_RANGE, beyond longitude ±180",
    "1, 90.001, COORDINATE_OUT_OF_RANGE, beyond longitude ±180",
    "500000, 5600000, COORDINATE_OUT_OF_RANGE, beyond longitude ±180"
  })
  void rejectsCoordinatesThatAreNoPlace(double x, double y, RejectReason reason, String detail) {
    for (Geometry geometry :
        List.of(point(x, y, Coordinate.NULL_ORDINATE), triangleWith(x, y), twoPoints(x, y))) {
      Reject reject = reject(feature("EPSG:4326", geometry));
      assertThat(reject.reason()).isEqualTo(reason);
      assertThat(reject.detail()).contains("(" + x + ", " + y + ")", detail);
    }
  }

  @Test
  void namesDatasetFileAndRowInARejectAndCutsTheText() {
    Coordinate[] many = new Coordinate[500];
    for (int i = 0; i < many.length; i++) {
      many[i] = new Coordinate(200 + i, 0);
    }

    Reject reject = reject(feature("EPSG:4326", GEOMETRIES.createLineString(many)));

    assertThat(reject.dataset()).isEqualTo("fields");
    assertThat(reject.sourceFile()).isEqualTo("a.zip/b.shp");
    assertThat(reject.row()).isEqualTo(17);
    assertThat(reject.raw()).startsWith("LINESTRING (200 0, 201 0").hasSize(Reject.MAX_RAW);
  }

  @Test
  void rejectsWhatLiesOutsideTheProjection() throws ParseException {
    Reject reject = reject(feature("EPSG:32650", "POINT (1e30 1e30)"));
    assertThat(reject.reason()).isEqualTo(RejectReason.COORDINATE_OUT_OF_RANGE);
    assertThat(reject.detail()).contains("outside the reach of EPSG:32650");
  }

  @Test
  void rejectsAnEmptyGeometry() throws ParseException {
    assertThat(reject(feature("EPSG:4326", "POLYGON EMPTY")).reason())
        .isEqualTo(RejectReason.GEOMETRY_EMPTY);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e300, 12})
  void neverRejectsForAHeight(double z) {
    assertThat(site(feature("EPSG:4326", point(10, 50, z))).centroidLon()).isEqualTo(10);
    assertThat(site(feature("EPSG:32632", point(500000, 0, z))).centroidLat())
        .isCloseTo(0, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"180, 90", "-180, -90", "180.0000000005, 1", "1, -90.0000000005"})
  void storesTheEdgesOfTheWorldAsTheyAre(double lon, double lat) {
    Site site = site(feature("EPSG:4326", point(lon, lat, Coordinate.NULL_ORDINATE)));
    assertThat(site.centroidLon()).isEqualTo(lon);
    assertThat(site.centroidLat()).isEqualTo(lat);
  }

  @Test
  void keepsApartSourcesOfDifferentSystems() throws ParseException {
    double first = site(feature("EPSG:25832", "POINT (500000 5600000)")).centroidLon();
    double second = site(feature("EPSG:25833", "POINT (500000 5600000)")).centroidLon();
    double third = site(feature("EPSG:25832", "POINT (500000 5600000)")).centroidLon();
    assertThat(second).isCloseTo(15, within(1e-8));
    assertThat(third).isEqualTo(first).isCloseTo(9, within(1e-8));
  }

  @Test
  void blamesTheDatasetForAnUnknownCrs() throws ParseException {
    Feature feature = feature("middle earth", "POINT (1 2)");
    assertThatThrownBy(() -> normaliser.normalise(feature))
        .isInstanceOf(UnknownCrsException.class)
        .hasMessageContaining("middle earth");
  }

  private Site site(Feature feature) {
    assertThat(normaliser.normalise(feature)).isInstanceOf(Placement.Placed.class);
    return ((Placement.Placed) normaliser.normalise(feature)).site();
  }

  private Reject reject(Feature feature) {
    assertThat(normaliser.normalise(feature)).isInstanceOf(Placement.Refused.class);
    return ((Placement.Refused) normaliser.normalise(feature)).reject();
  }

  private static Feature feature(String crs, String wkt) throws ParseException {
    return feature(crs, new WKTReader().read(wkt));
  }

  private static Feature feature(String crs, Geometry geometry) {
    FeatureSource source =
        new FeatureSource("fields", "a.zip/b.shp", crs, new FeatureSchema(List.of()));
    return new Feature(source, 17, geometry, List.of());
  }

  private static Geometry point(double x, double y, double z) {
    return GEOMETRIES.createPoint(new Coordinate(x, y, z));
  }

  private static Polygon triangleWith(double x, double y) {
    return GEOMETRIES.createPolygon(
        new Coordinate[] {
          new Coordinate(1, 1), new Coordinate(2, 1), new Coordinate(x, y), new Coordinate(1, 1)
        });
  }

  private static Geometry twoPoints(double x, double y) {
    return GEOMETRIES.createMultiPointFromCoords(
        new Coordinate[] {new Coordinate(1, 1), new Coordinate(x, y)});
  }
}
