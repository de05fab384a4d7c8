package org.icemelt.transforms.admin;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;

/**
 * The point that stands for a site: inside its largest part, which its centroid need not be. Parts
 * are compared by dimension, then by planar area or length; among equals the first counts.
 */
final class SitePoint {
  private SitePoint() {}

  static Coordinate of(Geometry site) {
    return largest(site).getInteriorPoint().getCoordinate();
  }

  private static Geometry largest(Geometry geometry) {
    if (!(geometry instanceof GeometryCollection)) {
      return geometry;
    }
    Geometry best = largest(geometry.getGeometryN(0));
    for (int i = 1; i < geometry.getNumGeometries(); i++) {
      Geometry part = largest(geometry.getGeometryN(i));
      if (isLarger(part, best)) {
        best = part;
      }
    }
    return best;
  }

  private static boolean isLarger(Geometry a, Geometry b) {
    if (a.isEmpty() || b.isEmpty()) {
      return b.isEmpty() && !a.isEmpty();
    }
    if (a.getDimension() != b.getDimension()) {
      return a.getDimension() > b.getDimension();
    }
    return a.getDimension() == 2 ? a.getArea() > b.getArea() : a.getLength() > b.getLength();
  }
}
