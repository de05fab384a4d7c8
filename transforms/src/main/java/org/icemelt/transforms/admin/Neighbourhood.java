package org.icemelt.transforms.admin;

import java.util.ArrayList;
import java.util.List;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicMask;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;

/**
 * A point and what lies around it. Edges are straight in longitude and latitude, as the maps that
 * the outlines come from draw them; the nearest point of an edge is found on a plane that is true
 * at the centre, and its distance is measured on the ellipsoid.
 */
final class Neighbourhood {
  /** Metres in a degree of latitude, at least; the boxes may be a little too large, never small. */
  private static final double METRES_A_DEGREE = 110_500;

  private final Coordinate centre;
  private final double lonScale;
  private final List<Envelope> boxes = new ArrayList<>();

  Neighbourhood(Coordinate centre, double metres) {
    this.centre = centre;
    this.lonScale = Math.cos(Math.toRadians(centre.y));
    double up = metres / METRES_A_DEGREE;
    double widest = Math.cos(Math.toRadians(Math.min(90, Math.abs(centre.y) + up)));
    double aside = widest <= up / 360 ? 360 : Math.min(360, up / widest);
    for (int turn = -360; turn <= 360; turn += 360) {
      Envelope box =
          new Envelope(
              centre.x + turn - aside, centre.x + turn + aside, centre.y - up, centre.y + up);
      if (box.getMaxX() >= -180 && box.getMinX() <= 180) {
        boxes.add(box);
      }
    }
  }

  /** What to search; several at the antimeridian. */
  List<Envelope> boxes() {
    return boxes;
  }

  boolean touches(Envelope other) {
    return boxes.stream().anyMatch(other::intersects);
  }

  /** Metres from the centre to an edge; infinite if it lies outside of the neighbourhood. */
  double distance(double lon0, double lat0, double lon1, double lat1) {
    double least = Double.POSITIVE_INFINITY;
    for (Envelope box : boxes) {
      if (Math.max(lon0, lon1) >= box.getMinX()
          && Math.min(lon0, lon1) <= box.getMaxX()
          && Math.max(lat0, lat1) >= box.getMinY()
          && Math.min(lat0, lat1) <= box.getMaxY()) {
        double centreLon = (box.getMinX() + box.getMaxX()) / 2;
        least = Math.min(least, distance(centreLon, lon0, lat0, lon1, lat1));
      }
    }
    return least;
  }

  private double distance(double centreLon, double lon0, double lat0, double lon1, double lat1) {
    double x0 = (lon0 - centreLon) * lonScale;
    double y0 = lat0 - centre.y;
    double dx = (lon1 - lon0) * lonScale;
    double dy = lat1 - lat0;
    double length = dx * dx + dy * dy;
    double along = length == 0 ? 0 : Math.max(0, Math.min(1, -(x0 * dx + y0 * dy) / length));
    return Geodesic.WGS84.Inverse(
            centre.y,
            centreLon,
            lat0 + along * (lat1 - lat0),
            lon0 + along * (lon1 - lon0),
            GeodesicMask.DISTANCE)
        .s12;
  }
}
