package org.icemelt.io.geofiles.geometry;

import java.util.Arrays;
import org.icemelt.io.model.RejectReason;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPoint;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.impl.PackedCoordinateSequence;

/**
 * The vertices of one geometry in file order, reused from row to row. Ranges of them become lines
 * and rings; each range gets its own copy. If one vertex has a third ordinate all have, NaN where
 * none was given.
 */
public final class Vertices {
  private static final GeometryFactory FACTORY = new GeometryFactory();
  private static final int MIN_RING = 3;

  private double[] xy = new double[256];
  private double[] z = new double[0];
  private int size;
  private boolean hasZ;
  private int notFinite;

  public Vertices() {
    clear();
  }

  public void clear() {
    size = 0;
    hasZ = false;
    notFinite = -1;
  }

  public int size() {
    return size;
  }

  public double x(int i) {
    return xy[2 * i];
  }

  public double y(int i) {
    return xy[2 * i + 1];
  }

  public void add(double x, double y) {
    if (2 * size == xy.length) {
      xy = Arrays.copyOf(xy, 2 * xy.length);
    }
    xy[2 * size] = x;
    xy[2 * size + 1] = y;
    if (hasZ) {
      setZ(Double.NaN);
    }
    if (!(Math.abs(x) <= Double.MAX_VALUE && Math.abs(y) <= Double.MAX_VALUE)) {
      notFinite = notFinite < 0 ? size : notFinite;
    }
    size++;
  }

  public void add(double x, double y, double height) {
    add(x, y);
    addZ(size - 1, height);
  }

  /** Gives vertex {@code i} its third ordinate. */
  public void addZ(int i, double height) {
    if (!hasZ) {
      hasZ = true;
      if (z.length < size) {
        z = new double[xy.length / 2];
      }
      Arrays.fill(z, 0, size, Double.NaN);
    }
    z[i] = height;
    if (!(Math.abs(height) <= Double.MAX_VALUE)) {
      notFinite = notFinite < 0 ? i : notFinite;
    }
  }

  private void setZ(double height) {
    if (size >= z.length) {
      z = Arrays.copyOf(z, Math.max(xy.length / 2, size + 1));
    }
    z[size] = height;
  }

  /** Refuses the geometry if any ordinate given is NaN or infinite. */
  public void requireFinite() throws BadGeometryException {
    if (notFinite >= 0) {
      throw new BadGeometryException(
          RejectReason.COORDINATE_NOT_FINITE,
          "Coordinate %d is not finite: %s".formatted(notFinite, describe(notFinite)));
    }
  }

  /** Vertex {@code i} as text. */
  private String describe(int i) {
    String text = x(i) + " " + y(i);
    return hasZ && !Double.isNaN(z[i]) ? text + " " + z[i] : text;
  }

  /** The vertices from {@code from} to {@code to}, exclusive. */
  public CoordinateSequence sequence(int from, int to) {
    if (!hasZ) {
      return new PackedCoordinateSequence.Double(Arrays.copyOfRange(xy, 2 * from, 2 * to), 2, 0);
    }
    double[] xyz = new double[3 * (to - from)];
    for (int i = from, at = 0; i < to; i++) {
      xyz[at++] = xy[2 * i];
      xyz[at++] = xy[2 * i + 1];
      xyz[at++] = z[i];
    }
    return new PackedCoordinateSequence.Double(xyz, 3, 0);
  }

  public Point point(int i) {
    return FACTORY.createPoint(sequence(i, i + 1));
  }

  public MultiPoint points(int from, int to) {
    return FACTORY.createMultiPoint(sequence(from, to));
  }

  public LineString line(int from, int to) throws BadGeometryException {
    if (to - from == 1) {
      throw BadGeometryException.malformed("A line has one vertex only: " + describe(from));
    }
    return FACTORY.createLineString(sequence(from, to));
  }

  /** A closed ring; from {@code from == to} an empty one. */
  public LinearRing ring(int from, int to) throws BadGeometryException {
    if (from == to) {
      return FACTORY.createLinearRing();
    }
    int last = to - 1;
    if (x(from) != x(last) || y(from) != y(last)) {
      throw new BadGeometryException(
          RejectReason.RING_NOT_CLOSED,
          "A ring of %d vertices begins at %s and ends at %s"
              .formatted(to - from, describe(from), describe(last)));
    }
    if (to - from < MIN_RING) {
      throw BadGeometryException.malformed(
          "A ring has %d vertices only, at %s".formatted(to - from, describe(from)));
    }
    return FACTORY.createLinearRing(sequence(from, to));
  }

  public static Polygon polygon(LinearRing shell, LinearRing[] holes) throws BadGeometryException {
    if (shell.isEmpty()) {
      for (LinearRing hole : holes) {
        if (!hole.isEmpty()) {
          throw BadGeometryException.malformed("A polygon has holes but no outline");
        }
      }
      return FACTORY.createPolygon();
    }
    return FACTORY.createPolygon(shell, holes);
  }

  public static Geometry multi(LineString[] lines) {
    return FACTORY.createMultiLineString(lines);
  }

  public static Geometry multi(Polygon[] polygons) {
    return FACTORY.createMultiPolygon(polygons);
  }

  public static Geometry multi(Point[] points) {
    return FACTORY.createMultiPoint(points);
  }

  public static Geometry collection(Geometry[] parts) {
    return FACTORY.createGeometryCollection(parts);
  }

  public static Point emptyPoint() {
    return FACTORY.createPoint();
  }
}
