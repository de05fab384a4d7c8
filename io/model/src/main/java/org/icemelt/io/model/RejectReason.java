package org.icemelt.io.model;

import java.util.Locale;

/** Why a feature is not stored. {@link #code()} is what the lake and other people's queries see. */
public enum RejectReason {
  /** The feature has no geometry. */
  GEOMETRY_MISSING,
  /** The geometry has no coordinates. */
  GEOMETRY_EMPTY,
  /** A coordinate is NaN or infinite. */
  COORDINATE_NOT_FINITE,
  /** A coordinate is no place on earth, or outside the source CRS's reach. */
  COORDINATE_OUT_OF_RANGE,
  /** A ring does not end where it began. */
  RING_NOT_CLOSED,
  /** The geometry's bytes or JSON make no geometry (too few points, unknown type, broken WKB). */
  GEOMETRY_MALFORMED,
  /** Invalid, and repairing leaves nothing of it. */
  GEOMETRY_UNREPAIRABLE,
  /** A property's bytes cannot be read at all. */
  PROPERTY_MALFORMED;

  /** Lower case, words joined by underscores. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
