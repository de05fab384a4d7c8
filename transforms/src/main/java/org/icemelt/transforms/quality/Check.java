package org.icemelt.transforms.quality;

import static org.icemelt.transforms.quality.Severity.ERROR;
import static org.icemelt.transforms.quality.Severity.WARNING;

import java.util.Locale;

/**
 * The checks. What a sound program can never write is an error; what a real site can break, or a
 * publisher may have meant, is a warning.
 */
public enum Check {
  /**
   * {@code record_id, dataset_name, unified_id, geometry, geometry_type, centroid, technology,
   * status, record_role} are there.
   */
  NOT_NULL(ERROR),
  /** No two rows have one {@code record_id}. */
  UNIQUE_RECORD_ID(ERROR),
  /** Words are those that the column's description lists; a basis where there is a capacity. */
  ACCEPTED_VALUES(ERROR),
  /** Longitude within ±180 and latitude within ±90 (and 1e-9), area above 0, capacity not below. */
  POSSIBLE_VALUES(ERROR),
  /** The geometry parses and is valid by OGC's rules. */
  GEOMETRY_VALID(ERROR),
  /** The centroid lies in the geometry's box. */
  CENTROID_IN_BBOX(ERROR),
  /** There are rows, if there were any at the last run. */
  ROWS_REMAIN(ERROR),
  /** 1 m² to 200 km². */
  AREA_RANGE(WARNING),
  /** Above 0 and at most 5,000 MW. */
  CAPACITY_RANGE(WARNING),
  /** 1975 to ten years from now. */
  INSTALL_DATE_RANGE(WARNING),
  /**
   * The outline's area and the publisher's, where it is that of the outline, differ by at most half
   * of the publisher's.
   */
  AREA_AGREES_WITH_SOURCE(WARNING),
  /** The number of rows is within a fifth of the last run's. */
  ROW_COUNT_DRIFT(WARNING),
  /** Processed within the last 7 days. Asked of a lake, not of a run. */
  FRESHNESS(WARNING);

  private final Severity severity;

  Check(Severity severity) {
    this.severity = severity;
  }

  public Severity severity() {
    return severity;
  }

  /** The word in column {@code check_name}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
