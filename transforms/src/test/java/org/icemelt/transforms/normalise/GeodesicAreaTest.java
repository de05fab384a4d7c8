package org.icemelt.transforms.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** Expected: pyproj 3.7.2 {@code Geod(ellps="WGS84").polygon_area_perimeter}, absolute values. */
class GeodesicAreaTest {
  private final GeodesicArea area = new GeodesicArea();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POLYGON ((10 50, 10.01 50, 10.01 50.01, 10 50.01, 10 50))|797383.135676384",
        "POLYGON ((10 50, 10 50.01, 10.01 50.01, 10.01 50, 10 50))|797383.135676384",
        "POLYGON ((10 50, 10.01 50, 10.01 50.01, 10 50.01, 10 50), (10.002 50.002, 10.004 50.002,"
            + " 10.004 50.004, 10.002 50.002))|781434.4859154224",
        "POLYGON ((10 50, 10.01 50, 10.01 50.01, 10 50.01, 10 50), (10.002 50.002, 10.004 50.004,"
            + " 10.004 50.002, 10.002 50.002))|781434.4859154224",
        "MULTIPOLYGON (((10 50, 10.01 50, 10.01 50.01, 10 50.01, 10 50)), ((20 -30, 20.5 -30, 20.5"
            + " -29.5, 20 -30)))|1337724863.5095778",
        "POLYGON ((179.9 -17, -179.9 -17, -179.9 -16.9, 179.9 -16.9, 179.9 -17))|235755559.8653412"
      })
  void subtractsHolesWhateverWayTheRingsRun(String wkt, double squareMetres) throws ParseException {
    assertThat(area.of(new WKTReader().read(wkt)))
        .isCloseTo(squareMetres, within(1e-9 * squareMetres + 1e-3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"POINT (1 2)", "LINESTRING (0 0, 1 1, 0 1, 0 0)", "MULTIPOINT ((1 2), (3 4))"})
  void isNullNotZeroWithoutAnOutline(String wkt) throws ParseException {
    assertThat(area.of(new WKTReader().read(wkt))).isNull();
  }

  @Test
  void countsOnlyThePolygonsOfACollection() throws ParseException {
    Geometry square = new WKTReader().read("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))");
    Geometry mixed =
        new WKTReader()
            .read("GEOMETRYCOLLECTION (POINT (5 5), POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0)))");
    assertThat(area.of(mixed)).isEqualTo(area.of(square));
  }
}
