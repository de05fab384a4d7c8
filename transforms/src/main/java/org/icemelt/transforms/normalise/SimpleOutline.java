package org.icemelt.transforms.normalise;

import org.locationtech.jts.algorithm.CGAlgorithmsDD;
import org.locationtech.jts.algorithm.RayCrossingCounter;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
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
    Ring left = Ring.of(a.getExteriorRing());
    Ring right = Ring.of(b.getExteriorRing());
    return left.isApartFrom(right) && !left.holds(right) && !right.holds(left);
  }

  private static boolean isSimple(Polygon polygon) {
    Ring shell = Ring.of(polygon.getExteriorRing());
    if (!shell.isSimple()) {
      return false;
    }
    Ring[] holes = new Ring[polygon.getNumInteriorRing()];
    int edges = shell.edges;
    for (int i = 0; i < holes.length; i++) {
      Ring hole = Ring.of(polygon.getInteriorRingN(i));
      edges += hole.edges;
      if (edges > MOST_EDGES
          || !hole.isSimple()
          || !shell.isApartFrom(hole)
          || !shell.holds(hole)) {
        return false;
      }
      for (int j = 0; j < i; j++) {
        if (!hole.isApartFrom(holes[j]) || hole.holds(holes[j]) || holes[j].holds(hole)) {
          return false;
        }
      }
      holes[i] = hole;
    }
    return true;
  }

  /** A ring whose coordinates are at hand: each is looked at for each pair of its edges. */
  private static final class Ring {
    private final CoordinateSequence points;
    private final int edges;
    private final double[] x;
    private final double[] y;

    private Ring(CoordinateSequence points) {
      this.points = points;
      int size = points.size();
      edges = size - 1;
      int kept = edges > MOST_EDGES ? 0 : size; // of others nothing will be said
      x = new double[kept];
      y = new double[kept];
      for (int i = 0; i < kept; i++) {
        x[i] = points.getX(i);
        y[i] = points.getY(i);
      }
    }

    static Ring of(LinearRing ring) {
      return new Ring(ring.getCoordinateSequence());
    }

    boolean isSimple() {
      if (edges < 3 || edges > MOST_EDGES) {
        return false;
      }
      for (int i = 0; i < edges; i++) {
        if (turn(i, this, i + 2 > edges ? 1 : i + 2) == 0) {
          return false;
        }
        int last = i == 0 ? edges - 1 : edges;
        for (int j = i + 2; j < last; j++) {
          if (!areApart(this, i, this, j)) {
            return false;
          }
        }
      }
      return true;
    }

    /** Whether no edge meets one of the other ring. */
    boolean isApartFrom(Ring other) {
      for (int i = 0; i < edges; i++) {
        for (int j = 0; j < other.edges; j++) {
          if (!areApart(this, i, other, j)) {
            return false;
          }
        }
      }
      return true;
    }

    /** Whether a ring that is apart from this one lies inside it. */
    boolean holds(Ring inner) {
      return RayCrossingCounter.locatePointInRing(inner.points.getCoordinate(0), points)
          == Location.INTERIOR;
    }

    /** Whether edge {@code i} of one ring and {@code j} of another have no point in common. */
    private static boolean areApart(Ring a, int i, Ring b, int j) {
      return areApart(a.x[i], a.x[i + 1], b.x[j], b.x[j + 1])
          || areApart(a.y[i], a.y[i + 1], b.y[j], b.y[j + 1])
          || a.turn(i, b, j) * a.turn(i, b, j + 1) > 0
          || b.turn(j, a, i) * b.turn(j, a, i + 1) > 0;
    }

    /** Whether the ranges between two numbers each have none in common. */
    private static boolean areApart(double a, double b, double c, double d) {
      return a < b ? isBeyond(a, b, c, d) : isBeyond(b, a, c, d);
    }

    private static boolean isBeyond(double least, double most, double c, double d) {
      return c < d ? most < c || d < least : most < d || c < least;
    }

    /**
     * 1 if vertex {@code to} lies left of the line that edge {@code i} is on, -1 right, 0 on it.
     */
    private int turn(int i, Ring other, int to) {
      return CGAlgorithmsDD.orientationIndex(
          x[i], y[i], x[i + 1], y[i + 1], other.x[to], other.y[to]);
    }
  }
}
