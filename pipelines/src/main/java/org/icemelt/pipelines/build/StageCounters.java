package org.icemelt.pipelines.build;

import org.apache.beam.sdk.metrics.MetricNameFilter;

/** The counters that the progress line shows. */
final class StageCounters {
  static final MetricNameFilter FILES =
      MetricNameFilter.named(InspectFiles.class, InspectFiles.FILES_METRIC);
  static final MetricNameFilter ROWS =
      MetricNameFilter.named(RecordsToRows.class, RecordsToRows.ROWS_METRIC);

  private StageCounters() {}
}
