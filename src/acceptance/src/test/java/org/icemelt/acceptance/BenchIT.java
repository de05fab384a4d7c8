package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.judge.Command;
import org.icemelt.judge.LakeAudit;
import org.icemelt.judge.ProjectRoot;
import org.icemelt.judge.Python;
import org.junit.jupiter.api.Test;

/**
 * The benchmarks of {@code build} and of boxes on about 10,000 rows: what they make is checked, no
 * time is.
 */
class BenchIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Test
  void theSmallFormGivesTheRowsAndVerticesThatGdalReadsAndAnswersForBoxes() throws Exception {
    RunFolder logs = RunFolder.empty("bench");
    Map<String, String> environment = new HashMap<>(Python.forBenchmarks());
    environment.put("SCALE", "0.0225");
    environment.put("LOGS", logs.path().toString());
    environment.put("WHAT", "staging duckdb");
    Path script = ProjectRoot.path().resolve("src/bench/run.sh");
    Command run = Command.run(logs.path(), environment, LIMIT, List.of(script.toString(), "1"));
    assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
    assertThat(run.stdout())
        .containsPattern("(?m)^staging +\\d")
        .containsPattern("(?m)^duckdb +\\d")
        .contains("ok   synth_uk_265406", "ok   synth_ghl_35272", "ok   synth_cali_19433");
    Path lake = ProjectRoot.path().resolve("target/bench/lake");
    assertThat(LakeAudit.check("sqlite:db/ducklake_catalog.sqlite", lake)).isEmpty();
    Command boxes =
        Python.benchmark(
            logs.path(),
            LIMIT,
            ProjectRoot.path().resolve("src/bench/boxes.py").toString(),
            System.getProperty("java.class.path"),
            lake.toString(),
            "--boxes=3");
    assertThat(boxes.exitCode()).as(boxes.stdout() + boxes.stderr()).isZero();
    assertThat(boxes.stdout())
        .containsPattern("(?m)^measures: median")
        .containsPattern("(?m)^rows: median");
  }
}
