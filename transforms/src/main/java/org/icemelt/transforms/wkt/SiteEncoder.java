package org.icemelt.transforms.wkt;

import java.util.Optional;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.RejectReason;
import org.icemelt.io.model.Shape;
import org.icemelt.io.model.Site;
import org.icemelt.io.model.WktSite;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.valid.IsValidOp;

/** What {@link EncodeWkt} does to one site. Belongs to one thread. */
final class SiteEncoder {
  private final WktWriter writer = new WktWriter();

  WktSite encode(Site site) {
    Feature feature = site.feature();
    String sourceWkt = writer.write(site.sourceGeometry());
    return new WktSite(
        feature.source(),
        feature.row(),
        feature.values(),
        sourceWkt,
        site.repaired() ? writer.write(site.geometry()) : sourceWkt,
        site.geometry().getGeometryType(),
        shape(site),
        site.repaired(),
        site.areaM2(),
        site.centroidLon(),
        site.centroidLat(),
        site.h3Cell());
  }

  /**
   * A geometry that was not repaired was found valid; a repair is believed when it was looked at.
   */
  private static Shape shape(Site site) {
    Geometry stored = site.geometry();
    Envelope box = stored.getEnvelopeInternal();
    return new Shape(
        !stored.isEmpty() && (!site.repaired() || IsValidOp.isValid(stored)),
        box.getMinX(),
        box.getMinY(),
        box.getMaxX(),
        box.getMaxY());
  }

  /** Why the site has no WKT: a coordinate that is no number. */
  Optional<Reject> firstFault(Site site) {
    if (isFinite(site.sourceGeometry()) && (!site.repaired() || isFinite(site.geometry()))) {
      return Optional.empty();
    }
    return Optional.of(
        new Reject(
            site.feature().source().dataset(),
            site.feature().source().sourceFile(),
            site.feature().row(),
            RejectReason.COORDINATE_NOT_FINITE,
            "A coordinate is NaN or infinite, which WKT cannot hold",
            writer.write(site.sourceGeometry())));
  }

  private static boolean isFinite(Geometry geometry) {
    FiniteCheck check = new FiniteCheck();
    geometry.apply(check);
    return !check.done;
  }

  private static final class FiniteCheck implements CoordinateSequenceFilter {
    private boolean done;

    @Override
    public void filter(CoordinateSequence sequence, int i) {
      done = !Double.isFinite(sequence.getX(i)) || !Double.isFinite(sequence.getY(i));
    }

    @Override
    public boolean isDone() {
      return done;
    }

    @Override
    public boolean isGeometryChanged() {
      return false;
    }
  }
}
