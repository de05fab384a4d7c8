package org.icemelt.transforms.crs;

import java.util.Optional;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateReferenceSystem;
import org.locationtech.proj4j.CoordinateTransform;
import org.locationtech.proj4j.CoordinateTransformFactory;
import org.locationtech.proj4j.Proj4jException;
import org.locationtech.proj4j.ProjCoordinate;

/** Projection and datum shift by proj4j, from a PROJ.4 definition. */
final class Proj4jOperation implements PointOperation {
  private static final String WGS84 = "+proj=longlat +datum=WGS84 +no_defs";

  private static final double ARC_SECONDS = 180 * 3600 / Math.PI;

  private final CoordinateTransform forward;
  private final CoordinateTransform backward;
  private final ProjCoordinate from = new ProjCoordinate();
  private final ProjCoordinate to = new ProjCoordinate();

  /**
   * @throws IllegalArgumentException if proj4j does not know the definition
   */
  Proj4jOperation(String definition) {
    CRSFactory factory = new CRSFactory();
    CoordinateTransformFactory transforms = new CoordinateTransformFactory();
    CoordinateReferenceSystem target = factory.createFromParameters("WGS 84", WGS84);
    try {
      CoordinateReferenceSystem source = factory.createFromParameters("source", definition);
      forward = transforms.createTransform(source, target);
      backward = transforms.createTransform(target, source);
    } catch (Proj4jException | IllegalStateException e) {
      throw new IllegalArgumentException("proj4j refuses " + definition + ": " + e.getMessage(), e);
    }
  }

  /** The seven parameters to WGS 84 (m, arc seconds, ppm) behind a definition's datum. */
  static Optional<String> shift(String datumTerms) {
    double[] p =
        new CRSFactory()
            .createFromParameters("datum", "+proj=longlat " + datumTerms)
            .getDatum()
            .getTransformToWGS84();
    if (p == null || p.length < 3) {
      return Optional.empty();
    }
    String metres = p[0] + "," + p[1] + "," + p[2] + ",";
    return Optional.of(
        p.length < 7
            ? metres + "0,0,0,0"
            : metres
                + p[3] * ARC_SECONDS
                + ","
                + p[4] * ARC_SECONDS
                + ","
                + p[5] * ARC_SECONDS
                + ","
                + (p[6] - 1) * 1e6);
  }

  @Override
  public void toLonLat(double x, double y, double[] out) {
    move(forward, x, y, out);
  }

  @Override
  public void fromLonLat(double lon, double lat, double[] out) {
    move(backward, lon, lat, out);
  }

  private void move(CoordinateTransform transform, double x, double y, double[] out) {
    try {
      from.setValue(x, y);
      transform.transform(from, to);
      out[0] = to.x;
      out[1] = to.y;
    } catch (Proj4jException outsideTheProjection) {
      out[0] = Double.NaN;
      out[1] = Double.NaN;
    }
  }
}
