package org.icemelt.transforms.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.PolygonArea;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.impl.PackedCoordinateSequence;

/** Expected: GeographicLib-Java, which solves the inverse problem for each edge. */
class SmallRingPropertyTest {
  private static final double METRES_A_DEGREE = 111_195;

  @Property(tries = 3000)
  void isGeographicLibsAreaOrNone(
      @ForAll @DoubleRange(min = -180, max = 179.9) double lon,
      @ForAll @DoubleRange(min = -89, max = 89) double lat,
      @ForAll @DoubleRange(min = 0, max = 4) double log10Metres,
      @ForAll @IntRange(min = 3, max = 60) int vertices,
      @ForAll @LongRange(min = 0) long seed) {
    CoordinateSequence ring = ring(lon, lat, Math.pow(10, log10Metres), vertices, seed);
    double area = SmallRing.area(ring);
    if (!Double.isNaN(area)) {
      double expected = geographicLib(ring);
      assertThat(area).isCloseTo(expected, within(1e-9 * expected + 5e-4));
    }
  }

  @ParameterizedTest
  @CsvSource({"10, 5", "35, 52", "100, -23", "80, 60", "60, -69.9", "20, 0", "250, 40", "300, 5"})
  void answersForTheSizesThatSitesHave(double metres, double lat) {
    CoordinateSequence ring = ring(-3, lat, metres, 6, 1);
    double expected = geographicLib(ring);
    assertThat(SmallRing.area(ring)).isCloseTo(expected, within(1e-9 * expected + 2e-4));
  }

  @Test
  void hasNoAnswerNearThePolesAcrossTheAntimeridianAndForLargeRings() {
    assertThat(SmallRing.area(ring(10, 71, 10, 5, 1))).isNaN();
    assertThat(SmallRing.area(ring(10, 20, 2_000, 5, 1))).isNaN();
    double[] across = {179.9999, 10, -179.9999, 10, -179.9999, 10.0001, 179.9999, 10};
    assertThat(SmallRing.area(new PackedCoordinateSequence.Double(across, 2, 0))).isNaN();
  }

  /** A star about a place, closed; its rays have random lengths up to {@code metres}. */
  private static CoordinateSequence ring(
      double lon, double lat, double metres, int vertices, long seed) {
    Random random = new Random(seed);
    double[] xy = new double[2 * vertices + 2];
    double shrink = Math.cos(Math.toRadians(lat));
    for (int i = 0; i < vertices; i++) {
      double angle = 2 * Math.PI * i / vertices;
      double ray = metres * (0.2 + 0.8 * random.nextDouble()) / METRES_A_DEGREE;
      xy[2 * i] = lon + ray * Math.cos(angle) / shrink;
      xy[2 * i + 1] = lat + ray * Math.sin(angle);
    }
    xy[2 * vertices] = xy[0];
    xy[2 * vertices + 1] = xy[1];
    return new PackedCoordinateSequence.Double(xy, 2, 0);
  }

  private static double geographicLib(CoordinateSequence ring) {
    PolygonArea polygon = new PolygonArea(Geodesic.WGS84, false);
    for (int i = 0; i < ring.size() - 1; i++) {
      polygon.AddPoint(ring.getY(i), ring.getX(i));
    }
    return Math.abs(polygon.Compute(false, true).area);
  }
}
