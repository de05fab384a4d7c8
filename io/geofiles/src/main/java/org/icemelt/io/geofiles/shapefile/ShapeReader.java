package org.icemelt.io.geofiles.shapefile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.icemelt.io.geofiles.geometry.BadGeometryException;
import org.icemelt.io.geofiles.geometry.Vertices;
import org.icemelt.io.model.RejectReason;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** The geometry in a record's content. Z is kept, M is not. Not for several threads at once. */
final class ShapeReader {
  private static final int BOX = 4 + 4 * 8;

  private final Vertices vertices = new Vertices();

  /** Reads a record's content; never an empty geometry. */
  Geometry read(ByteBuffer record) throws BadGeometryException {
    ByteBuffer content = record.order(ByteOrder.LITTLE_ENDIAN);
    if (content.limit() < 4) {
      throw BadGeometryException.malformed("The record has %d bytes".formatted(content.limit()));
    }
    int code = content.getInt(0);
    ShapeType type = ShapeType.of(code);
    vertices.clear();
    return switch (type) {
      case NULL ->
          throw new BadGeometryException(
              RejectReason.GEOMETRY_MISSING, "The record is a null shape");
      case POINT -> point(content, code);
      case MULTIPOINT -> multiPoint(content, code);
      case POLYLINE -> polyLine(content, code);
      case POLYGON -> polygon(content, code);
      case MULTIPATCH, UNKNOWN ->
          throw BadGeometryException.malformed("Unknown shape type " + code);
    };
  }

  private Geometry point(ByteBuffer content, int code) throws BadGeometryException {
    require(content, ShapeType.hasZ(code) ? 28 : 20);
    vertices.add(content.getDouble(4), content.getDouble(12));
    if (ShapeType.hasZ(code)) {
      vertices.addZ(0, content.getDouble(20));
    }
    vertices.requireFinite();
    return vertices.point(0);
  }

  private Geometry multiPoint(ByteBuffer content, int code) throws BadGeometryException {
    require(content, BOX + 4);
    int points = count(content, BOX, 16);
    if (points == 0) {
      throw BadGeometryException.empty("MultiPoint");
    }
    readVertices(content, code, BOX + 4, points);
    return vertices.points(0, points);
  }

  private Geometry polyLine(ByteBuffer content, int code) throws BadGeometryException {
    int[] ends = readParts(content, code, "LineString");
    LineString[] lines = new LineString[ends.length];
    for (int i = 0; i < ends.length; i++) {
      lines[i] = vertices.line(i == 0 ? 0 : ends[i - 1], ends[i]);
    }
    return lines.length == 1 ? lines[0] : Vertices.multi(lines);
  }

  private Geometry polygon(ByteBuffer content, int code) throws BadGeometryException {
    int[] ends = readParts(content, code, "Polygon");
    LinearRing[] rings = new LinearRing[ends.length];
    for (int i = 0; i < ends.length; i++) {
      rings[i] = vertices.ring(i == 0 ? 0 : ends[i - 1], ends[i]);
      if (rings[i].isEmpty()) {
        throw BadGeometryException.malformed("Ring %d has no vertices".formatted(i));
      }
    }
    Polygon[] polygons = RingGrouping.polygons(rings);
    return polygons.length == 1 ? polygons[0] : Vertices.multi(polygons);
  }

  /** Reads the vertices of all parts; returns for each part how many vertices precede its end. */
  private int[] readParts(ByteBuffer content, int code, String type) throws BadGeometryException {
    require(content, BOX + 8);
    int parts = count(content, BOX, 4);
    int points = count(content, BOX + 4, 16);
    if (parts == 0 || points == 0) {
      throw BadGeometryException.empty(type);
    }
    int at = BOX + 8;
    int[] ends = new int[parts];
    int before = 0;
    for (int i = 0; i < parts; i++) {
      int start = content.getInt(at + 4 * i);
      if (start < before || start > points || (i == 0 && start != 0)) {
        throw BadGeometryException.malformed(
            "Part %d begins at vertex %d of %d".formatted(i, start, points));
      }
      if (i > 0) {
        ends[i - 1] = start;
      }
      before = start;
    }
    ends[parts - 1] = points;
    readVertices(content, code, at + 4 * parts, points);
    return ends;
  }

  private void readVertices(ByteBuffer content, int code, int start, int points)
      throws BadGeometryException {
    int at = start;
    require(content, at + 16L * points);
    for (int i = 0; i < points; i++, at += 16) {
      vertices.add(content.getDouble(at), content.getDouble(at + 8));
    }
    at += 16; // range of Z
    if (ShapeType.hasZ(code) && at + 8L * points <= content.limit()) {
      for (int i = 0; i < points; i++, at += 8) {
        vertices.addZ(i, content.getDouble(at));
      }
    }
    vertices.requireFinite();
  }

  private static int count(ByteBuffer content, int at, int bytesEach) throws BadGeometryException {
    int count = content.getInt(at);
    if (count < 0 || (long) count * bytesEach > content.limit()) {
      throw BadGeometryException.malformed(
          "The record announces %d parts or vertices in %d bytes"
              .formatted(count, content.limit()));
    }
    return count;
  }

  private static void require(ByteBuffer content, long bytes) throws BadGeometryException {
    if (content.limit() < bytes) {
      throw BadGeometryException.malformed(
          "The record has %d bytes where its shape needs %d".formatted(content.limit(), bytes));
    }
  }
}
