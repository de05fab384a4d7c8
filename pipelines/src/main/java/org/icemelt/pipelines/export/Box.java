package org.icemelt.pipelines.export;

import java.util.Arrays;
import org.icemelt.pipelines.UsageException;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;

/** A box in degrees; a geometry that touches it meets it. */
final class Box {
  private final Envelope envelope;
  private final PreparedGeometry rectangle;

  private Box(Envelope envelope) {
    this.envelope = envelope;
    this.rectangle = PreparedGeometryFactory.prepare(new GeometryFactory().toGeometry(envelope));
  }

  /** Reads {@code minLon,minLat,maxLon,maxLat}. */
  static Box parse(String text) {
    try {
      double[] at = Arrays.stream(text.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
      if (at.length == 4 && at[0] <= at[2] && at[1] <= at[3]) {
        return new Box(new Envelope(at[0], at[2], at[1], at[3]));
      }
    } catch (NumberFormatException e) {
      throw new UsageException(message(text), e);
    }
    throw new UsageException(message(text));
  }

  private static String message(String text) {
    return "Invalid --bbox=%s. Write minLon,minLat,maxLon,maxLat, as in --bbox=-10,50,2,60. A box over the antimeridian takes two exports."
        .formatted(text);
  }

  Envelope envelope() {
    return envelope;
  }

  boolean meets(Geometry geometry) {
    return geometry.getEnvelopeInternal().intersects(envelope) && rectangle.intersects(geometry);
  }
}
