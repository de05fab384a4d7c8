package org.icemelt.transforms.normalise;

import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.PolygonArea;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;

/** Area on the WGS 84 ellipsoid, edges being geodesics. Belongs to one thread. */
final class GeodesicArea {
  private final PolygonArea ring = new PolygonArea(Geodesic.WGS84, false);

  /**
   * Square metres of the polygons in a geometry of longitudes and latitudes, holes subtracted,
   * whatever way the rings run; null if it has no polygon.
   */
  @Nullable Double of(Geometry geometry) {
    return geometry.getDimension() < 2 ? null : Double.valueOf(sum(geometry));
  }

  private double sum(Geometry geometry) {
    if (geometry instanceof Polygon polygon) {
      double area = ring(polygon.getExteriorRing());
      for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
        area -= ring(polygon.getInteriorRingN(i));
      }
      return area;
    }
    double area = 0;
    if (geometry instanceof GeometryCollection) {
      for (int i = 0; i < geometry.getNumGeometries(); i++) {
        area += sum(geometry.getGeometryN(i));
      }
    }
    return area;
  }

  private double ring(LineString line) {
    CoordinateSequence points = line.getCoordinateSequence();
    double small = points.size() == 0 ? 0 : SmallRing.area(points);
    return Double.isNaN(small) ? byGeodesics(points) : small;
  }

  private double byGeodesics(CoordinateSequence points) {
    ring.Clear();
    for (int i = 0; i < points.size() - 1; i++) {
      ring.AddPoint(points.getY(i), points.getX(i));
    }
    return Math.abs(ring.Compute(false, true).area);
  }
}
