package org.icemelt.io.model.coders;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.coders.CoderException;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiLineString;
import org.locationtech.jts.geom.MultiPoint;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.impl.PackedCoordinateSequence;

/**
 * Geometries as big-endian ISO WKB behind its length. Every double keeps its bits; a sequence with
 * a third ordinate keeps it, M and SRID are not kept. A linear ring comes back as a line.
 */
final class GeometryCodec {
  private static final GeometryFactory FACTORY = new GeometryFactory();
  private static final int POINT = 1;
  private static final int LINE = 2;
  private static final int POLYGON = 3;
  private static final int MULTI_POINT = 4;
  private static final int MULTI_LINE = 5;
  private static final int MULTI_POLYGON = 6;
  private static final int COLLECTION = 7;
  private static final int Z = 1000;

  private GeometryCodec() {}

  static void write(Geometry geometry, OutputStream out) throws IOException {
    byte[] bytes = new byte[size(geometry)];
    put(geometry, ByteBuffer.wrap(bytes));
    ValueCodec.writeBytes(bytes, out);
  }

  static Geometry read(InputStream in) throws IOException {
    return get(ByteBuffer.wrap(ValueCodec.readBytes(in)));
  }

  private static int size(Geometry geometry) {
    int size = 5;
    if (geometry instanceof Point point) {
      return size + 8 * dimension(point.getCoordinateSequence());
    }
    if (geometry instanceof LineString line) {
      return size + size(line.getCoordinateSequence(), dimension(line.getCoordinateSequence()));
    }
    if (geometry instanceof Polygon polygon) {
      int dimension = dimension(polygon);
      size += 4;
      for (int i = 0; i < rings(polygon); i++) {
        size += size(ring(polygon, i), dimension);
      }
      return size;
    }
    size += 4;
    for (int i = 0; i < geometry.getNumGeometries(); i++) {
      size += size(geometry.getGeometryN(i));
    }
    return size;
  }

  private static int size(CoordinateSequence sequence, int dimension) {
    return 4 + 8 * dimension * sequence.size();
  }

  private static void put(Geometry geometry, ByteBuffer to) throws CoderException {
    to.put((byte) 0);
    if (geometry instanceof Point point) {
      CoordinateSequence sequence = point.getCoordinateSequence();
      int dimension = dimension(sequence);
      putType(POINT, dimension, to);
      if (sequence.size() == 0) {
        for (int i = 0; i < dimension; i++) {
          to.putDouble(Double.NaN);
        }
      } else {
        putCoordinates(sequence, dimension, to);
      }
    } else if (geometry instanceof LineString line) {
      CoordinateSequence sequence = line.getCoordinateSequence();
      putType(LINE, dimension(sequence), to);
      putSequence(sequence, dimension(sequence), to);
    } else if (geometry instanceof Polygon polygon) {
      int dimension = dimension(polygon);
      putType(POLYGON, dimension, to);
      to.putInt(rings(polygon));
      for (int i = 0; i < rings(polygon); i++) {
        putSequence(ring(polygon, i), dimension, to);
      }
    } else {
      to.putInt(collectionType(geometry));
      to.putInt(geometry.getNumGeometries());
      for (int i = 0; i < geometry.getNumGeometries(); i++) {
        put(geometry.getGeometryN(i), to);
      }
    }
  }

  private static int collectionType(Geometry geometry) throws CoderException {
    if (geometry instanceof MultiPolygon) {
      return MULTI_POLYGON;
    }
    if (geometry instanceof MultiPoint) {
      return MULTI_POINT;
    }
    if (geometry instanceof MultiLineString) {
      return MULTI_LINE;
    }
    if (geometry instanceof GeometryCollection) {
      return COLLECTION;
    }
    throw new CoderException("Cannot encode a " + geometry.getGeometryType());
  }

  private static void putType(int type, int dimension, ByteBuffer to) {
    to.putInt(dimension == 3 ? type + Z : type);
  }

  private static void putSequence(CoordinateSequence sequence, int dimension, ByteBuffer to) {
    to.putInt(sequence.size());
    putCoordinates(sequence, dimension, to);
  }

  private static void putCoordinates(CoordinateSequence sequence, int dimension, ByteBuffer to) {
    int size = sequence.size();
    for (int i = 0; i < size; i++) {
      to.putDouble(sequence.getX(i));
      to.putDouble(sequence.getY(i));
      if (dimension == 3) {
        to.putDouble(sequence.getZ(i));
      }
    }
  }

  private static int dimension(CoordinateSequence sequence) {
    return sequence.hasZ() ? 3 : 2;
  }

  private static int dimension(Polygon polygon) {
    for (int i = 0; i < rings(polygon); i++) {
      if (ring(polygon, i).hasZ()) {
        return 3;
      }
    }
    return 2;
  }

  private static int rings(Polygon polygon) {
    return polygon.isEmpty() ? 0 : 1 + polygon.getNumInteriorRing();
  }

  private static CoordinateSequence ring(Polygon polygon, int i) {
    LinearRing ring = i == 0 ? polygon.getExteriorRing() : polygon.getInteriorRingN(i - 1);
    return ring.getCoordinateSequence();
  }

  private static Geometry get(ByteBuffer from) throws CoderException {
    from.get();
    int code = from.getInt();
    int dimension = code > Z ? 3 : 2;
    int type = code > Z ? code - Z : code;
    switch (type) {
      case POINT:
        CoordinateSequence position = coordinates(1, dimension, from);
        boolean empty = Double.isNaN(position.getX(0)) && Double.isNaN(position.getY(0));
        return empty ? FACTORY.createPoint() : FACTORY.createPoint(position);
      case LINE:
        return FACTORY.createLineString(coordinates(from.getInt(), dimension, from));
      case POLYGON:
        return polygon(from.getInt(), dimension, from);
      default:
        return collection(type, from.getInt(), from);
    }
  }

  private static Polygon polygon(int rings, int dimension, ByteBuffer from) {
    if (rings == 0) {
      return FACTORY.createPolygon();
    }
    LinearRing shell = FACTORY.createLinearRing(coordinates(from.getInt(), dimension, from));
    LinearRing[] holes = new LinearRing[rings - 1];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = FACTORY.createLinearRing(coordinates(from.getInt(), dimension, from));
    }
    return FACTORY.createPolygon(shell, holes);
  }

  private static Geometry collection(int type, int size, ByteBuffer from) throws CoderException {
    Geometry[] parts =
        switch (type) {
          case MULTI_POINT -> new Point[size];
          case MULTI_LINE -> new LineString[size];
          case MULTI_POLYGON -> new Polygon[size];
          case COLLECTION -> new Geometry[size];
          default -> throw new CoderException("Invalid geometry type: " + type);
        };
    for (int i = 0; i < size; i++) {
      parts[i] = get(from);
    }
    return switch (type) {
      case MULTI_POINT -> FACTORY.createMultiPoint((Point[]) parts);
      case MULTI_LINE -> FACTORY.createMultiLineString((LineString[]) parts);
      case MULTI_POLYGON -> FACTORY.createMultiPolygon((Polygon[]) parts);
      default -> FACTORY.createGeometryCollection(parts);
    };
  }

  private static CoordinateSequence coordinates(int size, int dimension, ByteBuffer from) {
    double[] ordinates = new double[size * dimension];
    for (int i = 0; i < ordinates.length; i++) {
      ordinates[i] = from.getDouble();
    }
    return new PackedCoordinateSequence.Double(ordinates, dimension, 0);
  }
}
