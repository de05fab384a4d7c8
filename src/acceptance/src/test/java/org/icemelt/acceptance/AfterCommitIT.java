package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Judge;
import org.icemelt.judge.LakeAudit;
import org.junit.jupiter.api.Test;

/** {@code --databasePath} and {@code --publishTo} on the embedded datasets. */
class AfterCommitIT {
  private static final String SUMS =
      "SELECT dataset_name, count(record_id), sum(area_m2::DECIMAL(20, 6)), sum(length(geometry)), sum(h3_index_12)"
          + " FROM %sstg_pv_consolidated GROUP BY ALL ORDER BY ALL";

  @Test
  void aRunLeavesAPlainDatabaseAndAnotherLake() throws Exception {
    RunFolder folder = DefaultLake.shared().folder().copy("after-commit");
    assertThat(
            folder
                .build("--databasePath=out/pv.duckdb", "--publishTo=ducklake:sqlite:other/lake.db")
                .stdout())
        .contains("databasePath: " + folder.path().resolve("out/pv.duckdb"))
        .contains("publishTo: ducklake:sqlite:other/lake.db");
    List<?> sums;
    try (Connection duckdb = folder.open()) {
      sums = Judge.rows(duckdb, SUMS.formatted(""));
      Judge.attach(
          duckdb, "sqlite:" + folder.path().resolve("other/lake.db"), "other", dataOf(folder));
      assertThat(Judge.rows(duckdb, SUMS.formatted("other."))).isEqualTo(sums);
    }
    assertThat(LakeAudit.check("sqlite:other/lake.db", folder.path())).isEmpty();
    Path alone = RunFolder.empty("plain-database").path();
    Files.move(folder.path().resolve("out/pv.duckdb"), alone.resolve("pv.duckdb"));
    String open = "ATTACH 'pv.duckdb' AS pv; USE pv;\n";
    List<JsonNode> plain =
        SqlClient.PYTHON.results(alone, open + Cookbook.sql("plain") + SUMS.formatted("") + ";");
    List<String> names = plain.get(0).findValuesAsText("name");
    assertThat(names).contains("doi_pv_features").containsAll(Expected.datasets());
    assertThat(plain.get(1).get(0).get("features").asLong()).isEqualTo(34_983);
    StringBuilder each = new StringBuilder(open);
    names.forEach(
        name ->
            each.append(
                "SELECT count(*) AS n FROM raw_data.%s;%n".formatted(Judge.identifier(name))));
    assertThat(SqlClient.PYTHON.results(alone, each.toString()))
        .hasSameSizeAs(names)
        .allSatisfy(rows -> assertThat(rows.get(0).get("n").asLong()).isPositive());
    try (Connection duckdb = Judge.connect()) {
      Judge.execute(
          duckdb,
          "ATTACH %s AS pv".formatted(Judge.literal(alone.resolve("pv.duckdb").toString())));
      assertThat(Judge.rows(duckdb, SUMS.formatted("pv."))).isEqualTo(sums);
    }
  }

  @Test
  void aFailedCopyIsExitOneAndNamesTheSnapshot() {
    RunFolder folder = DefaultLake.shared().folder().copy("after-commit-fails");
    assertThat(folder.expect(1, "build", "--publishTo=md:pv").stderr())
        .contains("--publishTo=md:pv: md:pv is a MotherDuck database, which asks for a token")
        .containsPattern("The lake itself is well, at snapshot [1-9]\\d*\\.");
    assertThat(folder.expect(2, "build", "--publishTo=gs://bucket/x").stderr())
        .contains("Invalid --publishTo=gs://bucket/x");
  }

  private static AttachOption[] dataOf(RunFolder folder) {
    return new AttachOption[] {
      AttachOption.existing(),
      AttachOption.overrideDataPath(folder.path().resolve("other/lake.db.files") + "/")
    };
  }
}
