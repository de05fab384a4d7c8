package org.icemelt.transforms.crs;

/** A coordinate that its own reference system cannot place on earth: a property of the feature. */
public final class OutOfReachException extends RuntimeException {
  OutOfReachException(double x, double y, String crs) {
    super("Coordinate (%s, %s) is outside the reach of %s".formatted(x, y, crs));
  }
}
