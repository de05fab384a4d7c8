package org.icemelt.transforms.duplicates;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * Whether and how two geometries overlap.
 *
 * @param reason never {@link Reason#ID}
 * @param ratio shared area ÷ area of the smaller outline, 0 to 1; 1 for equal geometries; null for
 *     points in outlines
 */
public record Overlap(Reason reason, @Nullable Double ratio) {
  /** The least part of the smaller outline that two partly overlapping ones must share. */
  public static final double LEAST_RATIO = 0.5;

  private static final double WHOLE = 1.0;

  /** The overlap of two valid geometries; empty if there is none to speak of. */
  public static Optional<Overlap> of(Geometry a, Geometry b) {
    if (!a.getEnvelopeInternal().intersects(b.getEnvelopeInternal())) {
      return Optional.empty();
    }
    boolean first = a.getDimension() >= b.getDimension();
    Geometry larger = first ? a : b;
    Geometry smaller = first ? b : a;
    if (larger.getDimension() < 2) {
      return larger.equalsTopo(smaller)
          ? Optional.of(new Overlap(Reason.OVERLAP, WHOLE))
          : Optional.empty();
    }
    if (smaller.getDimension() < 2) {
      PreparedGeometry outline = PreparedGeometryFactory.prepare(larger);
      Reason reason = smaller.getDimension() == 0 ? Reason.POINT_IN_POLYGON : Reason.CONTAINED;
      return outline.covers(smaller) ? Optional.of(new Overlap(reason, null)) : Optional.empty();
    }
    return ofOutlines(a, b);
  }

  private static Optional<Overlap> ofOutlines(Geometry a, Geometry b) {
    if (!PreparedGeometryFactory.prepare(a).intersects(b)) {
      return Optional.empty();
    }
    if (a.equalsTopo(b)) {
      return Optional.of(new Overlap(Reason.OVERLAP, WHOLE));
    }
    if (a.covers(b) || b.covers(a)) {
      return Optional.of(new Overlap(Reason.CONTAINED, WHOLE));
    }
    double shared = OverlayNGRobust.overlay(a, b, OverlayNG.INTERSECTION).getArea();
    double ratio = Math.min(WHOLE, shared / Math.min(a.getArea(), b.getArea()));
    return ratio >= LEAST_RATIO
        ? Optional.of(new Overlap(Reason.OVERLAP, ratio))
        : Optional.empty();
  }
}
