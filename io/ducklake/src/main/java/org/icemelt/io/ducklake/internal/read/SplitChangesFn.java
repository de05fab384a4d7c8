package org.icemelt.io.ducklake.internal.read;

import org.apache.beam.sdk.transforms.DoFn;
import org.icemelt.io.ducklake.ChangeTask;

/** Cuts large files into row groups, so that several workers can read one. */
public final class SplitChangesFn extends DoFn<ChangeTask, ChangeTask> {
  private final long targetBytes;

  public SplitChangesFn(long targetBytes) {
    this.targetBytes = targetBytes;
  }

  @ProcessElement
  public void process(@Element ChangeTask task, OutputReceiver<ChangeTask> out) {
    task.split(targetBytes).forEach(out::output);
  }
}
