package org.icemelt.transforms.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** The polygons of the embedded real files, read without the program's own readers. */
final class GeoFixtures {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final int SHP_HEADER = 100;
  private static final int SHP_POLYGON = 5;

  private GeoFixtures() {}

  static Path data(String dataset, String file) {
    return Path.of(
        System.getProperty("icemelt.root"),
        "pipelines/src/main/resources/org/icemelt/pipelines/data",
        dataset,
        file);
  }

  static List<Geometry> geoJson(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return geoJson(in);
    }
  }

  static List<Geometry> zippedGeoJson(Path zip) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().endsWith(".geojson")) {
          return geoJson(in);
        }
      }
      throw new IOException("no .geojson in " + zip);
    }
  }

  private static List<Geometry> geoJson(InputStream in) throws IOException {
    List<Geometry> geometries = new ArrayList<>();
    for (JsonNode feature : new ObjectMapper().readTree(in).path("features")) {
      JsonNode geometry = feature.path("geometry");
      JsonNode coordinates = geometry.path("coordinates");
      if (geometry.path("type").asText().equals("Polygon")) {
        geometries.add(polygon(coordinates));
      } else {
        List<Polygon> parts = new ArrayList<>();
        coordinates.forEach(part -> parts.add(polygon(part)));
        geometries.add(GEOMETRIES.createMultiPolygon(parts.toArray(Polygon[]::new)));
      }
    }
    return geometries;
  }

  private static Polygon polygon(JsonNode rings) {
    List<LinearRing> lines = new ArrayList<>();
    for (JsonNode ring : rings) {
      Coordinate[] points = new Coordinate[ring.size()];
      for (int i = 0; i < points.length; i++) {
        points[i] =
            new Coordinate(ring.path(i).path(0).asDouble(), ring.path(i).path(1).asDouble());
      }
      lines.add(GEOMETRIES.createLinearRing(points));
    }
    return GEOMETRIES.createPolygon(
        lines.get(0), lines.subList(1, lines.size()).toArray(LinearRing[]::new));
  }

  /** Clockwise rings are shells, the others holes of the shell that covers them. */
  static List<Geometry> shapefile(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    List<Geometry> geometries = new ArrayList<>();
    bytes.position(SHP_HEADER);
    while (bytes.hasRemaining()) {
      bytes.order(ByteOrder.BIG_ENDIAN).getInt();
      int end = bytes.getInt() * 2;
      end += bytes.position();
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      if (bytes.getInt() != SHP_POLYGON) {
        throw new IOException("not a polygon at byte " + bytes.position());
      }
      geometries.add(assemble(rings(bytes)));
      bytes.position(end);
    }
    return geometries;
  }

  private static List<LinearRing> rings(ByteBuffer bytes) {
    bytes.position(bytes.position() + 4 * Double.BYTES);
    int[] starts = new int[bytes.getInt() + 1];
    int points = bytes.getInt();
    for (int i = 0; i < starts.length - 1; i++) {
      starts[i] = bytes.getInt();
    }
    starts[starts.length - 1] = points;
    List<LinearRing> rings = new ArrayList<>();
    for (int i = 0; i < starts.length - 1; i++) {
      Coordinate[] ring = new Coordinate[starts[i + 1] - starts[i]];
      for (int p = 0; p < ring.length; p++) {
        ring[p] = new Coordinate(bytes.getDouble(), bytes.getDouble());
      }
      rings.add(GEOMETRIES.createLinearRing(ring));
    }
    return rings;
  }

  private static Geometry assemble(List<LinearRing> rings) {
    List<LinearRing> shells = new ArrayList<>();
    List<List<LinearRing>> holes = new ArrayList<>();
    for (LinearRing ring : rings) {
      if (!Orientation.isCCW(ring.getCoordinateSequence()) || rings.size() == 1) {
        shells.add(ring);
        holes.add(new ArrayList<>());
      }
    }
    for (LinearRing ring : rings) {
      for (int i = 0; !shells.contains(ring) && i < shells.size(); i++) {
        if (GEOMETRIES.createPolygon(shells.get(i)).covers(ring.getPointN(0))) {
          holes.get(i).add(ring);
          break;
        }
      }
    }
    Polygon[] polygons = new Polygon[shells.size()];
    for (int i = 0; i < polygons.length; i++) {
      polygons[i] =
          GEOMETRIES.createPolygon(shells.get(i), holes.get(i).toArray(LinearRing[]::new));
    }
    return polygons.length == 1 ? polygons[0] : GEOMETRIES.createMultiPolygon(polygons);
  }
}
