package org.icemelt.io.geofiles;

import java.io.Serializable;

/** A rectangle in a file's own CRS; borders belong to it. */
public record Box(double minX, double minY, double maxX, double maxY) implements Serializable {
  public Box {
    if (!(minX <= maxX && minY <= maxY)) {
      throw new IllegalArgumentException(
          "Invalid box: %s %s to %s %s".formatted(minX, minY, maxX, maxY));
    }
  }

  /** Whether they share a point. */
  public boolean touches(double otherMinX, double otherMinY, double otherMaxX, double otherMaxY) {
    return otherMinX <= maxX && otherMaxX >= minX && otherMinY <= maxY && otherMaxY >= minY;
  }
}
