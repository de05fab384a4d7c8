package org.icemelt.bench;

import java.util.SplittableRandom;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;

/** Made-up outlines of solar farms: rings of some vertices about a centre, eight decimals. */
final class Outlines {
  private static final GeometryFactory FACTORY = new GeometryFactory();

  private Outlines() {}

  static Polygon[] polygons(int count, int vertices) {
    SplittableRandom random = new SplittableRandom(443_917);
    Polygon[] polygons = new Polygon[count];
    for (int i = 0; i < count; i++) {
      double lon = random.nextDouble(-170, 170);
      double lat = random.nextDouble(-60, 60);
      Coordinate[] ring = new Coordinate[vertices + 1];
      for (int v = 0; v < vertices; v++) {
        double angle = 2 * Math.PI * v / vertices;
        double radius = random.nextDouble(1e-4, 2e-4);
        ring[v] = at(lon + radius * Math.cos(angle), lat + radius * Math.sin(angle));
      }
      ring[vertices] = ring[0];
      polygons[i] = FACTORY.createPolygon(ring);
    }
    return polygons;
  }

  private static Coordinate at(double lon, double lat) {
    return new Coordinate(Math.rint(lon * 1e8) / 1e8, Math.rint(lat * 1e8) / 1e8);
  }
}
