package org.icemelt.pipelines.layers;

import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.TableId;

/**
 * The views of a lake. They keep the names of the reference system alive; each is made with the
 * layer that it shows, and left alone once it is there.
 */
public final class LakeViews {
  private static final String MAIN = "main";
  private static final String RAW_DATA = "raw_data";
  private static final String FROM = "SELECT * FROM {DUCKLAKE_CATALOG}.main.";

  private LakeViews() {}

  /** {@code raw_data.<dataset>}. */
  public static TableChange raw(String dataset) {
    return view(RAW_DATA, dataset, FROM + quoted("raw_" + dataset));
  }

  /** Those over the staging table, and one of its rows of a dataset. */
  public static List<TableChange> staging(String dataset) {
    String all = FROM + "stg_pv_consolidated";
    return List.of(
        view(RAW_DATA, "doi_pv_features", all),
        view(MAIN, "stg_pv_features", all),
        view(
            MAIN,
            "stg_" + dataset,
            all + " WHERE dataset_name = '" + dataset.replace("'", "''") + "'"));
  }

  static List<TableChange> of(boolean prepared, boolean curated) {
    List<TableChange> views = new ArrayList<>();
    if (prepared) {
      views.add(view(RAW_DATA, "admin_boundaries", FROM + "admin_boundaries"));
      views.add(
          view(
              MAIN,
              "prepared_dedup_h3_pv_locations",
              FROM + "prep_pv_datasets_unified WHERE is_primary"));
      views.add(
          view(MAIN, "prep_overture_countries", FROM + "admin_boundaries WHERE \"level\" = 0"));
      views.add(
          view(
              MAIN,
              "prep_pv_with_admin_boundaries",
              """
              SELECT site.*, country.country_name
              FROM {DUCKLAKE_CATALOG}.main.prep_pv_datasets_unified AS site
              LEFT JOIN (
                SELECT iso_a2 AS country_iso, min("name") AS country_name
                FROM {DUCKLAKE_CATALOG}.main.admin_boundaries
                WHERE "level" = 0 AND iso_a2 IS NOT NULL
                GROUP BY iso_a2
              ) AS country USING (country_iso)"""));
    }
    if (curated) {
      views.add(
          view(
              MAIN,
              "curated_pv_installations",
              FROM
                  + "prep_pv_datasets_unified WHERE record_role = 'installation' AND is_primary"
                  + " AND technology <> 'csp' AND status IN ('operating', 'unknown')"));
    }
    return views;
  }

  /** Names of the views of the asked-for layers. */
  static List<TableId> names(boolean prepared, boolean curated) {
    return of(prepared, curated).stream()
        .map(TableChange.CreateView.class::cast)
        .map(TableChange.CreateView::id)
        .toList();
  }

  private static TableChange view(String schema, String name, String sql) {
    return new TableChange.CreateView("", new TableId(schema, name), sql);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
