package org.icemelt.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.report.DatasetReport.Status;
import org.icemelt.pipelines.report.RunReport.Commit;
import org.icemelt.pipelines.stage.Spent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
  private static final DatasetReport STORED = dataset("a", Status.STORED, null);
  private static final DatasetReport FAILED = dataset("b", Status.FAILED, "cut in row 7");
  private static final DatasetReport SKIPPED = DatasetReport.skipped("c");

  @Test
  void comesBackFromDiskAsItWas(@TempDir Path folder) throws Exception {
    RunReport report =
        report(Commit.COMMITTED, 3L, STORED, FAILED, SKIPPED)
            .withTimings(List.of(new Spent("inspect a file", 3, 1.5, 0.75)));
    report.write(folder);
    assertThat(RunReport.read(folder, "run-1")).isEqualTo(report);
  }

  @Test
  void asksForTheDocumentedExitCodes() {
    assertThat(report(Commit.COMMITTED, 3L, STORED, SKIPPED).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(report(Commit.COMMITTED, 3L, STORED, FAILED).exitCode())
        .isEqualTo(ExitCode.DATASET_FAILED);
    assertThat(report(Commit.NOTHING_TO_DO, null, FAILED, SKIPPED).exitCode())
        .isEqualTo(ExitCode.RUN_FAILED);
    assertThat(report(Commit.UNKNOWN, null, STORED).exitCode()).isEqualTo(ExitCode.OUTCOME_UNKNOWN);
    assertThat(report(Commit.REFUSED, null, STORED).exitCode()).isEqualTo(ExitCode.RUN_FAILED);
  }

  @Test
  void closesWithEveryDatasetItsSumsAndWhyOneFailed() {
    String text = ClosingTable.of(report(Commit.COMMITTED, 3L, STORED, FAILED, SKIPPED));
    assertThat(text).containsPattern("a +10 +8 +2 +1 +1\\.500 +0\\.3 +stored");
    assertThat(text).containsPattern("all +10 +8 +2 +1 +1\\.500");
    assertThat(text).contains("failed: b: cut in row 7").containsPattern("c .*skipped");
  }

  private static RunReport report(Commit commit, Long snapshot, DatasetReport... datasets) {
    return new RunReport("run-1", "2026-11-21T00:00", commit, snapshot, null, List.of(datasets));
  }

  private static DatasetReport dataset(String name, Status status, String failure) {
    return status == Status.FAILED
        ? new DatasetReport(name, status, 0, 0, 0, 0, 0, null, 0.1, failure, List.of())
        : new DatasetReport(name, status, 10, 8, 2, 1, 0, 1.5, 0.3, failure, List.of("note"));
  }
}
