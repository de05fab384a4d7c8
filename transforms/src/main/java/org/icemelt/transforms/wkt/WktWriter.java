package org.icemelt.transforms.wkt;

import java.util.Locale;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/**
 * Geometries as two-dimensional WKT, {@code POLYGON ((77.074 28.525, …))}: plain decimals that
 * parse back to the identical doubles, in DuckDB, JTS and GEOS alike. Z and M are left out. An
 * instance keeps its buffer and belongs to one thread.
 */
public final class WktWriter {
  private final AsciiText out = new AsciiText();
  private boolean finite = true;

  /** The geometry as WKT; an empty one is {@code POLYGON EMPTY} and the like. */
  public String write(Geometry geometry) {
    out.clear();
    finite = true;
    tagged(geometry);
    return out.toString();
  }

  /** Whether all coordinates last written are numbers; there is no WKT for NaN and infinity. */
  boolean wroteNumbers() {
    return finite;
  }

  private void tagged(Geometry geometry) {
    out.append(
        geometry instanceof LineString
            ? "LINESTRING"
            : geometry.getGeometryType().toUpperCase(Locale.ROOT));
    out.append(' ');
    body(geometry);
  }

  private void body(Geometry geometry) {
    if (geometry.getNumGeometries() == 0
        || geometry.getNumGeometries() == 1 && isHollow(geometry)) {
      out.append("EMPTY");
    } else if (geometry instanceof Point point) {
      line(point.getCoordinateSequence());
    } else if (geometry instanceof LineString line) {
      line(line.getCoordinateSequence());
    } else if (geometry instanceof Polygon polygon) {
      polygon(polygon);
    } else {
      parts((GeometryCollection) geometry);
    }
  }

  private static boolean isHollow(Geometry geometry) {
    return !(geometry instanceof GeometryCollection) && geometry.isEmpty();
  }

  private void polygon(Polygon polygon) {
    out.append('(');
    line(polygon.getExteriorRing().getCoordinateSequence());
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      out.append(", ");
      line(polygon.getInteriorRingN(i).getCoordinateSequence());
    }
    out.append(')');
  }

  private void parts(GeometryCollection collection) {
    boolean mixed = collection.getClass() == GeometryCollection.class;
    out.append('(');
    for (int i = 0; i < collection.getNumGeometries(); i++) {
      if (i > 0) {
        out.append(", ");
      }
      if (mixed) {
        tagged(collection.getGeometryN(i));
      } else {
        body(collection.getGeometryN(i));
      }
    }
    out.append(')');
  }

  private void line(CoordinateSequence points) {
    out.append('(');
    int size = points.size();
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        out.append(", ");
      }
      double x = points.getX(i);
      double y = points.getY(i);
      finite &= Double.isFinite(x) && Double.isFinite(y);
      DecimalText.append(out, x);
      out.append(' ');
      DecimalText.append(out, y);
    }
    out.append(')');
  }
}
