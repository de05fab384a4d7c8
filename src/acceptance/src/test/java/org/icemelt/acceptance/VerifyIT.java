package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.Test;

/** {@code verify} on the default lake, sound and damaged. */
class VerifyIT {
  private final RunFolder sound = DefaultLake.shared().folder();

  @Test
  void passesTheLakeThatBuildMade() {
    Command run = sound.expect(0, "verify");
    assertThat(run.stdout())
        .containsPattern("main\\.stg_pv_consolidated +34983 ")
        .containsPattern("main\\.ingest_rejects +2 ")
        .contains("snapshot 2")
        .contains("all checks passed");
  }

  @Test
  void printsJson() throws Exception {
    Command run = sound.expect(0, "verify", "--format=json");
    JsonNode verdict = new ObjectMapper().readTree(run.stdout());
    assertThat(verdict.get("snapshot").asLong()).isEqualTo(2);
    assertThat(verdict.get("faults")).isEmpty();
    assertThat(verdict.get("tables").findValuesAsText("table"))
        .contains("main.raw_esp_gem_pv_2025", "main.field_mapping");
  }

  @Test
  void namesAMissingFile() throws Exception {
    RunFolder lake = sound.copy("verify-missing").notAudited("spoilt on purpose");
    Path file = stagingFile(lake, "deu_ufz_pv_2015");
    Files.delete(file);
    assertThat(lake.expect(1, "verify").stdout())
        .contains("fault: main.stg_pv_consolidated: data file " + file + " is missing")
        .contains("1 faults");
  }

  @Test
  void namesAFileOfAnotherSize() throws Exception {
    RunFolder lake = sound.copy("verify-size").notAudited("spoilt on purpose");
    Path file = stagingFile(lake, "deu_ufz_pv_2015");
    long size = Files.size(file);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) size - 1));
    assertThat(lake.expect(1, "verify").stdout())
        .contains("has %d bytes, the catalog says %d".formatted(size - 1, size));
  }

  @Test
  void findsARowThatNeitherStoredNorRejectedAccountsFor() throws Exception {
    RunFolder lake = sound.copy("verify-lost").notAudited("spoilt on purpose");
    Path file = stagingFile(lake, "esp_gem_pv_2025");
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + lake.catalog())) {
      Judge.execute(
          sqlite,
          "UPDATE ducklake_data_file SET end_snapshot = 1 WHERE path LIKE '%"
              + file.getFileName()
              + "'");
    }
    assertThat(lake.expect(1, "verify").stdout())
        .contains("dataset esp_gem_pv_2025: 3043 read, 3043 stored, 0 rejected, but 0 rows");
  }

  @Test
  void findsARecordIdThatComesTwice() throws Exception {
    RunFolder lake = sound.copy("verify-twice").notAudited("spoilt on purpose");
    Path file = stagingFile(lake, "ind_pv_solar_farms_2022");
    Path copy = file.resolveSibling("ducklake-copy.parquet");
    Files.copy(file, copy);
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + lake.catalog())) {
      Judge.execute(
          sqlite,
          "INSERT INTO ducklake_data_file SELECT 999, table_id, begin_snapshot, end_snapshot,"
              + " file_order, replace(path, '"
              + file.getFileName()
              + "', 'ducklake-copy.parquet'), path_is_relative, file_format, record_count,"
              + " file_size_bytes, footer_size, 1000000, partition_id, encryption_key, mapping_id,"
              + " partial_max FROM ducklake_data_file WHERE path LIKE '%"
              + file.getFileName()
              + "'");
    }
    assertThat(lake.expect(1, "verify").stdout())
        .contains("record_id ind_pv_solar_farms_2022:")
        .contains("stands in 2 rows");
  }

  @Test
  void refusesAFolderWithoutALake() {
    RunFolder empty = RunFolder.empty("verify-empty");
    assertThat(empty.expect(2, "verify").stderr()).contains("there is no lake at sqlite:db/");
    assertThat(empty.files()).isEmpty();
  }

  private static Path stagingFile(RunFolder lake, String dataset) throws Exception {
    Path folder =
        Path.of(lake.dataPath()).resolve("main/stg_pv_consolidated/dataset_name=" + dataset);
    try (var files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }
}
