package org.icemelt.io.geofiles.geoparquet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.icemelt.io.geofiles.geometry.BadGeometryException;
import org.icemelt.io.geofiles.geometry.Vertices;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** GeoParquet 1.1's own encodings: lists, as deep as the type needs, of structs of x, y, z, m. */
final class NativeGeometry {
  static final Set<String> ENCODINGS =
      Set.of("point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon");

  private final String encoding;
  private final Vertices vertices = new Vertices();

  NativeGeometry(String encoding) {
    this.encoding = encoding;
  }

  /** Builds from what {@link TreeConverter} made of the cell; never an empty geometry. */
  Geometry build(Object tree) throws BadGeometryException {
    Geometry geometry =
        switch (encoding) {
          case "point" -> point(tree);
          case "linestring" -> line(tree);
          case "polygon" -> polygon(tree);
          case "multipoint" -> {
            int size = load(tree);
            yield vertices.points(0, size);
          }
          case "multilinestring" -> {
            List<?> parts = list(tree);
            LineString[] lines = new LineString[parts.size()];
            for (int i = 0; i < lines.length; i++) {
              lines[i] = line(parts.get(i));
            }
            yield Vertices.multi(lines);
          }
          default -> {
            List<?> parts = list(tree);
            Polygon[] polygons = new Polygon[parts.size()];
            for (int i = 0; i < polygons.length; i++) {
              polygons[i] = polygon(parts.get(i));
            }
            yield Vertices.multi(polygons);
          }
        };
    if (geometry.isEmpty()) {
      throw BadGeometryException.empty(geometry.getGeometryType());
    }
    return geometry;
  }

  private Geometry point(Object tree) throws BadGeometryException {
    Object x = map(tree).get("x");
    if (x == null || (x instanceof Double d && d.isNaN())) {
      return Vertices.emptyPoint();
    }
    load(List.of(tree));
    return vertices.point(0);
  }

  private LineString line(Object tree) throws BadGeometryException {
    int size = load(tree);
    return vertices.line(0, size);
  }

  private Polygon polygon(Object tree) throws BadGeometryException {
    List<?> rings = list(tree);
    LinearRing shell = ring(rings.isEmpty() ? List.of() : rings.get(0));
    LinearRing[] holes = new LinearRing[Math.max(0, rings.size() - 1)];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = ring(rings.get(i + 1));
    }
    return Vertices.polygon(shell, holes);
  }

  private LinearRing ring(Object tree) throws BadGeometryException {
    int size = load(tree);
    return vertices.ring(0, size);
  }

  private int load(Object tree) throws BadGeometryException {
    vertices.clear();
    for (Object position : list(tree)) {
      Map<?, ?> fields = map(position);
      vertices.add(number(fields.get("x")), number(fields.get("y")));
      if (fields.get("z") instanceof Double z) {
        vertices.addZ(vertices.size() - 1, z);
      }
    }
    vertices.requireFinite();
    return vertices.size();
  }

  private static double number(Object value) {
    return value instanceof Double number ? number : Double.NaN;
  }

  private static List<?> list(Object tree) throws BadGeometryException {
    if (tree instanceof List<?> list) {
      return list;
    }
    throw BadGeometryException.malformed("A list of the geometry is missing");
  }

  private static Map<?, ?> map(Object tree) throws BadGeometryException {
    if (tree instanceof Map<?, ?> map) {
      return map;
    }
    throw BadGeometryException.malformed("A position of the geometry is missing");
  }
}
