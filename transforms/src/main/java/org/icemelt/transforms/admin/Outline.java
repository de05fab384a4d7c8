package org.icemelt.transforms.admin;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryComponentFilter;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** A boundary's outline, parsed and prepared when it is first asked. */
final class Outline {
  private final Boundary boundary;
  private @Nullable Geometry geometry;
  private @Nullable IndexedPointInAreaLocator locator;

  Outline(Boundary boundary) {
    this.boundary = boundary;
  }

  Boundary boundary() {
    return boundary;
  }

  /** Whether the point lies inside or on the border. */
  boolean covers(Coordinate point) {
    IndexedPointInAreaLocator prepared = locator;
    if (prepared == null) {
      prepared = new IndexedPointInAreaLocator(geometry());
      locator = prepared;
    }
    return prepared.locate(point) != Location.EXTERIOR;
  }

  /** Metres from the neighbourhood's centre to the nearest border in it; infinite if none is. */
  double distance(Neighbourhood near) {
    double[] least = {Double.POSITIVE_INFINITY};
    geometry()
        .apply(
            (GeometryComponentFilter)
                part -> {
                  if (part instanceof LineString line && near.touches(line.getEnvelopeInternal())) {
                    least[0] = Math.min(least[0], distance(near, line.getCoordinateSequence()));
                  }
                });
    return least[0];
  }

  private static double distance(Neighbourhood near, CoordinateSequence line) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i < line.size(); i++) {
      least =
          Math.min(
              least, near.distance(line.getX(i - 1), line.getY(i - 1), line.getX(i), line.getY(i)));
    }
    return least;
  }

  private Geometry geometry() {
    Geometry parsed = geometry;
    if (parsed == null) {
      try {
        parsed = new WKTReader().read(boundary.wkt());
      } catch (ParseException e) {
        throw new IllegalArgumentException(
            "Invalid boundary %s (%s): %s"
                .formatted(boundary.id(), boundary.name(), e.getMessage()),
            e);
      }
      geometry = parsed;
    }
    return parsed;
  }
}
