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
    Random random = new Random(seed);
    Coordinate[] ring = new Coordinate[vertices + 1];
    for (int i = 0; i < vertices; i++) {
      ring[i] = new Coordinate(0.1 * random.nextInt(grid), 0.1 * random.nextInt(grid));
    }
    ring[vertices] = ring[0];
    Geometry polygon = FACTORY.createPolygon(ring);
    if (SimpleOutline.isSurelyValid(polygon)) {
      assertThat(IsValidOp.isValid(polygon)).as(polygon.toText()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POLYGON ((0 0, 2 0, 0 2, 0 0))",
        "POLYGON ((0 0, 0 2, 2 2, 2 0, 0 0))",
        "MULTIPOLYGON (((0 0, 4 0, 4 4, 2 1, 0 4, 0 0)))"
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
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))",
        "MULTIPOLYGON (((0 0, 2 0, 0 2, 0 0)), ((0 0, 2 0, 0 2, 0 0)))",
        "POLYGON EMPTY",
        "LINESTRING (0 0, 1 1)"
      })
  void saysNothingOfOthers(String wkt) throws ParseException {
    assertThat(SimpleOutline.isSurelyValid(new WKTReader().read(wkt))).isFalse();
  }
}
