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
  /** Which pipeline's counters to look at. */
  enum Pipeline {
    /** Files to raw and staging. */
    FIRST {
      @Override
      Counters of(PipelineResult result) {
        return millis ->
            line(millis, sum(result, StageCounters.FILES), sum(result, StageCounters.ROWS));
      }

      @Override
      Counters of(FlinkJob job) {
        return millis -> {
          // of each dataset its entry and its files leave the inspection
          long files =
              job.outOf(StageCounters.INSPECT_STEP) - job.outOf(StageCounters.MANIFEST_STEP);
          return line(millis, Math.max(0, files), job.outOf(StageCounters.ROWS_STEP))
              + begunAnew(job);
        };
      }
    },
    /** The lake to its prepared and curated layers. */
    LAYERS {
      @Override
      Counters of(PipelineResult result) {
        return millis -> "layers: %d rows written".formatted(sum(result, StageCounters.LAYER_ROWS));
      }

      @Override
      Counters of(FlinkJob job) {
        return millis -> "layers are computed" + begunAnew(job);
      }
    };

    /** Beam's own counters, where they move while the pipeline runs. */
    abstract Counters of(PipelineResult result);

    /** Flink's counters; Beam's arrive only when a task has ended. */
    abstract Counters of(FlinkJob job);
  }

  /** For the progress line. */
  String after(long millis);

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

  private static String begunAnew(FlinkJob job) {
    long restarts = job.restarts();
    return restarts == 0 ? "" : ", begun anew %d times".formatted(restarts);
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      return 0; // no file was begun
    }
  }
}
