package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.List;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.Test;

/** Checks before the commit, in the table {@code quality_checks}, and in {@code verify}. */
class QualityIT {
  private static final String NOTHING = "{\"type\": \"FeatureCollection\", \"features\": []}";

  @Test
  void theDefaultBuildPassesEveryErrorCheckOfEveryDataset() throws Exception {
    try (Connection duckdb = DefaultLake.shared().folder().open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT dataset_name, count(*) FILTER (severity = 'error'),"
                      + " sum(rows_failed) FILTER (severity = 'error')::BIGINT,"
                      + " count(DISTINCT check_name) FROM quality_checks GROUP BY ALL"))
          .hasSize(6)
          .allSatisfy(row -> assertThat(row.subList(1, 4)).isEqualTo(List.of(7L, 0L, 12L)));
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT count(*) FROM quality_checks WHERE rows_failed > 0 AND sample IS NULL"))
          .containsExactly(List.of(0L));
    }
  }

  @Test
  void aDatasetThatLosesAllItsRowsIsRefusedAndTheOthersAreCommitted() throws Exception {
    RunFolder folder = RunFolder.empty("quality-refused");
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    manifest
        .dataset("emptied", "emptied.geojson", points(3))
        .dataset("grows", "g.geojson", points(5));
    folder.build(manifest.option());
    Files.writeString(manifest.folder().resolve("emptied.geojson"), NOTHING);
    Files.write(manifest.folder().resolve("g.geojson"), points(9));

    Command refused = folder.expect(1, manifest.option());

    assertThat(Icemelt.said(refused))
        .contains("emptied: Cannot store dataset emptied: check rows_remain failed")
        .contains("check row_count_drift failed for 4 rows, e.g. 5 rows, now 9");
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT dataset_name, count(DISTINCT record_id) FROM stg_pv_consolidated"
                      + " GROUP BY ALL ORDER BY ALL"))
          .containsExactly(List.of("emptied", 3L), List.of("grows", 9L));
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT dataset_name, check_name, severity, rows_failed, sample"
                      + " FROM quality_checks WHERE rows_failed > 0 ORDER BY ALL"))
          .containsExactly(
              List.of("emptied", "rows_remain", "error", 3L, "3 rows, now none"),
              List.of("grows", "row_count_drift", "warning", 4L, "5 rows, now 9"));
    }
    assertThat(folder.faults()).isEmpty();
  }

  @Test
  void verifyFindsWhatSomebodyElseBroke() throws Exception {
    RunFolder folder = RunFolder.empty("quality-verify");
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    folder.build(manifest.dataset("d", "d.geojson", points(4)).option());
    folder.expect(0, "verify");
    try (Connection duckdb = folder.open()) {
      Judge.execute(
          duckdb,
          "UPDATE stg_pv_consolidated SET status = 'perhaps' WHERE source_row = 1",
          "UPDATE stg_pv_consolidated SET geometry = 'POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))'"
              + " WHERE source_row = 2",
          "UPDATE stg_pv_consolidated SET processed_at = TIMESTAMP '2020-01-01'");
    }
    Command verified = folder.expect(1, "verify");
    assertThat(verified.stdout())
        .contains("check accepted_values failed for 1 rows, e.g. d:d.geojson#1")
        .contains("check geometry_valid failed for 1 rows, e.g. d:d.geojson#2")
        .contains("note: main.stg_pv_consolidated: check freshness failed");
  }

  private static byte[] points(int count) {
    StringBuilder features = new StringBuilder();
    for (int i = 0; i < count; i++) {
      features.append(i == 0 ? "" : ",\n");
      features.append(
          "{\"type\": \"Feature\", \"properties\": {\"n\": %d}, \"geometry\": {\"type\": \"Point\", \"coordinates\": [%d.5, 50]}}"
              .formatted(i, i));
    }
    return NOTHING.replace("[]", "[" + features + "]").getBytes(StandardCharsets.UTF_8);
  }
}
