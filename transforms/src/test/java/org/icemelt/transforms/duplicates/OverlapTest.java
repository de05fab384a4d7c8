package org.icemelt.transforms.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** Made-up shapes: what contained, partly shared and only touching geometries are called. */
class OverlapTest {
  private static final String SQUARE = "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))";

  @Test
  void equalOutlinesOverlapWholly() {
    assertOverlap(SQUARE, "POLYGON ((4 4, 0 4, 0 0, 4 0, 4 4))", Reason.OVERLAP, 1.0);
  }

  @Test
  void anOutlineInAnotherIsContainedWhicheverComesFirst() {
    assertOverlap(SQUARE, "POLYGON ((1 1, 2 1, 2 2, 1 2, 1 1))", Reason.CONTAINED, 1.0);
    assertOverlap("POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))", SQUARE, Reason.CONTAINED, 1.0);
  }

  @Test
  void aSharedPartCountsFromHalfOfTheSmallerOutline() {
    assertOverlap(SQUARE, "POLYGON ((2 1, 6 1, 6 2, 2 2, 2 1))", Reason.OVERLAP, 0.5);
    assertOverlap(SQUARE, "POLYGON ((1 1, 5 1, 5 2, 1 2, 1 1))", Reason.OVERLAP, 0.75);
    assertNone(SQUARE, "POLYGON ((2.1 1, 6.1 1, 6.1 2, 2.1 2, 2.1 1))");
  }

  @Test
  void touchingOutlinesDoNotOverlap() {
    assertNone(SQUARE, "POLYGON ((4 0, 8 0, 8 4, 4 4, 4 0))");
    assertNone(SQUARE, "POLYGON ((4 4, 8 4, 8 8, 4 8, 4 4))");
  }

  @Test
  void boxesThatTouchAreNotEnough() {
    assertNone("POLYGON ((0 0, 4 0, 0 4, 0 0))", "POLYGON ((4 4, 4 3, 3 4, 4 4))");
  }

  @Test
  void aPointLiesInAnOutlineOrOnItsEdgeButNotInItsHole() {
    assertOverlap("POINT (1 1)", SQUARE, Reason.POINT_IN_POLYGON, null);
    assertOverlap(SQUARE, "POINT (4 2)", Reason.POINT_IN_POLYGON, null);
    assertNone("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 3 1, 3 3, 1 3, 1 1))", "POINT (2 2)");
  }

  @Test
  void pointsOverlapOnlyWhereTheyAreEqual() {
    assertOverlap("POINT (1 2)", "POINT (1 2)", Reason.OVERLAP, 1.0);
    assertNone("POINT (1 2)", "POINT (1 2.0000001)");
  }

  @Test
  void aLineInAnOutlineIsContained() {
    assertOverlap("LINESTRING (1 1, 2 2)", SQUARE, Reason.CONTAINED, null);
    assertNone("LINESTRING (1 1, 5 5)", SQUARE);
  }

  private static void assertOverlap(String a, String b, Reason reason, Double ratio) {
    Optional<Overlap> overlap = overlap(a, b);
    assertThat(overlap.map(Overlap::reason)).as(a + " and " + b).contains(reason);
    if (ratio == null) {
      assertThat(overlap.get().ratio()).isNull();
    } else {
      assertThat(overlap.get().ratio()).isCloseTo(ratio, within(1e-12));
    }
  }

  private static void assertNone(String a, String b) {
    assertThat(overlap(a, b)).as(a + " and " + b).isEmpty();
  }

  private static Optional<Overlap> overlap(String a, String b) {
    try {
      return Overlap.of(new WKTReader().read(a), new WKTReader().read(b));
    } catch (ParseException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
