package org.icemelt.io.geofiles.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.icemelt.io.model.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ByteOrderValues;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;
import org.locationtech.jts.io.WKTWriter;

class WkbReaderTest {
  private static Geometry read(byte[] wkb) throws BadGeometryException {
    return new WkbReader().read(ByteBuffer.wrap(wkb));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /** JTS writes EWKB, with Z and SRID flags. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "POINT (1 2)",
        "POINT Z(1 2 3)",
        "LINESTRING (0 0, 1 1, 2 0)",
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))",
        "POLYGON Z((0 0 1, 9 0 2, 9 9 3, 0 0 1))",
        "MULTIPOINT ((1 2), (3 4))",
        "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))",
        "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((20 0, 29 0, 29 9, 20 0)))",
        "GEOMETRYCOLLECTION (POINT (1 2), GEOMETRYCOLLECTION (LINESTRING (0 0, 1 1)))",
      })
  void readsWhatJtsWrites(String wkt) throws Exception {
    Geometry geometry = new WKTReader().read(wkt);
    geometry.setSRID(4326);
    int dimension = wkt.contains("Z") ? 3 : 2;
    for (int order : new int[] {ByteOrderValues.BIG_ENDIAN, ByteOrderValues.LITTLE_ENDIAN}) {
      for (boolean srid : new boolean[] {false, true}) {
        Geometry back = read(new WKBWriter(dimension, order, srid).write(geometry));
        assertThat(new WKTWriter(3).write(back)).isEqualTo(wkt);
      }
    }
  }

  @Test
  void readsIsoTypesAndDropsMeasures() throws Exception {
    String one = "3ff0000000000000";
    String two = "4000000000000000";
    String three = "4008000000000000";
    WKTWriter writer = new WKTWriter(3);
    assertThat(writer.write(read(bytes("00 000003e9" + one + two + three))))
        .isEqualTo("POINT Z(1 2 3)");
    assertThat(writer.write(read(bytes("00 000007d1" + one + two + three))))
        .isEqualTo("POINT (1 2)");
    assertThat(writer.write(read(bytes("00 00000bb9" + one + two + three + two))))
        .isEqualTo("POINT Z(1 2 3)");
    assertThat(writer.write(read(bytes("00 40000001" + one + two + three))))
        .isEqualTo("POINT (1 2)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "02 00000001 | GEOMETRY_MALFORMED | No WKB: byte order is 2",
        "00 0000 | GEOMETRY_MALFORMED | The WKB ends after 3 bytes, inside the geometry",
        "00 00000000 | GEOMETRY_MALFORMED | Cannot read WKB of geometry type 0 (curves and surfaces are not supported)",
        "00 00000fa1 | GEOMETRY_MALFORMED | Cannot read WKB of geometry type 4001 (curves and surfaces are not supported)",
        "00 00000002 7fffffff | GEOMETRY_MALFORMED | The WKB announces 2147483647 parts or vertices, but only 0 bytes follow",
        "00 00000006 ffffffff | GEOMETRY_MALFORMED | The WKB announces 4294967295 parts or vertices, but only 0 bytes follow",
        "00 00000003 00000000 | GEOMETRY_EMPTY | The Polygon has no coordinates",
        "00 00000003 00000001 00000000 | GEOMETRY_EMPTY | The Polygon has no coordinates",
        "00 00000007 00000000 | GEOMETRY_EMPTY | The GeometryCollection has no coordinates",
        "00 00000001 7ff8000000000000 7ff8000000000000 | GEOMETRY_EMPTY | The Point has no coordinates",
        "00 00000001 7ff8000000000000 3ff0000000000000 | COORDINATE_NOT_FINITE | Coordinate 0 is not finite: NaN 1.0",
        "00 000003e9 3ff0000000000000 3ff0000000000000 7ff0000000000000 | COORDINATE_NOT_FINITE | Coordinate 0 is not finite: 1.0 1.0 Infinity",
        "00 00000004 00000001 00 00000002 00000000 | GEOMETRY_MALFORMED | A LineString stands among parts that are Points",
        "00 00000002 00000001 3ff0000000000000 3ff0000000000000 | GEOMETRY_MALFORMED | A line has one vertex only: 1.0 1.0",
        "00 00000003 00000001 00000002 3ff0000000000000 3ff0000000000000 3ff0000000000000 4000000000000000 | RING_NOT_CLOSED | A ring of 2 vertices begins at 1.0 1.0 and ends at 1.0 2.0",
      })
  void namesWhatIsWrong(String hex, RejectReason reason, String detail) {
    BadGeometryException e =
        catchThrowableOfType(BadGeometryException.class, () -> read(bytes(hex)));

    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.detail()).isEqualTo(detail);
  }

  @Test
  void refusesCollectionsNestedTooDeep() {
    byte[] wkb = bytes("00 00000007 00000001".repeat(100_000));
    BadGeometryException e = catchThrowableOfType(BadGeometryException.class, () -> read(wkb));

    assertThat(e.detail()).isEqualTo("Collections are nested too deep");
  }
}
