package org.icemelt.io.ducklake.internal.read;

import org.apache.beam.sdk.transforms.DoFn;
import org.icemelt.io.ducklake.ChangePlan;
import org.icemelt.io.ducklake.ChangeTask;
import org.icemelt.io.ducklake.LakeChanges;
import org.icemelt.io.ducklake.TableSchema;

/** Asks the catalog what changes there are to read. */
public final class PlanChangesFn extends DoFn<LakeChanges, ChangeTask> {
  private final TableSchema expected;

  public PlanChangesFn(TableSchema expected) {
    this.expected = expected;
  }

  @ProcessElement
  public void process(@Element LakeChanges changes, OutputReceiver<ChangeTask> out) {
    ChangePlan plan = changes.plan();
    Expected.require(expected, plan.table(), plan.schema(), plan.to());
    plan.tasks().forEach(out::output);
  }
}
