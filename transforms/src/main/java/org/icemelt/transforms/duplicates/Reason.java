package org.icemelt.transforms.duplicates;

import java.util.Locale;

/** Why two records are taken for one installation; what comes first is the stronger reason. */
public enum Reason {
  /** They have the same external id. */
  ID,
  /** One outline lies in the other. */
  CONTAINED,
  /** Their geometries are equal, or share more than the asked-for part of the smaller outline. */
  OVERLAP,
  /** A point lies in an outline or on its edge. */
  POINT_IN_POLYGON;

  /** The word in column {@code duplicate_reason}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
