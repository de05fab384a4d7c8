package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.icemelt.judge.Command;
import org.icemelt.judge.LakeAudit;
import org.icemelt.judge.ProjectRoot;
import org.icemelt.judge.Python;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The small forms of the sink's benchmarks: the scripts themselves compare what both sides wrote,
 * and fail if a row is missing; no time is looked at.
 */
class SmallBenchTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void tenThousandRowsThroughTheSink() throws Exception {
    Command run = bench("sink.py", "--rows", "10000", "--rounds", "2");
    assertThat(run.stdout())
        .containsPattern("(?m)^duckdb .* bytes a row")
        .containsPattern("(?m)^ours .* bytes a row")
        .containsPattern("(?m)^ours, snappy .* bytes a row");
    for (String lake : new String[] {"sink-ours", "sink-ours-snappy"}) {
      assertSound(lake, "lake.sqlite");
    }
  }

  @Test
  void aFewCommitsOfAHundredRows() throws Exception {
    Command run =
        bench("commits.py", "--only=sqlite1,postgres1", "--pairs=1", "--appends=5", "--warm-up=5");
    assertThat(run.stdout())
        .containsPattern("(?m)^sqlite1 +duckdb-wal .* times as fast")
        .containsPattern("(?m)^postgres1 +duckdb .* times as fast");
    assertSound("commits_sqlite1_ours", "cat.sqlite");
  }

  @Test
  void aHistoryOfFiftySnapshots() throws Exception {
    Command run = bench("growth.py", "--snapshots", "10,50");
    assertThat(run.stdout()).containsPattern("(?m)^\\{\"snapshots\": 50, .*DuckDB: all");
    assertSound("growth", "cat.sqlite");
  }

  private Command bench(String script, String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = ProjectRoot.path().resolve("src/bench").resolve(script).toString();
    arguments[1] = System.getProperty("java.class.path");
    System.arraycopy(options, 0, arguments, 2, options.length);
    Command run = Python.benchmark(folder, LIMIT, arguments);
    assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
    return run;
  }

  private void assertSound(String lake, String catalog) {
    Path path = folder.resolve("lakes").resolve(lake).resolve(catalog);
    assertThat(LakeAudit.check("sqlite:" + path)).isEmpty();
  }
}
