package org.icemelt.transforms.normalise;

import org.locationtech.jts.algorithm.CGAlgorithmsDD;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;

/**
 * Tells quickly of most polygons that they are valid: one outline of few edges, no holes, no edge
 * meeting another but its neighbours, and those in their common vertex alone. Such a polygon is
 * valid by OGC's rules; of all others this says nothing.
 */
final class SimpleOutline {
  /** Pairs of edges grow with the square of this; beyond, an index is faster. */
  private static final int MOST_EDGES = 64;

  private SimpleOutline() {}

  /** True only if the geometry is valid; its coordinates must be finite. */
  static boolean isSurelyValid(Geometry geometry) {
    return geometry.getNumGeometries() == 1
        && geometry.getGeometryN(0) instanceof Polygon polygon
        && polygon.getNumInteriorRing() == 0
        && isSimple(polygon.getExteriorRing().getCoordinateSequence());
  }

  private static boolean isSimple(CoordinateSequence ring) {
    int edges = ring.size() - 1;
    if (edges < 3 || edges > MOST_EDGES) {
      return false;
    }
    for (int i = 0; i < edges; i++) {
      if (turn(ring, i, i + 1, i + 2 > edges ? 1 : i + 2) == 0) {
        return false;
      }
      int last = i == 0 ? edges - 1 : edges;
      for (int j = i + 2; j < last; j++) {
        if (!areApart(ring, i, j)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether edges {@code i} and {@code j} have no point in common. */
  private static boolean areApart(CoordinateSequence ring, int i, int j) {
    return areApart(ring.getX(i), ring.getX(i + 1), ring.getX(j), ring.getX(j + 1))
        || areApart(ring.getY(i), ring.getY(i + 1), ring.getY(j), ring.getY(j + 1))
        || turn(ring, i, i + 1, j) * turn(ring, i, i + 1, j + 1) > 0
        || turn(ring, j, j + 1, i) * turn(ring, j, j + 1, i + 1) > 0;
  }

  private static boolean areApart(double a, double b, double c, double d) {
    return Math.max(a, b) < Math.min(c, d) || Math.max(c, d) < Math.min(a, b);
  }

  /** 1 if vertex {@code to} lies left of the line through the others, -1 right, 0 on it. */
  private static int turn(CoordinateSequence ring, int from, int through, int to) {
    return CGAlgorithmsDD.orientationIndex(
        ring.getX(from),
        ring.getY(from),
        ring.getX(through),
        ring.getY(through),
        ring.getX(to),
        ring.getY(to));
  }
}
