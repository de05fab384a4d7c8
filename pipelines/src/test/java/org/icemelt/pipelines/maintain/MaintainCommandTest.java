package org.icemelt.pipelines.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.icemelt.judge.Judge;
import org.icemelt.pipelines.DuckDbLake;
import org.icemelt.pipelines.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintainCommandTest {
  private static final String FILES = "CALL lake.set_option('data_inlining_row_limit', 0)";

  @TempDir private Path folder;

  private DuckDbLake threeSmallFiles() throws Exception {
    return DuckDbLake.in(
        folder,
        FILES,
        "CREATE TABLE t AS SELECT range AS id FROM range(5)",
        "INSERT INTO t SELECT range FROM range(5, 10)",
        "INSERT INTO t SELECT range FROM range(10, 15)");
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
  }

  @Test
  void compactsExpiresAndCleansUpInThisOrder() throws Exception {
    DuckDbLake lake = threeSmallFiles();
    Path orphan =
        Files.createFile(
            folder.resolve("data/ducklake-01930000-0000-7000-8000-0000000000aa.parquet"));
    age(orphan);

    String planned =
        Program.expect(
                0,
                "maintain",
                lake.option(),
                "--compact",
                "--expire-older-than=0s",
                "--cleanup",
                "--dryRun")
            .stdout();
    assertThat(planned)
        .contains("would compact main.t: 3 small files into 1")
        .contains("would expire 3 snapshots (0 to 2)")
        .contains("would delete 1 files, 0 bytes")
        .contains(orphan.toString());
    assertThat(files(folder)).hasSize(4);

    String done =
        Program.expect(
                0,
                "maintain",
                lake.option(),
                "--compact",
                "--expireOlderThan=0s",
                "--cleanup",
                "--olderThan=0s")
            .stdout();
    assertThat(done)
        .containsSubsequence(
            "compacted main.t: 3 small files into 1",
            "expired 4 snapshots (0 to 3)",
            "deleted 4 files",
            "3 that the catalog had given up, 1 that no snapshot names");
    assertThat(files(folder)).hasSize(1);
    try (Connection duckdb = lake.open()) {
      assertThat(Judge.value(duckdb, "SELECT sum(id)::BIGINT FROM t")).isEqualTo(105L);
      assertThat(Judge.rows(duckdb, "SELECT snapshot_id FROM ducklake_snapshots('lake')"))
          .hasSize(1);
    }
  }

  @Test
  void whatIsYoungerStays() throws Exception {
    DuckDbLake lake = threeSmallFiles();
    Path young =
        Files.createFile(
            folder.resolve("data/ducklake-01930000-0000-7000-8000-0000000000aa.parquet"));
    assertThat(
            Program.expect(0, "maintain", lake.option(), "--expireOlderThan", "30d", "--cleanup")
                .stdout())
        .contains("expired 0 snapshots; 0 files", "deleted 0 files");
    assertThat(young).exists();
    assertThat(files(folder)).hasSize(4);
  }

  @Test
  void saysWhatItCannotDo() throws Exception {
    DuckDbLake lake = threeSmallFiles();
    assertThat(Program.expect(2, "maintain", lake.option()).stderr())
        .contains("Nothing to do", "--compact", "--expireOlderThan=30d", "--cleanup");
    assertThat(Program.expect(2, "maintain", lake.option(), "--expireOlderThan=a month").stderr())
        .contains("Invalid --expireOlderThan=a month", "as in 30d");
    assertThat(
            Program.expect(2, "maintain", "--catalog=sqlite:" + folder + "/none", "--cleanup")
                .stderr())
        .contains("there is none at");
    Files.delete(files(folder).get(0));
    assertThat(Program.expect(1, "maintain", lake.option(), "--cleanup").stderr())
        .contains("is not there", "Nothing was deleted");
  }
}
