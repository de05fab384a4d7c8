package org.icemelt.transforms.quality;

import java.time.LocalDate;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What is checked of a row of {@code stg_pv_consolidated}; any of it may be missing.
 *
 * @param wkt the geometry as it is stored
 * @param shape what is known of the geometry; null if only its text can tell
 */
public record CheckedRow(
    @Nullable String recordId,
    @Nullable String dataset,
    @Nullable String unifiedId,
    @Nullable String wkt,
    @Nullable Shape shape,
    @Nullable String geometryType,
    @Nullable Double lon,
    @Nullable Double lat,
    @Nullable Double areaM2,
    @Nullable Double sourceAreaM2,
    @Nullable Double capacityMw,
    @Nullable String capacityBasis,
    @Nullable LocalDate installDate,
    @Nullable String installDatePrecision,
    @Nullable String technology,
    @Nullable String status,
    @Nullable String recordRole) {
  /** The row that a record becomes. */
  public static CheckedRow of(PvRecord record) {
    var site = record.site();
    return new CheckedRow(
        site.recordId(),
        site.source().dataset(),
        record.unifiedId(),
        site.wkt(),
        site.shape(),
        site.geometryType(),
        site.centroidLon(),
        site.centroidLat(),
        site.areaM2(),
        record.sourceAreaM2(),
        record.capacityMw(),
        record.capacityBasis(),
        record.installDate(),
        record.installDatePrecision(),
        record.technology(),
        record.status(),
        record.recordRole());
  }
}
