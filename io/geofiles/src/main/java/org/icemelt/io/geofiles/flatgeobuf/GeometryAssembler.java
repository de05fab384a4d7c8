package org.icemelt.io.geofiles.flatgeobuf;

import org.icemelt.io.geofiles.geometry.BadGeometryException;
import org.icemelt.io.geofiles.geometry.Vertices;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.wololo.flatgeobuf.generated.GeometryType;

/**
 * Geometries from the format's tables of vertices, ends and parts. M, T and TM are dropped. Tables
 * of a damaged feature may point at each other; what one geometry may take is therefore bounded by
 * the feature's own bytes. Not for several threads at once.
 */
final class GeometryAssembler {
  private static final int MAX_DEPTH = 64;
  private static final int VERTEX_BYTES = 16;
  private static final int PART_BYTES = 4;

  private final Vertices vertices = new Vertices();
  private long budget;

  /**
   * @param type the header's type of all geometries; {@link GeometryType#Unknown} asks the geometry
   * @param featureBytes size of the feature that holds it
   */
  Geometry build(org.wololo.flatgeobuf.generated.Geometry stored, int type, int featureBytes)
      throws BadGeometryException {
    budget = featureBytes;
    Geometry geometry = any(stored, type == GeometryType.Unknown ? stored.type() : type, 0);
    if (geometry.isEmpty()) {
      throw BadGeometryException.empty(geometry.getGeometryType());
    }
    return geometry;
  }

  private Geometry any(org.wololo.flatgeobuf.generated.Geometry stored, int type, int depth)
      throws BadGeometryException {
    if (depth > MAX_DEPTH) {
      throw BadGeometryException.malformed("Collections are nested too deep");
    }
    return switch (type) {
      case GeometryType.Point -> point(stored);
      case GeometryType.LineString -> vertices.line(0, load(stored));
      case GeometryType.Polygon -> polygon(stored);
      case GeometryType.MultiPoint -> vertices.points(0, load(stored));
      case GeometryType.MultiLineString -> lines(stored);
      case GeometryType.MultiPolygon -> {
        Polygon[] polygons = new Polygon[parts(stored)];
        for (int i = 0; i < polygons.length; i++) {
          polygons[i] = polygon(stored.parts(i));
        }
        yield Vertices.multi(polygons);
      }
      case GeometryType.GeometryCollection -> {
        Geometry[] members = new Geometry[parts(stored)];
        for (int i = 0; i < members.length; i++) {
          members[i] = any(stored.parts(i), stored.parts(i).type(), depth + 1);
        }
        yield Vertices.collection(members);
      }
      default ->
          throw BadGeometryException.malformed(
              type > GeometryType.GeometryCollection && type < GeometryType.names.length
                  ? "Cannot read a %s (curves and surfaces are not supported)"
                      .formatted(GeometryType.name(type))
                  : "There is no geometry type " + type);
    };
  }

  private Point point(org.wololo.flatgeobuf.generated.Geometry stored) throws BadGeometryException {
    if (stored.xyLength() == 0 || (Double.isNaN(stored.xy(0)) && Double.isNaN(stored.xy(1)))) {
      return Vertices.emptyPoint();
    }
    if (load(stored) != 1) {
      throw BadGeometryException.malformed("A point has %d vertices".formatted(vertices.size()));
    }
    return vertices.point(0);
  }

  private Geometry lines(org.wololo.flatgeobuf.generated.Geometry stored)
      throws BadGeometryException {
    int size = load(stored);
    int[] ends = ends(stored, size);
    LineString[] lines = new LineString[ends.length];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = vertices.line(i == 0 ? 0 : ends[i - 1], ends[i]);
    }
    return Vertices.multi(lines);
  }

  private Polygon polygon(org.wololo.flatgeobuf.generated.Geometry stored)
      throws BadGeometryException {
    int size = load(stored);
    int[] ends = ends(stored, size);
    LinearRing shell = vertices.ring(0, ends.length == 0 ? 0 : ends[0]);
    LinearRing[] holes = new LinearRing[Math.max(0, ends.length - 1)];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = vertices.ring(ends[i], ends[i + 1]);
    }
    return Vertices.polygon(shell, holes);
  }

  /** Where each ring or line ends, exclusive; one that takes all need not be told. */
  private int[] ends(org.wololo.flatgeobuf.generated.Geometry stored, int size)
      throws BadGeometryException {
    int count = stored.endsLength();
    if (count == 0) {
      return size == 0 ? new int[0] : new int[] {size};
    }
    spend((long) count * PART_BYTES);
    int[] ends = new int[count];
    for (int i = 0; i < count; i++) {
      long end = stored.ends(i);
      if (end < (i == 0 ? 0 : ends[i - 1]) || end > size) {
        throw BadGeometryException.malformed(
            "Part %d ends at vertex %d of %d".formatted(i, end, size));
      }
      ends[i] = (int) end;
    }
    if (ends[count - 1] != size) {
      throw BadGeometryException.malformed(
          "The parts end at vertex %d of %d".formatted(ends[count - 1], size));
    }
    return ends;
  }

  private int load(org.wololo.flatgeobuf.generated.@Nullable Geometry stored)
      throws BadGeometryException {
    vertices.clear();
    int count = stored == null ? 0 : stored.xyLength();
    if (stored == null || count == 0) {
      return 0;
    }
    if (count % 2 != 0) {
      throw BadGeometryException.malformed("There are %d x and y in all".formatted(count));
    }
    int size = count / 2;
    spend((long) size * VERTEX_BYTES);
    int heights = stored.zLength();
    if (heights != 0 && heights != size) {
      throw BadGeometryException.malformed(
          "There are %d heights for %d vertices".formatted(heights, size));
    }
    for (int i = 0; i < size; i++) {
      vertices.add(stored.xy(2 * i), stored.xy(2 * i + 1));
      if (heights != 0) {
        vertices.addZ(i, stored.z(i));
      }
    }
    vertices.requireFinite();
    return size;
  }

  private int parts(org.wololo.flatgeobuf.generated.Geometry stored) throws BadGeometryException {
    int count = stored.partsLength();
    spend((long) count * PART_BYTES);
    return count;
  }

  private void spend(long bytes) throws BadGeometryException {
    budget -= bytes;
    if (bytes < 0 || budget < 0) {
      throw BadGeometryException.malformed(
          "The geometry announces more parts or vertices than its bytes can hold");
    }
  }
}
