package org.icemelt.io.geofiles.geometry;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/**
 * Well-known binary, ISO's and EWKB's way of saying Z, M and SRID. M and SRID are dropped. A point
 * of NaNs is an empty one, as GeoPackage and GeoParquet write it. Not for several threads at once.
 */
public final class WkbReader {
  private static final int MAX_DEPTH = 64;
  private static final int EWKB_Z = 0x80000000;
  private static final int EWKB_M = 0x40000000;
  private static final int EWKB_SRID = 0x20000000;
  private static final int EWKB_FLAGS = EWKB_Z | EWKB_M | EWKB_SRID;

  private final Vertices vertices = new Vertices();
  private final double[] ordinates = new double[4];

  /** Reads the geometry at the buffer's position; never an empty one. */
  public Geometry read(ByteBuffer wkb) throws BadGeometryException {
    Geometry geometry;
    try {
      geometry = readAny(wkb, 0);
    } catch (BufferUnderflowException e) {
      throw BadGeometryException.malformed(
          "The WKB ends after %d bytes, inside the geometry".formatted(wkb.limit()));
    }
    if (geometry.isEmpty()) {
      throw BadGeometryException.empty(geometry.getGeometryType());
    }
    return geometry;
  }

  private Geometry readAny(ByteBuffer wkb, int depth) throws BadGeometryException {
    if (depth > MAX_DEPTH) {
      throw BadGeometryException.malformed("Collections are nested too deep");
    }
    byte order = wkb.get();
    if (order != 0 && order != 1) {
      throw BadGeometryException.malformed("No WKB: byte order is " + order);
    }
    wkb.order(order == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int code = wkb.getInt();
    int plain = code & ~EWKB_FLAGS;
    int variant = plain / 1000;
    if ((code & EWKB_SRID) != 0) {
      wkb.getInt();
    }
    boolean hasZ = (code & EWKB_Z) != 0 || variant == 1 || variant == 3;
    boolean hasM = (code & EWKB_M) != 0 || variant == 2 || variant == 3;
    int dimension = 2 + (hasZ ? 1 : 0) + (hasM ? 1 : 0);
    return switch (variant <= 3 ? plain % 1000 : -1) {
      case 1 -> point(wkb, dimension, hasZ);
      case 2 -> {
        int size = readVertices(wkb, dimension, hasZ);
        yield vertices.line(0, size);
      }
      case 3 -> polygon(wkb, dimension, hasZ);
      case 4 -> Vertices.multi(parts(wkb, depth, Point.class, new Point[count(wkb, 5)]));
      case 5 -> Vertices.multi(parts(wkb, depth, LineString.class, new LineString[count(wkb, 5)]));
      case 6 -> Vertices.multi(parts(wkb, depth, Polygon.class, new Polygon[count(wkb, 5)]));
      case 7 -> Vertices.collection(parts(wkb, depth, Geometry.class, new Geometry[count(wkb, 5)]));
      default ->
          throw BadGeometryException.malformed(
              "Cannot read WKB of geometry type %d (curves and surfaces are not supported)"
                  .formatted(Integer.toUnsignedLong(code)));
    };
  }

  private <T extends Geometry> T[] parts(ByteBuffer wkb, int depth, Class<T> kind, T[] parts)
      throws BadGeometryException {
    for (int i = 0; i < parts.length; i++) {
      Geometry part = readAny(wkb, depth + 1);
      if (!kind.isInstance(part)) {
        throw BadGeometryException.malformed(
            "A %s stands among parts that are %ss"
                .formatted(part.getGeometryType(), kind.getSimpleName()));
      }
      parts[i] = kind.cast(part);
    }
    return parts;
  }

  private Geometry point(ByteBuffer wkb, int dimension, boolean hasZ) throws BadGeometryException {
    for (int i = 0; i < dimension; i++) {
      ordinates[i] = wkb.getDouble();
    }
    if (Double.isNaN(ordinates[0]) && Double.isNaN(ordinates[1])) {
      return Vertices.emptyPoint();
    }
    vertices.clear();
    add(hasZ);
    vertices.requireFinite();
    return vertices.point(0);
  }

  private Polygon polygon(ByteBuffer wkb, int dimension, boolean hasZ) throws BadGeometryException {
    int rings = count(wkb, 4);
    LinearRing shell = rings == 0 ? emptyRing() : ring(wkb, dimension, hasZ);
    LinearRing[] holes = new LinearRing[Math.max(0, rings - 1)];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = ring(wkb, dimension, hasZ);
    }
    return Vertices.polygon(shell, holes);
  }

  private LinearRing emptyRing() throws BadGeometryException {
    return vertices.ring(0, 0);
  }

  private LinearRing ring(ByteBuffer wkb, int dimension, boolean hasZ) throws BadGeometryException {
    int size = readVertices(wkb, dimension, hasZ);
    return vertices.ring(0, size);
  }

  private int readVertices(ByteBuffer wkb, int dimension, boolean hasZ)
      throws BadGeometryException {
    int size = count(wkb, 8 * dimension);
    vertices.clear();
    for (int i = 0; i < size; i++) {
      for (int d = 0; d < dimension; d++) {
        ordinates[d] = wkb.getDouble();
      }
      add(hasZ);
    }
    vertices.requireFinite();
    return size;
  }

  private void add(boolean hasZ) {
    if (hasZ) {
      vertices.add(ordinates[0], ordinates[1], ordinates[2]);
    } else {
      vertices.add(ordinates[0], ordinates[1]);
    }
  }

  /** A count of things of at least {@code bytes} each, which must still fit. */
  private static int count(ByteBuffer wkb, int bytes) throws BadGeometryException {
    long count = Integer.toUnsignedLong(wkb.getInt());
    if (count * bytes > wkb.remaining()) {
      throw BadGeometryException.malformed(
          "The WKB announces %d parts or vertices, but only %d bytes follow"
              .formatted(count, wkb.remaining()));
    }
    return (int) count;
  }
}
