package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.RunFolder.where;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.Test;

/**
 * DuckDB goes on working in the default lake as if it had written it, and the program goes on after
 * it. A table in DuckDB's memory is given every change too; the lake must hold the same rows.
 */
class DuckDbOnTopIT {
  private static final String CHANGED = "ind_pv_solar_farms_2022";
  private static final String LAKE = "lake.stg_pv_consolidated";
  private static final String CONTROL = "memory.main.control";

  @Test
  void insertsUpdatesDeletesCompactsExpiresAndTheNextRunWorksOnTop() throws Exception {
    RunFolder folder = DefaultLake.shared().folder().copy("duckdb-on-top");
    try (Connection duckdb = folder.open()) {
      Judge.execute(duckdb, "CREATE TABLE " + CONTROL + " AS FROM " + LAKE);

      both(
          duckdb,
          "INSERT INTO %s SELECT * REPLACE ('made by DuckDB ' || record_id AS record_id) FROM "
              + CONTROL
              + where(CHANGED)
              + " AND source_row < 500");
      // few rows: DuckDB keeps them in the catalog itself
      both(
          duckdb,
          "INSERT INTO %s SELECT * REPLACE ('one more' AS record_id, NULL AS name) FROM "
              + CONTROL
              + " WHERE record_id = (SELECT min(record_id) FROM "
              + CONTROL
              + where(CHANGED)
              + ")");
      both(duckdb, "UPDATE %s SET name = 'renamed', capacity_mw = 42.5 WHERE source_row %% 97 = 5");
      both(duckdb, "DELETE FROM %s" + where("deu_ufz_pv_2015") + " AND source_row %% 3 = 0");
      both(duckdb, "DELETE FROM %s" + where("usa_eia860_solar_plants_2023"));

      lakeOnly(duckdb, "CALL ducklake_merge_adjacent_files('lake')");
      lakeOnly(duckdb, "CALL ducklake_rewrite_data_files('lake', delete_threshold => 0)");
      lakeOnly(duckdb, "CALL ducklake_expire_snapshots('lake', older_than => now())");
      lakeOnly(duckdb, "CALL ducklake_cleanup_old_files('lake', cleanup_all => true)");
      assertThat(Judge.rows(duckdb, "FROM ducklake_snapshots('lake')")).hasSize(1);
    }
    assertThat(folder.faults()).isEmpty();

    nothingChangedForTheProgram(folder);
    replacesOneDatasetAndKeepsTheOthersAsDuckDbLeftThem(folder);
    assertThat(folder.faults()).isEmpty();
  }

  private static void nothingChangedForTheProgram(RunFolder folder) throws Exception {
    List<Long> before = folder.snapshots();
    folder.build();
    assertThat(folder.snapshots()).isEqualTo(before);
  }

  private static void replacesOneDatasetAndKeepsTheOthersAsDuckDbLeftThem(RunFolder folder)
      throws Exception {
    Object others = digestOfOthers(folder);
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    EmbeddedData.copy(EmbeddedData.of(CHANGED), manifest.folder());
    manifest.dataset(
        CHANGED,
        "solar_farms_india_2021_merged_simplified.geojson",
        "{\"where\": \"State = 'Karnataka'\"}");

    folder.build(manifest.option());

    assertThat(digestOfOthers(folder)).isEqualTo(others);
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT count(DISTINCT s.record_id), count(DISTINCT s.source_row), any_value(r.\"State\") FROM "
                      + LAKE
                      + " s JOIN raw_"
                      + CHANGED
                      + " r USING (source_row)"
                      + where(CHANGED).replace("dataset_name", "s.dataset_name")
                      + " AND s.name IS DISTINCT FROM 'renamed' AND s.record_id = s.dataset_name ||"
                      + " ':' || s.source_file || '#' || s.source_row"))
          .containsExactly(List.of(karnataka(), karnataka(), "Karnataka"));
      assertThat(
              Judge.value(duckdb, "SELECT count(DISTINCT record_id) FROM " + LAKE + where(CHANGED)))
          .isEqualTo(karnataka());
    }
  }

  /** Sites in Karnataka, counted in the publisher's file. */
  private static long karnataka() throws SQLException {
    try (Connection duckdb = Judge.connect()) {
      return (Long)
          Judge.value(
              duckdb,
              "SELECT count(*) FROM ST_Read(%s) WHERE State = 'Karnataka'"
                  .formatted(
                      Judge.literal(
                          EmbeddedData.of(CHANGED)
                              .resolve("solar_farms_india_2021_merged_simplified.geojson")
                              .toString())));
    }
  }

  private static Object digestOfOthers(RunFolder folder) throws SQLException {
    try (Connection duckdb = folder.open()) {
      return Judge.value(
          duckdb,
          "SELECT count(*) || md5(string_agg(t::VARCHAR, chr(10) ORDER BY record_id)) FROM "
              + LAKE
              + " t"
              + where(CHANGED).replace("=", "<>"));
    }
  }

  private static void both(Connection duckdb, String change) throws SQLException {
    Judge.execute(duckdb, change.formatted(LAKE), change.formatted(CONTROL));
    assertSame(duckdb, change);
  }

  private static void lakeOnly(Connection duckdb, String call) throws SQLException {
    Judge.execute(duckdb, call);
    assertSame(duckdb, call);
  }

  private static void assertSame(Connection duckdb, String after) throws SQLException {
    for (String[] pair : new String[][] {{LAKE, CONTROL}, {CONTROL, LAKE}}) {
      assertThat(
              Judge.column(
                  duckdb,
                  "SELECT record_id FROM (FROM %s EXCEPT ALL FROM %s) LIMIT 5"
                      .formatted(pair[0], pair[1])))
          .as("rows of %s that %s lacks after %s", pair[0], pair[1], after)
          .isEmpty();
    }
  }
}
