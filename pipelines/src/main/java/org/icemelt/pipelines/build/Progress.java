package org.icemelt.pipelines.build;

import java.io.PrintStream;
import java.util.Locale;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.joda.time.Duration;

/** Prints, while the run works, files and rows done and the rate; to standard error. */
final class Progress {
  private static final Duration BETWEEN_LOOKS = Duration.millis(500);
  private static final long PRINT_EVERY_MILLIS = 2_000;

  private final PipelineResult result;
  private final PrintStream err;

  Progress(PipelineResult result, PrintStream err) {
    this.result = result;
    this.err = err;
  }

  /** Returns when the pipeline is done; throws what made it fail. */
  void untilDone() {
    long started = System.currentTimeMillis();
    long printed = started;
    while (true) {
      PipelineResult.State state = result.waitUntilFinish(BETWEEN_LOOKS);
      if (state != null && state.isTerminal()) {
        break;
      }
      long now = System.currentTimeMillis();
      if (now - printed >= PRINT_EVERY_MILLIS) {
        printed = now;
        print(now - started);
      }
    }
    print(System.currentTimeMillis() - started);
  }

  private void print(long millis) {
    long files = counter(StageCounters.FILES);
    long rows = counter(StageCounters.ROWS);
    err.printf(
        Locale.ROOT,
        "%5.1f s  %d files inspected, %d rows written (%.0f rows/s)%n",
        millis / 1000.0,
        files,
        rows,
        rows * 1000.0 / Math.max(1, millis));
  }

  private long counter(MetricNameFilter name) {
    long sum = 0;
    MetricsFilter filter = MetricsFilter.builder().addNameFilter(name).build();
    for (MetricResult<Long> counted : result.metrics().queryMetrics(filter).getCounters()) {
      sum += counted.getAttempted();
    }
    return sum;
  }
}
