package org.icemelt.transforms.wkt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class WktWriterTest {
  private final WktWriter writer = new WktWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POINT (77.074 28.525)",
        "POINT EMPTY",
        "LINESTRING (0 0, 1 -1, 2.5 0.001)",
        "LINESTRING EMPTY",
        "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))",
        "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (1 1, 1 2, 2 2, 1 1), (5 5, 5 6, 6 6, 5 5))",
        "POLYGON EMPTY",
        "MULTIPOINT ((1 2), (3 4))",
        "MULTIPOINT ((1 2), EMPTY)",
        "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))",
        "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5), (5.5 5.1, 5.8 5.1, 5.8 5.4,"
            + " 5.5 5.1)))",
        "MULTIPOLYGON EMPTY",
        "MULTIPOLYGON (EMPTY)",
        "GEOMETRYCOLLECTION (POINT (1 2), POLYGON ((0 0, 1 0, 1 1, 0 0)), GEOMETRYCOLLECTION (POINT"
            + " (3 4)))",
        "GEOMETRYCOLLECTION EMPTY"
      })
  void writesEveryTypeAsItWasRead(String wkt) throws ParseException {
    assertThat(writer.write(new WKTReader().read(wkt))).isEqualTo(wkt);
  }

  @Test
  void leavesOutHeights() {
    Geometry point = new GeometryFactory().createPoint(new Coordinate(1.5, 2, 300));
    assertThat(writer.write(point)).isEqualTo("POINT (1.5 2)");
  }

  @Test
  void startsAfreshForEachGeometry() throws ParseException {
    writer.write(new WKTReader().read("POINT (77.074 28.525)"));
    assertThat(writer.write(new WKTReader().read("POINT (1 2)"))).isEqualTo("POINT (1 2)");
  }

  @ParameterizedTest
  @CsvSource({
    "77.074, 77.074",
    "-159.76212345678, -159.76212345678",
    "0.1, 0.1",
    "100, 100",
    "0, 0",
    "-0.0, -0",
    "1e-3, 0.001",
    "9.99e-4, 0.000999",
    "1e-13, 0.0000000000001",
    "-2.5e-18, -0.0000000000000000025",
    "1e-30, 1.0E-30",
    "4.9e-324, 4.9E-324",
    "20037508.342789244, 20037508.342789244",
    "1e20, 100000000000000000000",
    "1e25, 1.0E25",
    "0.30000000000000004, 0.30000000000000004",
    "121.38123456789012, 121.38123456789012",
    "180, 180",
    "89.99999999999999, 89.99999999999999"
  })
  void writesDoublesAsPlainDecimals(double value, String text) {
    AsciiText out = new AsciiText();
    DecimalText.append(out, value);
    assertThat(out).hasToString(text);
    assertThat(Double.doubleToRawLongBits(Double.parseDouble(out.toString())))
        .isEqualTo(Double.doubleToRawLongBits(value));
  }
}
