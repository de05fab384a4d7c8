package org.icemelt.transforms.crs;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * Any system but WGS 84. Inverse projections answer with some place on earth for coordinates that
 * lie far outside their plane, so the way back must lead to where it began.
 */
final class Reprojection implements CrsTransform {
  /** How far the way there and back may miss, in the source's units (m, ft, or degrees). */
  private static final double REACH_TOLERANCE = 10;

  private final String sourceName;
  private final @Nullable String warning;
  private final PointOperation operation;
  private final double tolerance;
  private final double[] there = new double[2];
  private final double[] back = new double[2];

  Reprojection(
      String sourceName, boolean geographic, @Nullable String warning, PointOperation operation) {
    this.sourceName = sourceName;
    this.warning = warning;
    this.operation = operation;
    this.tolerance = geographic ? 1e-3 : REACH_TOLERANCE;
  }

  @Override
  public String sourceName() {
    return sourceName;
  }

  @Override
  public boolean isIdentity() {
    return false;
  }

  @Override
  public Optional<String> warning() {
    return Optional.ofNullable(warning);
  }

  @Override
  public Geometry toLonLat(Geometry geometry) {
    boolean checkEach = !cornersComeBack(geometry.getEnvelopeInternal());
    Geometry moved = geometry.copy();
    moved.apply(new Move(checkEach));
    return moved;
  }

  private boolean cornersComeBack(Envelope box) {
    return comesBack(box.getMinX(), box.getMinY())
        && comesBack(box.getMaxX(), box.getMaxY())
        && comesBack(box.getMinX(), box.getMaxY())
        && comesBack(box.getMaxX(), box.getMinY());
  }

  private boolean comesBack(double x, double y) {
    operation.toLonLat(x, y, there);
    operation.fromLonLat(there[0], there[1], back);
    return Math.abs(back[0] - x) <= tolerance && Math.abs(back[1] - y) <= tolerance;
  }

  private final class Move implements CoordinateSequenceFilter {
    private final boolean checkEach;

    Move(boolean checkEach) {
      this.checkEach = checkEach;
    }

    @Override
    public void filter(CoordinateSequence sequence, int i) {
      double x = sequence.getX(i);
      double y = sequence.getY(i);
      operation.toLonLat(x, y, there);
      double lon = there[0];
      double lat = there[1];
      if (!Double.isFinite(lon) || !Double.isFinite(lat) || (checkEach && !comesBack(x, y))) {
        throw new OutOfReachException(x, y, sourceName);
      }
      sequence.setOrdinate(i, CoordinateSequence.X, lon);
      sequence.setOrdinate(i, CoordinateSequence.Y, lat);
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public boolean isGeometryChanged() {
      return true;
    }
  }
}
