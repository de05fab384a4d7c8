package org.icemelt.pipelines.build;

import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.TableSchema;

/** The tables every lake of this program has, beside one {@code raw_<dataset>} a dataset. */
public final class StandardTables {
  public static final String DATASET_NAME = "dataset_name";

  public static final TableDef STAGING =
      byDataset(
          "stg_pv_consolidated",
          text("record_id"),
          text(DATASET_NAME),
          text("unified_id"),
          text("external_id"),
          text("name"),
          text("geometry"),
          text("geometry_type"),
          real("centroid_lon"),
          real("centroid_lat"),
          real("area_m2"),
          real("source_area_m2"),
          real("capacity_mw"),
          text("capacity_basis"),
          column("install_date", DuckLakeType.DATE),
          text("install_date_precision"),
          text("technology"),
          text("status"),
          text("record_role"),
          column("h3_index_12", DuckLakeType.UINT64),
          column("geometry_repaired", DuckLakeType.BOOLEAN),
          text("source_file"),
          whole("source_row"),
          text("doi"),
          time("processed_at"));

  public static final TableDef INGEST_FILES =
      table(
          "ingest_files",
          text("run_id"),
          text(DATASET_NAME),
          text("source_file"),
          text("url"),
          text("doi"),
          text("version"),
          text("license"),
          text("checksum"),
          whole("bytes"),
          text("format"),
          text("crs"),
          whole("features_read"),
          whole("stored"),
          whole("rejected"),
          whole("repaired"),
          whole("filtered"),
          text("status"),
          time("fetched_at"),
          real("seconds"),
          time("processed_at"),
          text("fingerprint"));

  public static final TableDef QUALITY_CHECKS =
      table(
          "quality_checks",
          text("run_id"),
          text(DATASET_NAME),
          text("table_name"),
          text("check_name"),
          text("severity"),
          whole("rows_failed"),
          text("sample"),
          time("processed_at"));

  static final TableDef INGEST_REJECTS =
      byDataset(
          "ingest_rejects",
          text("run_id"),
          text(DATASET_NAME),
          text("source_file"),
          whole("source_row"),
          text("reason"),
          text("detail"),
          text("geometry"),
          time("processed_at"));

  static final TableDef FIELD_MAPPING =
      byDataset(
          "field_mapping",
          text(DATASET_NAME),
          text("target_column"),
          text("source_column"),
          text("source_unit"),
          real("factor"),
          text("basis"),
          text("kind"),
          whole("rows_filled"),
          whole("rows_unconvertible"));

  static final TableDef INGEST_CHECKS =
      table(
          "ingest_checks",
          text("run_id"),
          text(DATASET_NAME),
          time("checked_at"),
          column("changed", DuckLakeType.BOOLEAN));

  private StandardTables() {}

  /** A table of schema {@code main}. */
  public static TableId main(String name) {
    return new TableId("main", name);
  }

  /** The staging table with further columns {@code h3_index_<r>} at its end. */
  static TableDef staging(List<Integer> h3Resolutions) {
    if (h3Resolutions.isEmpty()) {
      return STAGING;
    }
    List<ColumnDef> columns = new ArrayList<>(STAGING.schema().columns());
    h3Resolutions.forEach(r -> columns.add(column("h3_index_" + r, DuckLakeType.UINT64)));
    return new TableDef(STAGING.id(), new TableSchema(columns), STAGING.partitioning());
  }

  private static TableDef table(String name, ColumnDef... columns) {
    return new TableDef(main(name), new TableSchema(List.of(columns)), List.of());
  }

  private static TableDef byDataset(String name, ColumnDef... columns) {
    return new TableDef(
        main(name),
        new TableSchema(List.of(columns)),
        List.of(PartitionField.identity(DATASET_NAME)));
  }

  private static ColumnDef text(String name) {
    return column(name, DuckLakeType.VARCHAR);
  }

  private static ColumnDef real(String name) {
    return column(name, DuckLakeType.FLOAT64);
  }

  private static ColumnDef whole(String name) {
    return column(name, DuckLakeType.INT64);
  }

  private static ColumnDef time(String name) {
    return column(name, DuckLakeType.TIMESTAMP);
  }

  private static ColumnDef column(String name, DuckLakeType type) {
    return new ColumnDef(name, type, true);
  }
}
