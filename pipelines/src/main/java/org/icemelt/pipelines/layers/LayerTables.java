package org.icemelt.pipelines.layers;

import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.pipelines.build.StandardTables;

/** The tables of the prepared and curated layers. */
public final class LayerTables {
  /** All sites with country, region, box and their duplicates. */
  public static final TableId UNIFIED = StandardTables.main("prep_pv_datasets_unified");

  static final TableDef COUNTRIES =
      table(
          "prep_country_pv_statistics",
          text("country_iso"),
          text("country_name"),
          whole("total_records"),
          whole("installations"),
          real("area_m2"),
          real("capacity_mw_ac"),
          real("capacity_mw_dc"),
          real("capacity_mw_unknown"),
          whole("datasets"));

  static final TableDef CELLS =
      table(
          "prep_country_h3_decomposition",
          text("country_iso"),
          column("h3_index", DuckLakeType.UINT64),
          column("h3_resolution", DuckLakeType.INT32),
          whole("total_records"),
          whole("installations"),
          real("area_m2"),
          text("density_class"));

  static final TableDef SUMMARY =
      table(
          "curated_pv_dataset_summary",
          text(StandardTables.DATASET_NAME),
          whole("total_installations"),
          real("avg_area_m2"),
          real("total_area_m2"),
          real("min_area_m2"),
          real("max_area_m2"),
          real("capacity_mw_ac"),
          real("capacity_mw_dc"),
          real("capacity_mw_unknown"),
          real("bbox_xmin"),
          real("bbox_ymin"),
          real("bbox_xmax"),
          real("bbox_ymax"),
          column("first_processed", DuckLakeType.TIMESTAMP),
          column("last_processed", DuckLakeType.TIMESTAMP),
          text("doi"),
          text("license"),
          whole("rejected"),
          whole("duplicates"));

  static final TableDef GRID =
      table(
          "curated_pv_grid",
          real("lon_bucket"),
          real("lat_bucket"),
          whole("installations"),
          real("area_m2"),
          real("capacity_mw_ac"),
          real("capacity_mw_dc"),
          real("capacity_mw_unknown"));

  static final TableDef BOUNDARIES =
      table(
          "admin_boundaries",
          text("id"),
          text("name"),
          text("iso_a2"),
          text("iso_a3"),
          column("level", DuckLakeType.INT32),
          text("parent_id"),
          text("geometry"),
          real("bbox_xmin"),
          real("bbox_ymin"),
          real("bbox_xmax"),
          real("bbox_ymax"));

  private LayerTables() {}

  /** {@code prep_pv_datasets_unified}: the staging table's columns, then those of this layer. */
  static TableDef unified(List<Integer> h3Resolutions) {
    List<ColumnDef> columns = new ArrayList<>(StandardTables.STAGING.schema().columns());
    columns.add(text("country_iso"));
    columns.add(text("region"));
    columns.add(real("bbox_xmin"));
    columns.add(real("bbox_ymin"));
    columns.add(real("bbox_xmax"));
    columns.add(real("bbox_ymax"));
    columns.add(column("is_primary", DuckLakeType.BOOLEAN));
    columns.add(text("duplicate_of"));
    columns.add(text("duplicate_reason"));
    columns.add(real("overlap_ratio"));
    columns.add(text("country_match"));
    h3Resolutions.forEach(r -> columns.add(column("h3_index_" + r, DuckLakeType.UINT64)));
    return new TableDef(
        UNIFIED,
        new TableSchema(columns),
        List.of(PartitionField.identity(StandardTables.DATASET_NAME)));
  }

  /** Tables of the asked-for layers. */
  public static List<TableId> of(boolean prepared, boolean curated) {
    List<TableId> tables = new ArrayList<>();
    if (prepared) {
      tables.addAll(List.of(UNIFIED, COUNTRIES.id(), CELLS.id(), BOUNDARIES.id()));
    }
    if (curated) {
      tables.addAll(List.of(SUMMARY.id(), GRID.id()));
    }
    return tables;
  }

  private static TableDef table(String name, ColumnDef... columns) {
    return TableDef.of(StandardTables.main(name), new TableSchema(List.of(columns)));
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

  private static ColumnDef column(String name, DuckLakeType type) {
    return ColumnDef.of(name, type);
  }
}
