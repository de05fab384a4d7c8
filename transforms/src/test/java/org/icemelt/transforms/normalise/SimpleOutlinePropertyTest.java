package org.icemelt.transforms.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import org.locationtech.jts.operation.valid.IsValidOp;

/** Expected: JTS's {@code IsValidOp}. */
class SimpleOutlinePropertyTest {
  private static final GeometryFactory FACTORY = new GeometryFactory();

  /** On a coarse grid vertices meet edges and each other often, and edges run along edges. */
  @Property(tries = 5000)
  void neverPassesWhatJtsRefuses(
      @ForAll @IntRange(min = 3, max = 8) int vertices,
      @ForAll @IntRange(min = 2, max = 12) int grid,
      @ForAll @LongRange(min = 0) long seed) {
    requireSound(FACTORY.createPolygon(ring(new Random(seed), vertices, grid)));
  }

  /** Holes meet, cross and hold outlines and each other; polygons of a geometry overlap. */
  @Property(tries = 10_000)
  void neverPassesHolesAndPartsThatJtsRefuses(
      @ForAll @IntRange(min = 1, max = 3) int polygons,
      @ForAll @IntRange(min = 0, max = 2) int holes,
      @ForAll @IntRange(min = 4, max = 12) int grid,
      @ForAll @LongRange(min = 0) long seed) {
    Random random = new Random(seed);
    Polygon[] parts = new Polygon[polygons];
    for (int i = 0; i < polygons; i++) {
      LinearRing[] inner = new LinearRing[holes];
      for (int j = 0; j < holes; j++) {
        inner[j] = FACTORY.createLinearRing(ring(random, 3, grid));
      }
      parts[i] = FACTORY.createPolygon(FACTORY.createLinearRing(ring(random, 4, grid)), inner);
    }
    requireSound(FACTORY.createMultiPolygon(parts));
  }

  private static Coordinate[] ring(Random random, int vertices, int grid) {
    Coordinate[] ring = new Coordinate[vertices + 1];
    for (int i = 0; i < vertices; i++) {
      ring[i] = new Coordinate(0.1 * random.nextInt(grid), 0.1 * random.nextInt(grid));
    }
    ring[vertices] = ring[0];
    return ring;
  }

  private static void requireSound(Geometry geometry) {
    if (SimpleOutline.isSurelyValid(geometry)) {
      assertThat(IsValidOp.isValid(geometry)).as(geometry.toText()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POLYGON ((0 0, 2 0, 0 2, 0 0))",
        "POLYGON ((0 0, 0 2, 2 2, 2 0, 0 0))",
        "MULTIPOLYGON (((0 0, 4 0, 4 4, 2 1, 0 4, 0 0)))",
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (3 1, 4 1, 4 2, 3 1))",
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (3 1, 4 1, 4 2, 3 1), (6 1, 7 1, 7 2, 6 1))",
        "MULTIPOLYGON (((0 0, 2 0, 0 2, 0 0)), ((3 0, 5 0, 3 2, 3 0)))",
        "MULTIPOLYGON (((0 0, 9 0, 0 9, 0 0)), ((9 9, 9 1, 1 9, 9 9)))"
      })
  void knowsPlainOutlines(String wkt) throws ParseException {
    assertThat(SimpleOutline.isSurelyValid(new WKTReader().read(wkt))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))",
        "POLYGON ((0 0, 2 0, 1 0, 1 2, 0 0))",
        "POLYGON ((0 0, 2 0, 2 2, 1 0, 0 2, 0 0))",
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))", // the hole meets the outline
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (9 1, 8 1, 8 2, 9 1))",
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (10 1, 11 1, 11 2, 10 1))", // it lies outside
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (-9 -1, 19 -1, 19 19, -9 -1))",
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (3 1, 7 1, 7 5, 3 1), (5 2, 6 2, 6 3, 5 2))", // one in one
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (5 2, 6 2, 6 3, 5 2), (3 1, 7 1, 7 5, 3 1))",
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (3 1, 5 1, 5 2, 3 1), (4 1, 6 1, 6 2, 4 1))", // they meet
        "MULTIPOLYGON (((0 0, 9 0, 0 9, 0 0)), ((1 1, 2 1, 2 2, 1 1)))",
        "MULTIPOLYGON (((0 0, 2 0, 0 2, 0 0)), ((2 0, 4 0, 2 2, 2 0)))",
        "MULTIPOLYGON (((0 0, 2 0, 0 2, 0 0)), ((0 0, 2 0, 0 2, 0 0)))",
        "POLYGON EMPTY",
        "LINESTRING (0 0, 1 1)"
      })
  void saysNothingOfOthers(String wkt) throws ParseException {
    assertThat(SimpleOutline.isSurelyValid(new WKTReader().read(wkt))).isFalse();
  }
}
