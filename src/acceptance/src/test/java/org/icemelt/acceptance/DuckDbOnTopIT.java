package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.RunFolder.where;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.icemelt.judge.Judge;
import org.icemelt.judge.LakeAudit;
import org.junit.jupiter.api.Test;

/**
 * DuckDB goes on working in the default lake as if it had written it, and the program goes on after
 * it. A table in DuckDB's memory is given every change too; the lake must hold the same rows.
 */
class DuckDbOnTopIT {
  private static final String CHANGED = "ind_pv_solar_farms_2022";
  private static final String LAKE = "lake.stg_pv_consolidated";
  private static final String CONTROL = "memory.main.stg_pv_consolidated";

  private final RunFolder folder = DefaultLake.shared().folder().copy("duckdb-on-top");

  @Test
  void insertsUpdatesDeletesCompactsExpiresAndTheNextRunWorksOnTop() throws Exception {
    try (Connection duckdb = folder.open()) {
      Judge.execute(duckdb, "CREATE TABLE %s AS FROM %s".formatted(CONTROL, LAKE));
      both(
          duckdb,
          "INSERT INTO %s.stg_pv_consolidated SELECT * REPLACE ('made by DuckDB ' || record_id AS"
              + " record_id) FROM "
              + CONTROL
              + where(CHANGED)
              + " AND source_row < 500");
      both(duckdb, oneMore("one more"));
      both(
          duckdb,
          "UPDATE %s.stg_pv_consolidated SET name = 'renamed', capacity_mw = 42.5"
              + " WHERE source_row %% 97 = 5");
      both(
          duckdb,
          "DELETE FROM %s.stg_pv_consolidated"
              + where("deu_ufz_pv_2015")
              + " AND source_row %% 3 = 0");
      both(duckdb, "DELETE FROM %s.stg_pv_consolidated" + where("usa_eia860_solar_plants_2023"));

      lakeOnly(duckdb, "CALL ducklake_merge_adjacent_files('lake')");
      // a table with inlined doubles DuckDB 1.5.5 cannot rewrite on SQLite, its own neither
      lakeOnly(duckdb, "CALL ducklake_flush_inlined_data('lake')");
      lakeOnly(duckdb, "CALL ducklake_rewrite_data_files('lake', delete_threshold => 0)");
      lakeOnly(duckdb, "CALL ducklake_expire_snapshots('lake', older_than => now())");
      lakeOnly(duckdb, "CALL ducklake_cleanup_old_files('lake', cleanup_all => true)");
      assertThat(Judge.rows(duckdb, "FROM ducklake_snapshots('lake')")).hasSize(1);

      both(duckdb, oneMore("and another"));
    }
    assertNoFaultOfOurs();

    nothingChangedForTheProgram();
    replacesOneDatasetAndKeepsTheOthersAsDuckDbLeftThem();
    assertNoFaultOfOurs();
  }

  private void assertNoFaultOfOurs() {
    assertThat(folder.faults()).filteredOn(fault -> !LakeAudit.isOfDuckDbsRewrite(fault)).isEmpty();
  }

  private void nothingChangedForTheProgram() throws Exception {
    List<Long> before = folder.snapshots();
    folder.build();
    assertThat(folder.snapshots()).isEqualTo(before);
  }

  private void replacesOneDatasetAndKeepsTheOthersAsDuckDbLeftThem() throws Exception {
    Object others = digestOfOthers();
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    EmbeddedData.copy(EmbeddedData.of(CHANGED), manifest.folder());
    manifest.dataset(
        CHANGED,
        "solar_farms_india_2021_merged_simplified.geojson",
        "{\"where\": \"State = 'Karnataka'\"}");

    folder.build(manifest.option());

    assertThat(digestOfOthers()).isEqualTo(others);
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

  private Object digestOfOthers() throws SQLException {
    try (Connection duckdb = folder.open()) {
      return Judge.value(
          duckdb,
          "SELECT count(*) || md5(string_agg(t::VARCHAR, chr(10) ORDER BY record_id)) FROM "
              + LAKE
              + " t"
              + where(CHANGED).replace("=", "<>"));
    }
  }

  /** Adds one row of the dataset that changes; DuckDB keeps so few in the catalog itself. */
  private static String oneMore(String recordId) {
    return "INSERT INTO %%s.stg_pv_consolidated SELECT * REPLACE ('%s' AS record_id) FROM %s%s"
        .formatted(recordId, CONTROL, where(CHANGED) + " AND record_id LIKE 'made%%%%#7'");
  }

  /** Changes lake and control; {@code %s} stands for where the table is. */
  private static void both(Connection duckdb, String change) throws SQLException {
    Judge.execute(duckdb, change.formatted("lake"), change.formatted("memory.main"));
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
