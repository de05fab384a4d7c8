package org.icemelt.io.ducklake.internal.read;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.ScanPlan;
import org.icemelt.io.ducklake.ScanTask;
import org.icemelt.io.ducklake.TableSchema;

/** Asks the catalog what a scan has to read. */
public final class PlanFn extends DoFn<LakeScan, ScanTask> {
  private final TableSchema expected;
  private final Counter files = Metrics.counter(DuckLakeIO.class, "filesPlanned");
  private final Counter skipped = Metrics.counter(DuckLakeIO.class, "filesSkipped");

  public PlanFn(TableSchema expected) {
    this.expected = expected;
  }

  @ProcessElement
  public void process(@Element LakeScan scan, OutputReceiver<ScanTask> out) {
    ScanPlan plan = scan.plan();
    Expected.require(expected, plan.table(), plan.schema(), plan.snapshotId());
    files.inc(plan.files().size());
    skipped.inc(plan.filesSkipped());
    plan.tasks().forEach(out::output);
  }
}
