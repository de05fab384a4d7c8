package org.icemelt.io.geofiles.geojson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.geofiles.geometry.BadGeometryException;
import org.icemelt.io.geofiles.geometry.Vertices;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * One geometry object, read member by member in any order and built at its end. Positions go
 * straight into an array of doubles; what closes at which depth tells rings from parts once the
 * type is known. A third ordinate is kept, further ones are not.
 */
final class GeoJsonGeometry {
  /** Arrays around and including a position of a MultiPolygon. */
  private static final int MAX_LEVEL = 4;

  private final Vertices vertices = new Vertices();

  /** Vertices, and arrays of level 3, in front of the end of each array of level 2. */
  private final IntList vertexEnds2 = new IntList();

  private final IntList arrayEnds2 = new IntList();

  /** Vertices in front of the end of each array of level 3. */
  private final IntList vertexEnds3 = new IntList();

  private final List<GeoJsonGeometry> members = new ArrayList<>();
  private @Nullable String type;
  private @Nullable String flaw;
  private int positionLevel;
  private boolean emptyAtLevel4;

  void clear() {
    vertices.clear();
    vertexEnds2.clear();
    arrayEnds2.clear();
    vertexEnds3.clear();
    members.clear();
    type = null;
    flaw = null;
    positionLevel = 0;
    emptyAtLevel4 = false;
  }

