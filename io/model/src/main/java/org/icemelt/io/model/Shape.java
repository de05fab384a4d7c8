package org.icemelt.io.model;

/**
 * What is known of a stored geometry without reading its text.
 *
 * @param valid whether it is valid by OGC's rules, and not empty
 * @param west least longitude, degrees
 * @param south least latitude, degrees
 * @param east greatest longitude, degrees
 * @param north greatest latitude, degrees
 */
public record Shape(boolean valid, double west, double south, double east, double north) {
  /** Whether a place lies in the box, or beside it by no more than {@code tolerance} degrees. */
  public boolean holds(double lon, double lat, double tolerance) {
    return lon >= west - tolerance
        && lon <= east + tolerance
        && lat >= south - tolerance
        && lat <= north + tolerance;
  }
}
