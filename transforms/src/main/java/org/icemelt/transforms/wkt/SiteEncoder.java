package org.icemelt.transforms.wkt;

import java.util.Optional;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.RejectReason;
import org.icemelt.io.model.Shape;
import org.icemelt.io.model.Site;
import org.icemelt.io.model.WktSite;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.valid.IsValidOp;

/** What {@link EncodeWkt} does to one site. Belongs to one thread. */
final class SiteEncoder {
  private final WktWriter writer = new WktWriter();

  /** The site with its texts; empty if a coordinate is no number, which WKT cannot hold. */
  Optional<WktSite> encode(Site site) {
    String sourceWkt = writer.write(site.sourceGeometry());
    boolean finite = writer.wroteNumbers();
    String wkt = sourceWkt;
    if (site.repaired()) {
      wkt = writer.write(site.geometry());
      finite &= writer.wroteNumbers();
    }
    return finite ? Optional.of(encoded(site, sourceWkt, wkt)) : Optional.empty();
  }

  private static WktSite encoded(Site site, String sourceWkt, String wkt) {
    Feature feature = site.feature();
    return new WktSite(
        feature.source(),
        feature.row(),
        feature.values(),
        sourceWkt,
        wkt,
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

  /** Why {@link #encode} has none. */
  Reject notFinite(Site site) {
    return new Reject(
        site.feature().source().dataset(),
        site.feature().source().sourceFile(),
        site.feature().row(),
        RejectReason.COORDINATE_NOT_FINITE,
        "A coordinate is NaN or infinite, which WKT cannot hold",
        writer.write(site.sourceGeometry()));
  }
}
