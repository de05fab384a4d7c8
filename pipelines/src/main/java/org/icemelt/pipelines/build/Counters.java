package org.icemelt.pipelines.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.icemelt.pipelines.runner.FlinkJob;

/** What a run has done so far, as far as one can tell from here. */
interface Counters {
  /** For the progress line. */
  String after(long millis);

  /** Beam's own counters, where they move while the pipeline runs. */
  static Counters of(PipelineResult result) {
    return millis ->
        line(millis, sum(result, StageCounters.FILES), sum(result, StageCounters.ROWS));
  }

  /** Flink's counters; Beam's arrive only when a task has ended. */
  static Counters of(FlinkJob job) {
    return millis -> {
      long restarts = job.restarts();
      // of each dataset its entry and its files leave the inspection
      long files = job.outOf(StageCounters.INSPECT_STEP) - job.outOf(StageCounters.MANIFEST_STEP);
      String line = line(millis, Math.max(0, files), job.outOf(StageCounters.ROWS_STEP));
      return restarts == 0 ? line : line + ", begun anew %d times".formatted(restarts);
    };
  }

  /** The data files begun, where nothing else is to be seen. */
  static Counters of(Path journal) {
    return millis -> "%d data files begun".formatted(lines(journal));
  }

  private static String line(long millis, long files, long rows) {
    return String.format(
        Locale.ROOT,
        "%d files inspected, %d rows written (%.0f rows/s)",
        files,
        rows,
        rows * 1000.0 / Math.max(1, millis));
  }

  private static long sum(PipelineResult result, MetricNameFilter name) {
    long sum = 0;
    MetricsFilter filter = MetricsFilter.builder().addNameFilter(name).build();
    for (MetricResult<Long> counted : result.metrics().queryMetrics(filter).getCounters()) {
      sum += counted.getAttempted();
    }
    return sum;
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      return 0; // no file was begun
    }
  }
}
