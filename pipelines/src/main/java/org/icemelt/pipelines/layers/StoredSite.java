package org.icemelt.pipelines.layers;

import static java.util.Objects.requireNonNull;

import java.time.LocalDateTime;
import java.util.List;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.pipelines.build.StandardTables;
import org.icemelt.transforms.duplicates.Rank;
import org.icemelt.transforms.duplicates.Sketch;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** A row of {@code stg_pv_consolidated} as it was read; all its columns, in the table's order. */
record StoredSite(List<@Nullable Object> values) {
  private static final TableSchema COLUMNS = StandardTables.STAGING.schema();
  private static final int RECORD_ID = COLUMNS.indexOf("record_id");
  private static final int DATASET = COLUMNS.indexOf(StandardTables.DATASET_NAME);
  private static final int EXTERNAL_ID = COLUMNS.indexOf("external_id");
  private static final int NAME = COLUMNS.indexOf("name");
  private static final int GEOMETRY = COLUMNS.indexOf("geometry");
  private static final int LON = COLUMNS.indexOf("centroid_lon");
  private static final int LAT = COLUMNS.indexOf("centroid_lat");
  private static final int AREA = COLUMNS.indexOf("area_m2");
  private static final int CAPACITY = COLUMNS.indexOf("capacity_mw");
  private static final int BASIS = COLUMNS.indexOf("capacity_basis");
  private static final int DATE_PRECISION = COLUMNS.indexOf("install_date_precision");
  private static final int TECHNOLOGY = COLUMNS.indexOf("technology");
  private static final int STATUS = COLUMNS.indexOf("status");
  private static final int ROLE = COLUMNS.indexOf("record_role");
  private static final int H3 = COLUMNS.indexOf("h3_index_12");
  private static final int DOI = COLUMNS.indexOf("doi");
  private static final int PROCESSED_AT = COLUMNS.indexOf("processed_at");

  String recordId() {
    return required(RECORD_ID);
  }

  String dataset() {
    return required(DATASET);
  }

  String wkt() {
    return required(GEOMETRY);
  }

  /**
   * @throws IllegalArgumentException if it does not parse; somebody else wrote it then
   */
  Geometry geometry(WKTReader reader) {
    try {
      return reader.read(wkt());
    } catch (ParseException e) {
      throw new IllegalArgumentException(
          "Cannot read the geometry of record %s in stg_pv_consolidated: %s. Build its dataset anew."
              .formatted(recordId(), e.getMessage()),
          e);
    }
  }

  double lon() {
    return (Double) requireNonNull(values.get(LON), "centroid_lon");
  }

  double lat() {
    return (Double) requireNonNull(values.get(LAT), "centroid_lat");
  }

  long cell() {
    return (Long) requireNonNull(values.get(H3), "h3_index_12");
  }

  @Nullable Double areaM2() {
    return (Double) values.get(AREA);
  }

  @Nullable Double capacityMw() {
    return (Double) values.get(CAPACITY);
  }

  @Nullable String capacityBasis() {
    return text(BASIS);
  }

  @Nullable String doi() {
    return text(DOI);
  }

  @Nullable LocalDateTime processedAt() {
    return (LocalDateTime) values.get(PROCESSED_AT);
  }

  /** Whether it is an installation to sum, if it is primary. */
  boolean counts() {
    return Rank.counts(required(ROLE), required(TECHNOLOGY), required(STATUS));
  }

  Sketch sketch(Geometry geometry) {
    return Sketch.of(
        recordId(),
        dataset(),
        text(EXTERNAL_ID),
        Rank.of(
            counts(),
            geometry.getDimension(),
            capacityBasis(),
            text(DATE_PRECISION),
            values.get(EXTERNAL_ID) != null,
            values.get(NAME) != null),
        geometry.getEnvelopeInternal());
  }

  private @Nullable String text(int column) {
    return (String) values.get(column);
  }

  private String required(int column) {
    return (String)
        requireNonNull(
            values.get(column),
            () ->
                "Cannot use a row of stg_pv_consolidated: its %s is NULL. Build its dataset anew."
                    .formatted(COLUMNS.columns().get(column).name()));
  }
}
