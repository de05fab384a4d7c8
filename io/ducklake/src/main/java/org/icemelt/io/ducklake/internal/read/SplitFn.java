package org.icemelt.io.ducklake.internal.read;

import org.apache.beam.sdk.transforms.DoFn;
import org.icemelt.io.ducklake.ScanTask;

/** Cuts large files into row groups, so that several workers can read one. */
public final class SplitFn extends DoFn<ScanTask, ScanTask> {
  private final long targetBytes;

  public SplitFn(long targetBytes) {
    this.targetBytes = targetBytes;
  }

  @ProcessElement
  public void process(@Element ScanTask task, OutputReceiver<ScanTask> out) {
    task.split(targetBytes).forEach(out::output);
  }
}
