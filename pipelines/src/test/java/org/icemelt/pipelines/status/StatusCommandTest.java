package org.icemelt.pipelines.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.CommandLine;
import org.icemelt.pipelines.report.DatasetReport;
import org.icemelt.pipelines.report.RunReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  @TempDir Path runs;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private ExitCode status(String... words) {
    PrintStream out = new PrintStream(said, true);
    return new StatusCommand().run(CommandLine.parse(words), out, out);
  }

  private static DatasetReport dataset(String name, DatasetReport.Status status) {
    String failure = status == DatasetReport.Status.FAILED ? "Cannot read it" : null;
    return new DatasetReport(name, status, 7, 7, 0, 0, 0, null, 1.0, failure, List.of());
  }

  @Test
  void printsTheReportAndTakesItsExitCode() throws Exception {
    new RunReport(
            "r1",
            "2026-11-22T00:00",
            RunReport.Commit.COMMITTED,
            4L,
            null,
            List.of(
                dataset("a", DatasetReport.Status.STORED),
                dataset("b", DatasetReport.Status.FAILED)))
        .write(runs);
    assertThat(status("status", "--run=r1", "--runsPath=" + runs))
        .isEqualTo(ExitCode.DATASET_FAILED);
    assertThat(said.toString())
        .contains("failed: b: Cannot read it")
        .contains("Run r1: committed, snapshot 4");
  }

  @Test
  void saysWhatAMissingReportCanMean() {
    assertThatThrownBy(() -> status("status", "--run=r2", "--runsPath=" + runs))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(runs.resolve("r2.json").toString())
        .hasMessageContaining("still at work");
  }

  @Test
  void wantsToKnowWhichRun() {
    assertThatThrownBy(() -> status("status", "--runsPath=" + runs))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--run is missing");
  }
}
