package org.icemelt.transforms.normalise;

import org.locationtech.jts.geom.CoordinateSequence;

/**
 * The area inside a small ring of geodesics, by series about the middle of its box: what {@link
 * net.sf.geographiclib.PolygonArea} gives, without an inverse geodesic problem for each edge.
 *
 * <p>The area under an edge is ∫ Q(φ(λ)) dλ, where Q is the area per radian of longitude between
 * the middle's parallel and φ, and Q' = M·N·cos φ with the ellipsoid's radii of curvature M and N.
 * Q is expanded to the third power of latitude; φ(λ) is the straight line between the vertices and
 * the geodesic's curvature, whose share of the area is {@code -Q'·φ''·Δλ³/12}. That curvature is
 * taken as it is in the middle: what is left out is of the order E·ℓ³·R²/cos² φ an edge, ℓ being
 * the edge's length and E the farthest vertex's distance from the middle, both in radians. Beside
 * GeographicLib it was never more than 0.07 of that in random rings of 1.6 to 13 km up to 70
 * degrees of latitude, counted once; SmallRingPropertyTest compares areas. Where their sum is more
 * than {@link #TOLERANCE_M2}, there is no answer here.
 */
final class SmallRing {
  private static final double A = 6_378_137;
  private static final double F = 1 / 298.257223563;
  private static final double E2 = F * (2 - F);
  private static final double TOLERANCE_M2 = 2e-3;

  /** The tangent grows without bound towards the poles. */
  private static final double MOST_LATITUDE = 70;

  private SmallRing() {}

  /**
   * Square metres, whatever way the ring runs; NaN if the ring is not small enough to tell.
   *
   * @param points longitudes and latitudes in degrees, the last as the first
   */
  static double area(CoordinateSequence points) {
    int size = points.size();
    double west = points.getX(0);
    double east = west;
    double south = points.getY(0);
    double north = south;
    for (int i = 1; i < size; i++) {
      double x = points.getX(i);
      double y = points.getY(i);
      west = x < west ? x : west; // Math.min would ask for NaN, which the sum below shows
      east = x > east ? x : east;
      south = y < south ? y : south;
      north = y > north ? y : north;
    }
    double lon0 = (west + east) / 2;
    double lat0 = (south + north) / 2;
    if (!(Math.abs(lat0) <= MOST_LATITUDE)) {
      return Double.NaN;
    }
    double sin = Math.sin(Math.toRadians(lat0));
    double cos = Math.cos(Math.toRadians(lat0));
    double w = 1 - E2 * sin * sin;
    double m = A * (1 - E2) / (w * Math.sqrt(w));
    double r = A * cos / Math.sqrt(w);
    double q1 = m * r;
    // logarithmic derivatives of Q' = b² cos φ / w²
    double g = -sin / cos + 4 * E2 * sin * cos / w;
    double h = -1 / (cos * cos) + 4 * E2 * (cos * cos - sin * sin) / w;
    double q2 = q1 * g / 2;
    double q3 = q1 * (g * g + h) / 6;
    double bendNorth = 3 * E2 * sin * cos / w + 2 * m * sin / r;
    double bendEast = r * sin / m;

    double sum = 0;
    double cubes = 0;
    double x1 = Math.toRadians(points.getX(0) - lon0);
    double y1 = Math.toRadians(points.getY(0) - lat0);
    for (int i = 1; i < size; i++) {
      double x2 = Math.toRadians(points.getX(i) - lon0);
      double y2 = Math.toRadians(points.getY(i) - lat0);
      double dx = x2 - x1;
      double dy = y2 - y1;
      double first = (y1 + y2) / 2;
      double second = (y1 * y1 + y1 * y2 + y2 * y2) / 3;
      double third = (y1 + y2) * (y1 * y1 + y2 * y2) / 4;
      double curvature = (bendNorth * dy * dy + bendEast * dx * dx) / 12;
      sum += dx * (q1 * (first + curvature) + q2 * second + q3 * third);
      double squared = dx * dx * cos * cos + dy * dy;
      cubes += squared * Math.sqrt(squared);
      x1 = x2;
      y1 = y2;
    }
    double extent = Math.toRadians(Math.max((east - west) * cos, north - south) / 2);
    return extent * cubes * A * A / (cos * cos) < TOLERANCE_M2 ? Math.abs(sum) : Double.NaN;
  }
}
