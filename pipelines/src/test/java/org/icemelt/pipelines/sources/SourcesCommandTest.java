package org.icemelt.pipelines.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.icemelt.pipelines.DuckDbLake;
import org.icemelt.pipelines.Program;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written; that dbt takes it is shown on the whole lake. */
class SourcesCommandTest {
  @TempDir Path folder;
  private DuckDbLake lake;

  @BeforeEach
  void makeALake() throws Exception {
    lake =
        DuckDbLake.in(
            folder,
            "CALL lake.set_option('data_inlining_row_limit', 0)",
            "CREATE TABLE raw_sites AS SELECT 1 AS id, now()::TIMESTAMP AS processed_at",
            "CREATE TABLE stg_pv_consolidated AS SELECT 'sites:f#0' AS record_id, 'sites' AS"
                + " dataset_name, 'pv' AS technology, now()::TIMESTAMP AS processed_at",
            "CREATE TABLE ingest_files AS SELECT 'run' AS run_id, 'sites' AS dataset_name,"
                + " 'https://example.org/f' AS url, '10.1/x' AS doi, NULL::VARCHAR AS version,"
                + " 'CC0' AS license, 'sha256:0' AS checksum, 'stored' AS status,"
                + " now()::TIMESTAMP AS processed_at",
            "CREATE SCHEMA raw_data",
            "CREATE VIEW raw_data.sites AS SELECT * FROM main.raw_sites");
  }

  @Test
  void describesTablesTestsLineageAndFreshness() throws Exception {
    Program.expect(0, "sources", lake.option(), "--output=" + folder.resolve("out/sources.yml"));
    assertThat(Files.readString(folder.resolve("out/sources.yml")))
        .contains(
            "Written by icemelt sources from sqlite:",
            "  - name: icemelt\n",
            "database: eo_pv_lakehouse",
            "loaded_at_query: SELECT max(processed_at) AS checked_at FROM"
                + " eo_pv_lakehouse.main.\"raw_sites\"",
            "- not_null\n",
            "- unique\n",
            "accepted_values:",
            "count: 7",
            "count: 14",
            "doi: 10.1/x",
            "license: CC0",
            "- https://example.org/f",
            "- name: raw_data\n");
  }

  @Test
  void writesAProject() throws Exception {
    Path project = folder.resolve("project");
    Program.expect(0, "sources", lake.option(), "--project=" + project);
    assertThat(Files.readString(project.resolve("profiles.yml")))
        .contains("ducklake:sqlite:" + lake.catalog(), "data_path: '" + folder + "/data/'")
        .doesNotContain("@alias", "@attach");
  }

  @Test
  void refusesALakeWithoutTables(@TempDir Path empty) throws Exception {
    DuckDbLake none = DuckDbLake.in(empty);
    assertThat(Program.expect(2, "sources", none.option()).stderr()).contains("holds no table");
  }

  @Test
  void saysHowOldASourceIs() {
    assertThat(Program.expect(0, "freshness", lake.option()).stdout())
        .containsPattern("main\\.raw_sites +.*Z +0\\.0 +pass")
        .containsPattern("main\\.stg_pv_consolidated +.* pass");
    assertThat(
            Program.expect(2, "freshness", lake.option(), "--warnDays=3", "--errorDays=2").stderr())
        .contains("--errorDays=2");
  }
}
