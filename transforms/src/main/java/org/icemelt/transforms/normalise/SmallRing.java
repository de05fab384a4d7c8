package org.icemelt.transforms.normalise;

import org.locationtech.jts.geom.CoordinateSequence;

/**
 * The area inside a small ring of geodesics, by series about its first vertex: what {@link
 * net.sf.geographiclib.PolygonArea} gives, without an inverse geodesic problem for each edge.
 *
 * <p>The area under an edge is ∫ Q(φ(λ)) dλ, where Q is the area per radian of longitude between
 * the first vertex's parallel and φ, and Q' = M·N·cos φ with the ellipsoid's radii of curvature M
 * and N. Q is expanded to the third power of latitude; φ(λ) is the straight line between the
 * vertices and the geodesic's curvature, whose share of the area is {@code -Q'·φ''·Δλ³/12}. What is
 * left out is of the order E⁴·(1 + tan² φ)/R² an edge, E being the ring's extent; where that is
 * more than {@link #TOLERANCE_M2} in all, there is no answer here.
 */
final class SmallRing {
  private static final double A = 6_378_137;
  private static final double F = 1 / 298.257223563;
  private static final double E2 = F * (2 - F);
  private static final double TOLERANCE_M2 = 5e-4;

  /** The tangent grows without bound towards the poles. */
  private static final double MOST_LATITUDE = 70;

  private SmallRing() {}

  /**
   * Square metres, whatever way the ring runs; NaN if the ring is not small enough to tell.
   *
   * @param points longitudes and latitudes in degrees, the last as the first
   */
  static double area(CoordinateSequence points) {
    double lon0 = points.getX(0);
    double lat0 = points.getY(0);
    if (!(Math.abs(lat0) <= MOST_LATITUDE)) {
      return Double.NaN;
    }
    double sin = Math.sin(Math.toRadians(lat0));
    double cos = Math.cos(Math.toRadians(lat0));
    if (isBeyond(points, cos)) {
      return Double.NaN;
    }
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
    double x1 = 0;
    double y1 = 0;
    for (int i = 1; i < points.size(); i++) {
      double x2 = Math.toRadians(points.getX(i) - lon0);
      double y2 = Math.toRadians(points.getY(i) - lat0);
      double dx = x2 - x1;
      double dy = y2 - y1;
      double first = (y1 + y2) / 2;
      double second = (y1 * y1 + y1 * y2 + y2 * y2) / 3;
      double third = (y1 + y2) * (y1 * y1 + y2 * y2) / 4;
      double curvature = (bendNorth * dy * dy + bendEast * dx * dx) / 12;
      sum += dx * (q1 * (first + curvature) + q2 * second + q3 * third);
      x1 = x2;
      y1 = y2;
    }
    return Math.abs(sum);
  }

  private static boolean isBeyond(CoordinateSequence points, double cos) {
    double lon0 = points.getX(0);
    double lat0 = points.getY(0);
    double east = 0;
    double north = 0;
    for (int i = 1; i < points.size(); i++) {
      east = Math.max(east, Math.abs(points.getX(i) - lon0));
      north = Math.max(north, Math.abs(points.getY(i) - lat0));
    }
    double extent = Math.toRadians(Math.max(east * cos, north));
    double squared = extent * extent;
    return !(points.size() * squared * squared * A * A / (cos * cos) < TOLERANCE_M2);
  }
}
