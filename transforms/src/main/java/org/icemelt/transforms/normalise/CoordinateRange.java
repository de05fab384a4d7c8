package org.icemelt.transforms.normalise;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryComponentFilter;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Point;

/**
 * Finds the first coordinate of a geometry that is no place on earth. Z and M are not looked at.
 */
final class CoordinateRange implements GeometryComponentFilter {
  /**
   * By so many degrees (0.1 mm) may a coordinate lie beyond 180° or 90°: the rounding of other
   * programs at the antimeridian. Such a coordinate is stored as it is.
   */
  static final double TOLERANCE = 1e-9;

  private final double maxX;
  private final double maxY;
  private double badX;
  private double badY;
  private boolean found;

  private CoordinateRange(double maxX, double maxY) {
    this.maxX = maxX;
    this.maxY = maxY;
  }

  /** The first coordinate that is NaN or infinite, as text; null if there is none. */
  static @Nullable String firstNotFinite(Geometry geometry) {
    return new CoordinateRange(Double.MAX_VALUE, Double.MAX_VALUE).first(geometry);
  }

  /** The first coordinate beyond longitude 180 or latitude 90, as text; null if there is none. */
  static @Nullable String firstOffEarth(Geometry geometry) {
    return new CoordinateRange(180 + TOLERANCE, 90 + TOLERANCE).first(geometry);
  }

  private @Nullable String first(Geometry geometry) {
    geometry.apply(this);
    return found ? "(" + badX + ", " + badY + ")" : null;
  }

  /** Looks at a part that has coordinates of its own: a line, a ring or a point. */
  @Override
  public void filter(Geometry part) {
    if (part instanceof LineString line) {
      look(line.getCoordinateSequence());
    } else if (part instanceof Point point) {
      look(point.getCoordinateSequence());
    }
  }

  private void look(CoordinateSequence points) {
    int size = points.size();
    for (int i = 0; i < size && !found; i++) {
      double x = points.getX(i);
      double y = points.getY(i);
      // false for NaN as well
      if (!(Math.abs(x) <= maxX && Math.abs(y) <= maxY)) {
        found = true;
        badX = x;
        badY = y;
      }
    }
  }
}