  /** Reads a geometry object whose opening brace is the parser's current token. */
  void read(JsonParser parser) throws IOException {
    clear();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      readMember(name, parser.nextToken(), parser);
    }
  }

  /** Reads one member of a geometry object; the parser stands on its value. */
  void readMember(String name, JsonToken value, JsonParser parser) throws IOException {
    switch (name) {
      case "type" -> {
        type = value == JsonToken.VALUE_STRING ? parser.getText() : null;
        parser.skipChildren();
      }
      case "coordinates" -> {
        if (value == JsonToken.START_ARRAY) {
          readArray(parser, 1);
        } else if (value != JsonToken.VALUE_NULL) {
          flaw = "\"coordinates\" is no array";
          parser.skipChildren();
        }
      }
      case "geometries" -> {
        if (value == JsonToken.START_ARRAY) {
          readMembers(parser);
        } else if (value != JsonToken.VALUE_NULL) {
          flaw = "\"geometries\" is no array";
          parser.skipChildren();
        }
      }
      default -> parser.skipChildren();
    }
  }

  private void readMembers(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        GeoJsonGeometry member = new GeoJsonGeometry();
        member.read(parser);
        members.add(member);
      } else {
        flaw = "\"geometries\" holds something that is no object";
        parser.skipChildren();
      }
    }
  }

  private void readArray(JsonParser parser, int level) throws IOException {
    JsonToken token = parser.nextToken();
    if (token.isNumeric()) {
      readPosition(parser, level);
      return;
    }
    while (token != JsonToken.END_ARRAY) {
      if (token == JsonToken.START_ARRAY && level < MAX_LEVEL) {
        readArray(parser, level + 1);
      } else {
        flaw = "\"coordinates\" holds " + parser.getText() + " where numbers should be";
        parser.skipChildren();
      }
      token = parser.nextToken();
    }
    switch (level) {
      case 1 -> {}
      case 2 -> {
        vertexEnds2.add(vertices.size());
        arrayEnds2.add(vertexEnds3.size());
      }
      case 3 -> vertexEnds3.add(vertices.size());
      default -> emptyAtLevel4 = true;
    }
  }

  private void readPosition(JsonParser parser, int level) throws IOException {
    if (positionLevel != level) {
      if (positionLevel != 0) {
        flaw = "Positions lie at different depths of \"coordinates\"";
      }
      positionLevel = level;
    }
    double x = JsonNumbers.doubleOf(parser);
    JsonToken token = parser.nextToken();
    if (!token.isNumeric()) {
      flaw = "A position has one number only, " + x;
      skipToEnd(parser, token);
      return;
    }
    double y = JsonNumbers.doubleOf(parser);
    vertices.add(x, y);
    token = parser.nextToken();
    if (token.isNumeric()) {
      vertices.addZ(vertices.size() - 1, JsonNumbers.doubleOf(parser));
      token = parser.nextToken();
    }
    if (token != JsonToken.END_ARRAY) {
      skipToEnd(parser, token);
    }
  }

  /** Leaves the innermost array; only numbers may stand between here and its end. */
  private void skipToEnd(JsonParser parser, JsonToken from) throws IOException {
    for (JsonToken token = from; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      if (!token.isNumeric()) {
        flaw = "A position holds " + parser.getText() + " where a number should be";
        parser.skipChildren();
      }
    }
  }

  /** The type as the object states it. */
  @Nullable String type() {
    return type;
  }

  /** The geometry read since {@link #clear()}; never an empty one. */
  Geometry build() throws BadGeometryException {
    Geometry built = assemble();
    if (built.isEmpty()) {
      throw BadGeometryException.empty(built.getGeometryType());
    }
    return built;
  }

  private Geometry assemble() throws BadGeometryException {
    String stated = type;
    if (stated == null) {
      throw BadGeometryException.malformed("The geometry has no \"type\"");
    }
    if (flaw != null) {
      throw BadGeometryException.malformed(stated + ": " + flaw);
    }
    return switch (stated) {
      case "Point" -> point();
      case "LineString" -> line();
      case "MultiPoint" -> checked(2).points(0, vertices.size());
      case "Polygon" -> polygon();
      case "MultiLineString" -> multiLine();
      case "MultiPolygon" -> multiPolygon();
      case "GeometryCollection" -> collection();
      default -> throw BadGeometryException.malformed("Unknown geometry type \"" + stated + "\"");
    };
  }

  /** The vertices, if they lie {@code level} arrays deep and are finite. */
  private Vertices checked(int level) throws BadGeometryException {
    vertices.requireFinite();
    boolean fits =
        (positionLevel == level || positionLevel == 0)
            && (level > 2 || vertexEnds2.isEmpty())
            && (level > 3 || vertexEnds3.isEmpty())
            && !emptyAtLevel4;
    if (!fits) {
      throw BadGeometryException.malformed(
          "\"coordinates\" are not nested as a " + type + " needs");
    }
    return vertices;
  }

  private Geometry point() throws BadGeometryException {
    return checked(1).size() == 0 ? Vertices.emptyPoint() : vertices.point(0);
  }

  private Geometry line() throws BadGeometryException {
    return checked(2).line(0, vertices.size());
  }

  private Geometry multiLine() throws BadGeometryException {
    checked(3);
    LineString[] lines = new LineString[vertexEnds2.size()];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = vertices.line(i == 0 ? 0 : vertexEnds2.get(i - 1), vertexEnds2.get(i));
    }
    return Vertices.multi(lines);
  }

  private Polygon polygon() throws BadGeometryException {
    checked(3);
    return polygon(vertexEnds2, 0, vertexEnds2.size());
  }

  private Geometry multiPolygon() throws BadGeometryException {
    checked(4);
    Polygon[] polygons = new Polygon[arrayEnds2.size()];
    for (int i = 0; i < polygons.length; i++) {
      polygons[i] = polygon(vertexEnds3, i == 0 ? 0 : arrayEnds2.get(i - 1), arrayEnds2.get(i));
    }
    return Vertices.multi(polygons);
  }

  /** The polygon of the rings {@code from} to {@code to}, exclusive, that end at {@code ends}. */
  private Polygon polygon(IntList ends, int from, int to) throws BadGeometryException {
    LinearRing shell = from == to ? vertices.ring(0, 0) : ring(ends, from);
    LinearRing[] holes = new LinearRing[Math.max(0, to - from - 1)];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = ring(ends, from + 1 + i);
    }
    return Vertices.polygon(shell, holes);
  }

  private LinearRing ring(IntList ends, int i) throws BadGeometryException {
    return vertices.ring(i == 0 ? 0 : ends.get(i - 1), ends.get(i));
  }

  private Geometry collection() throws BadGeometryException {
    Geometry[] parts = new Geometry[members.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = members.get(i).assemble();
    }
    return Vertices.collection(parts);
  }
}
