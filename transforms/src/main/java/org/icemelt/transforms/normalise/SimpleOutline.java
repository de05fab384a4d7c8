package org.icemelt.transforms.normalise;

import org.locationtech.jts.algorithm.CGAlgorithmsDD;
import org.locationtech.jts.algorithm.RayCrossingCounter;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;

/**
 * Tells quickly of most polygons that they are valid: few edges, of which none meets another but
 * its neighbours in the ring, and those in their common vertex alone; holes inside the outline and
 * beside each other; polygons of one geometry beside each other. Such a geometry is valid by OGC's
 * rules; of all others this says nothing.
 */
final class SimpleOutline {
  /** Pairs of a polygon's edges grow with the square of this; beyond, an index is faster. */
  private static final int MOST_EDGES = 64;

  /** Likewise pairs of a geometry's polygons. */
  private static final int MOST_POLYGONS = 16;

  private SimpleOutline() {}

  /** True only if the geometry is valid; its coordinates must be finite. */
  static boolean isSurelyValid(Geometry geometry) {
    int parts = geometry.getNumGeometries();
    if (parts == 0 || parts > MOST_POLYGONS) {
      return false;
    }
    for (int i = 0; i < parts; i++) {
      Geometry part = geometry.getGeometryN(i);
      if (!(part instanceof Polygon polygon && isSimple(polygon))) {
        return false;
      }
      for (int j = 0; j < i; j++) {
        if (!areApart(polygon, (Polygon) geometry.getGeometryN(j))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether two simple polygons surely have no point in common. */
  private static boolean areApart(Polygon a, Polygon b) {
    if (!a.getEnvelopeInternal().intersects(b.getEnvelopeInternal())) {
      return true;
    }
    CoordinateSequence left = a.getExteriorRing().getCoordinateSequence();
    CoordinateSequence right = b.getExteriorRing().getCoordinateSequence();
    return areApart(left, right) && !holds(left, right) && !holds(right, left);
  }

  private static boolean isSimple(Polygon polygon) {
    CoordinateSequence shell = polygon.getExteriorRing().getCoordinateSequence();
    if (!isSimple(shell)) {
      return false;
    }
    int edges = shell.size() - 1;
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      CoordinateSequence hole = hole(polygon, i);
      edges += hole.size() - 1;
      if (edges > MOST_EDGES || !isSimple(hole) || !areApart(shell, hole) || !holds(shell, hole)) {
        return false;
      }
      for (int j = 0; j < i; j++) {
        CoordinateSequence other = hole(polygon, j);
        if (!areApart(hole, other) || holds(hole, other) || holds(other, hole)) {
          return false;
        }
      }
    }
    return true;
  }

  private static CoordinateSequence hole(Polygon polygon, int i) {
    return polygon.getInteriorRingN(i).getCoordinateSequence();
  }

  private static boolean isSimple(CoordinateSequence ring) {
    int edges = ring.size() - 1;
    if (edges < 3 || edges > MOST_EDGES) {
      return false;
    }
    for (int i = 0; i < edges; i++) {
      if (turn(ring, i, ring, i + 2 > edges ? 1 : i + 2) == 0) {
        return false;
      }
      int last = i == 0 ? edges - 1 : edges;
      for (int j = i + 2; j < last; j++) {
        if (!areApart(ring, i, ring, j)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether no edge of one ring meets one of the other. */
  private static boolean areApart(CoordinateSequence a, CoordinateSequence b) {
    for (int i = 0; i < a.size() - 1; i++) {
      for (int j = 0; j < b.size() - 1; j++) {
        if (!areApart(a, i, b, j)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether one of two rings that are apart lies inside the other. */
  private static boolean holds(CoordinateSequence outer, CoordinateSequence inner) {
    return RayCrossingCounter.locatePointInRing(inner.getCoordinate(0), outer) == Location.INTERIOR;
  }

  /** Whether edge {@code i} of one ring and {@code j} of another have no point in common. */
  private static boolean areApart(CoordinateSequence a, int i, CoordinateSequence b, int j) {
    return areApart(a.getX(i), a.getX(i + 1), b.getX(j), b.getX(j + 1))
        || areApart(a.getY(i), a.getY(i + 1), b.getY(j), b.getY(j + 1))
        || turn(a, i, b, j) * turn(a, i, b, j + 1) > 0
        || turn(b, j, a, i) * turn(b, j, a, i + 1) > 0;
  }

  private static boolean areApart(double a, double b, double c, double d) {
    return Math.max(a, b) < Math.min(c, d) || Math.max(c, d) < Math.min(a, b);
  }

  /** 1 if vertex {@code to} lies left of the line that edge {@code i} is on, -1 right, 0 on it. */
  private static int turn(CoordinateSequence ring, int i, CoordinateSequence other, int to) {
    return CGAlgorithmsDD.orientationIndex(
        ring.getX(i),
        ring.getY(i),
        ring.getX(i + 1),
        ring.getY(i + 1),
        other.getX(to),
        other.getY(to));
  }
}
