package org.icemelt.pipelines.report.html;

import java.util.ArrayList;
import java.util.List;
import org.icemelt.transforms.admin.Boundary;
import org.icemelt.transforms.admin.NaturalEarth;
import org.locationtech.jts.coverage.CoverageSimplifier;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/**
 * The outlines of the countries for the map's ground, from Natural Earth, simplified together so
 * that neighbours keep one border.
 */
final class Land {
  /** Units to a degree. */
  static final int SCALE = 100;

  /** Degrees; the side of the triangle that may be cut off. */
  private static final double TOLERANCE = 0.25;

  private Land() {}

  /** Polygons, each a list of rings, each longitude, latitude, longitude, … in whole units. */
  static List<List<int[]>> polygons() {
    WKTReader reader = new WKTReader();
    Geometry[] countries =
        NaturalEarth.boundaries().stream()
            .filter(boundary -> boundary.level() == 0)
            .map(boundary -> parsed(reader, boundary))
            .toArray(Geometry[]::new);
    List<List<int[]>> polygons = new ArrayList<>();
    for (Geometry country : CoverageSimplifier.simplify(countries, TOLERANCE)) {
      for (int i = 0; i < country.getNumGeometries(); i++) {
        if (country.getGeometryN(i) instanceof Polygon polygon && !polygon.isEmpty()) {
          polygons.add(rings(polygon));
        }
      }
    }
    return polygons;
  }

  private static Geometry parsed(WKTReader reader, Boundary boundary) {
    try {
      return reader.read(boundary.wkt());
    } catch (ParseException e) {
      throw new IllegalStateException("Natural Earth's outlines are WKT: " + boundary.id(), e);
    }
  }

  private static List<int[]> rings(Polygon polygon) {
    List<int[]> rings = new ArrayList<>();
    rings.add(units(polygon.getExteriorRing()));
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      rings.add(units(polygon.getInteriorRingN(i)));
    }
    return rings;
  }

  private static int[] units(LinearRing ring) {
    Coordinate[] points = ring.getCoordinates();
    int[] units = new int[points.length * 2];
    for (int i = 0; i < points.length; i++) {
      units[2 * i] = (int) Math.round(points[i].x * SCALE);
      units[2 * i + 1] = (int) Math.round(points[i].y * SCALE);
    }
    return units;
  }
}
