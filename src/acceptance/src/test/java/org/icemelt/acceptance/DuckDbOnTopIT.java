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
  private static final String FILE = "solar_farms_india_2021_merged_simplified.geojson";
  private static final String LAKE = "lake.stg_pv_consolidated";
  private static final String CONTROL = "memory.main.stg_pv_consolidated";

  @Test
  void duckDbChangesAndMaintainsTheLakeAndRunsOfOursWorkOnTop() throws Exception {
    RunFolder folder = DefaultLake.shared().folder().copy("duckdb-on-top");
    try (Connection duckdb = folder.open()) {
      Judge.execute(duckdb, "CREATE TABLE " + CONTROL + " AS FROM " + LAKE);
      insertsUpdatesAndDeletes(duckdb);
    }
    assertThat(folder.faults()).isEmpty();

    Object others = digestOfOthers(folder);
    folder.build(karnatakaAlone(folder));
    assertThat(digestOfOthers(folder)).isEqualTo(others);
    assertThat(rowsAsOurs(folder)).isEqualTo(karnataka());
    assertThat(folder.faults()).isEmpty();

    try (Connection duckdb = folder.open()) {
      Judge.execute(duckdb, "CREATE TABLE " + CONTROL + " AS FROM " + LAKE);
      maintains(duckdb);
    }
    folder.build();
    assertThat(digestOfOthers(folder)).isEqualTo(others);
    assertThat(rowsAsOurs(folder)).isEqualTo(1_363);
    assertThat(folder.faults()).filteredOn(fault -> !LakeAudit.isOfDuckDbsRewrite(fault)).isEmpty();
  }

  private static void insertsUpdatesAndDeletes(Connection duckdb) throws SQLException {
    both(
        duckdb,
        "INSERT INTO %s.stg_pv_consolidated SELECT * REPLACE ('made by DuckDB ' || record_id AS"
            + " record_id) FROM "
            + CONTROL
            + where(CHANGED)
            + " AND source_row < 500");
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
    // so few rows DuckDB keeps in the catalog itself
    both(
        duckdb,
        "INSERT INTO %s.stg_pv_consolidated SELECT * REPLACE ('one more' AS record_id) FROM "
            + CONTROL
            + where(CHANGED)
            + " AND record_id LIKE 'made%%#7'");
  }

  private static void maintains(Connection duckdb) throws SQLException {
    lakeOnly(duckdb, "CALL ducklake_merge_adjacent_files('lake')");
    // a table with inlined doubles DuckDB 1.5.5 cannot rewrite on SQLite, its own neither
    lakeOnly(duckdb, "CALL ducklake_flush_inlined_data('lake')");
    lakeOnly(duckdb, "CALL ducklake_rewrite_data_files('lake', delete_threshold => 0)");
    lakeOnly(duckdb, "CALL ducklake_expire_snapshots('lake', older_than => now())");
    lakeOnly(duckdb, "CALL ducklake_cleanup_old_files('lake', cleanup_all => true)");
    assertThat(Judge.rows(duckdb, "FROM ducklake_snapshots('lake')")).hasSize(1);
  }

  private static String karnatakaAlone(RunFolder folder) {
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    EmbeddedData.copy(EmbeddedData.of(CHANGED), manifest.folder());
    return manifest.dataset(CHANGED, FILE, "{\"where\": \"State = 'Karnataka'\"}").option();
  }

  /** Sites in Karnataka, counted by GDAL in the publisher's file. */
  private static long karnataka() throws SQLException {
    try (Connection duckdb = Judge.connect()) {
      return (Long)
          Judge.value(
              duckdb,
              "SELECT count(*) FROM ST_Read(%s) WHERE State = 'Karnataka'"
                  .formatted(Judge.literal(EmbeddedData.of(CHANGED).resolve(FILE).toString())));
    }
  }

  /** Rows of the changed dataset, which must all be ours, and those of its raw table. */
  private static long rowsAsOurs(RunFolder folder) throws SQLException {
    try (Connection duckdb = folder.open()) {
      List<Object> found =
          Judge.rows(
                  duckdb,
                  "SELECT count(DISTINCT record_id), count(DISTINCT record_id) FILTER"
                      + " (record_id = concat(dataset_name, ':', source_file, '#', source_row)"
                      + " AND name IS NULL), (SELECT count(DISTINCT source_row) FROM raw_"
                      + CHANGED
                      + ") FROM "
                      + LAKE
                      + where(CHANGED))
              .get(0);
      assertThat(found.get(1)).as("rows as we write them").isEqualTo(found.get(0));
      assertThat(found.get(2)).as("rows of the raw table").isEqualTo(found.get(0));
      return (Long) found.get(0);
    }
  }

  private static Object digestOfOthers(RunFolder folder) throws SQLException {
    try (Connection duckdb = folder.open()) {
      return digest(duckdb, LAKE + " t" + where(CHANGED).replace("=", "<>"));
    }
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
    assertThat(digest(duckdb, LAKE + " t"))
        .as("rows after %s", after)
        .isEqualTo(digest(duckdb, CONTROL + " t"));
  }

  /** Number of rows and a hash of all their values, whatever their order. */
  private static List<Object> digest(Connection duckdb, String rows) throws SQLException {
    return Judge.rows(duckdb, "SELECT count(*), sum(hash(t)::HUGEINT) FROM " + rows).get(0);
  }
}
