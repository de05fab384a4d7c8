package org.icemelt.pipelines.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;

/** Sums the time that workers spend on one kind of work, as a metric of the pipeline. */
public final class StageClock implements Serializable {
  private final Distribution millis;

  private StageClock(Distribution millis) {
    this.millis = millis;
  }

  public static StageClock of(Work work) {
    return new StageClock(Metrics.distribution(StageClock.class, work.name()));
  }

  /** Adds the time since then, by {@link System#nanoTime}. */
  public void addSince(long nanos) {
    millis.update((System.nanoTime() - nanos) / 1_000_000);
  }

  /** What all clocks of a pipeline counted; nothing where the runner does not tell. */
  public static List<Spent> of(PipelineResult result) {
    MetricsFilter clocks =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(StageClock.class))
            .build();
    Map<Work, Spent> all = new TreeMap<>();
    try {
      for (MetricResult<DistributionResult> clock :
          result.metrics().queryMetrics(clocks).getDistributions()) {
        DistributionResult spent = clock.getAttempted();
        Work work = Work.valueOf(clock.getName().getName());
        all.merge(
            work,
            new Spent(work.words(), spent.getCount(), spent.getSum() / 1e3, spent.getMax() / 1e3),
            Spent::plus);
      }
    } catch (UnsupportedOperationException e) {
      return List.of(); // a job that was left to its cluster
    }
    return new ArrayList<>(all.values());
  }
}
