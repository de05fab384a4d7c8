package org.icemelt.transforms.quality;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import org.icemelt.io.model.Shape;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import org.locationtech.jts.operation.valid.IsValidOp;

/** The checks that one row alone can pass or fail. Belongs to one thread. */
public final class RowChecks {
  private static final Set<String> GEOMETRY_TYPES =
      Set.of(
          "Point",
          "MultiPoint",
          "LineString",
          "MultiLineString",
          "Polygon",
          "MultiPolygon",
          "GeometryCollection");
  private static final Set<String> BASES = Set.of("ac", "dc", "unknown");
  private static final Set<String> PRECISIONS = Set.of("day", "month", "year", "before");
  private static final Set<String> TECHNOLOGIES = Set.of("pv", "csp", "unknown");
  private static final Set<String> STATUSES =
      Set.of("operating", "construction", "planned", "retired", "cancelled", "unknown");
  private static final Set<String> ROLES = Set.of("installation", "label", "sample");
  private static final Shape UNREADABLE = new Shape(false, 0, 0, 0, 0);
  private static final double TOLERANCE_DEGREES = 1e-9;
  private static final LocalDate FIRST_PLANTS = LocalDate.of(1975, 1, 1);
  private static final int YEARS_AHEAD = 10;

  private final WKTReader reader = new WKTReader();
  private final LocalDate latest;

  /**
   * @param today what the range of dates ends ten years after
   */
  public RowChecks(LocalDate today) {
    this.latest = today.plusYears(YEARS_AHEAD);
  }

  /**
   * The checks that a row fails.
   *
   * @param sourceAreaIsOutline whether the publisher's area is that of the outline, and not of the
   *     panels or the site around it
   */
  public EnumSet<Check> failed(CheckedRow row, boolean sourceAreaIsOutline) {
    EnumSet<Check> failed = EnumSet.noneOf(Check.class);
    require(failed, Check.NOT_NULL, hasAll(row));
    require(failed, Check.ACCEPTED_VALUES, isAccepted(row));
    require(failed, Check.POSSIBLE_VALUES, isPossible(row));
    geometry(row, failed);
    require(failed, Check.AREA_RANGE, isBetween(row.areaM2(), 1, 2e8));
    require(
        failed,
        Check.CAPACITY_RANGE,
        row.capacityMw() == null || (row.capacityMw() > 0 && row.capacityMw() <= 5_000));
    LocalDate date = row.installDate();
    require(
        failed,
        Check.INSTALL_DATE_RANGE,
        date == null || (!date.isBefore(FIRST_PLANTS) && !date.isAfter(latest)));
    if (sourceAreaIsOutline && row.areaM2() != null && row.sourceAreaM2() != null) {
      require(
          failed,
          Check.AREA_AGREES_WITH_SOURCE,
          Math.abs(row.areaM2() - row.sourceAreaM2()) <= row.sourceAreaM2() / 2);
    }
    return failed;
  }

  private static void require(EnumSet<Check> failed, Check check, boolean holds) {
    if (!holds) {
      failed.add(check);
    }
  }

  private static boolean hasAll(CheckedRow row) {
    return row.recordId() != null
        && row.dataset() != null
        && row.unifiedId() != null
        && row.wkt() != null
        && row.geometryType() != null
        && row.lon() != null
        && row.lat() != null
        && row.technology() != null
        && row.status() != null
        && row.recordRole() != null;
  }

  private static boolean isAccepted(CheckedRow row) {
    return isOneOf(row.geometryType(), GEOMETRY_TYPES)
        && isOneOf(row.technology(), TECHNOLOGIES)
        && isOneOf(row.status(), STATUSES)
        && isOneOf(row.recordRole(), ROLES)
        && isOneOf(row.capacityBasis(), BASES)
        && isOneOf(row.installDatePrecision(), PRECISIONS)
        && (row.capacityBasis() == null) == (row.capacityMw() == null)
        && (row.installDatePrecision() == null) == (row.installDate() == null);
  }

  private static boolean isOneOf(@Nullable String word, Set<String> words) {
    return word == null || words.contains(word);
  }

  private static boolean isPossible(CheckedRow row) {
    return isBetween(row.lon(), -180 - TOLERANCE_DEGREES, 180 + TOLERANCE_DEGREES)
        && isBetween(row.lat(), -90 - TOLERANCE_DEGREES, 90 + TOLERANCE_DEGREES)
        && isBetween(row.areaM2(), Double.MIN_VALUE, Double.MAX_VALUE)
        && isBetween(row.sourceAreaM2(), 0, Double.MAX_VALUE)
        && isBetween(row.capacityMw(), 0, Double.MAX_VALUE);
  }

  private static boolean isBetween(@Nullable Double value, double least, double most) {
    return value == null || (value >= least && value <= most);
  }

  private void geometry(CheckedRow row, EnumSet<Check> failed) {
    Shape shape = row.shape() == null ? read(row.wkt()) : row.shape();
    if (shape == null) {
      return;
    }
    require(failed, Check.GEOMETRY_VALID, shape.valid());
    if (shape != UNREADABLE && row.lon() != null && row.lat() != null) {
      require(failed, Check.CENTROID_IN_BBOX, shape.holds(row.lon(), row.lat(), TOLERANCE_DEGREES));
    }
  }

  private @Nullable Shape read(@Nullable String wkt) {
    if (wkt == null) {
      return null;
    }
    try {
      Geometry geometry = reader.read(wkt);
      Envelope box = geometry.getEnvelopeInternal();
      return new Shape(
          !geometry.isEmpty() && IsValidOp.isValid(geometry),
          box.getMinX(),
          box.getMinY(),
          box.getMaxX(),
          box.getMaxY());
    } catch (ParseException e) {
      return UNREADABLE;
    }
  }
}
