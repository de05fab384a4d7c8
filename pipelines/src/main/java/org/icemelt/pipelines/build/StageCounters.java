package org.icemelt.pipelines.build;

import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.icemelt.io.ducklake.DuckLakeIO;

/** The counters that the progress line shows: Beam's, and the steps whose output Flink counts. */
final class StageCounters {
  static final MetricNameFilter FILES =
      MetricNameFilter.named(InspectFiles.class, InspectFiles.FILES_METRIC);
  static final MetricNameFilter ROWS =
      MetricNameFilter.named(RecordsToRows.class, RecordsToRows.ROWS_METRIC);

  static final MetricNameFilter LAYER_ROWS =
      MetricNameFilter.named(DuckLakeIO.class, "rowsWritten");

  static final String MANIFEST_STEP = "ReadManifest";
  static final String INSPECT_STEP = "InspectFiles";
  static final String ROWS_STEP = "FeaturesToFiles/Harmonise/HarmoniseEach.harmonised";

  private StageCounters() {}
}
