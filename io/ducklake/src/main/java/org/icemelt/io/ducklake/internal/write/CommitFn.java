package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.WriteJournal;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.jspecify.annotations.Nullable;

/** Commits all changes of the pipeline at once. */
public final class CommitFn
    extends DoFn<KV<Integer, Iterable<@Nullable TableChange>>, CommitResult> {
  private final CommitRequest request;
  private final SnapshotMaker snapshots;

  public CommitFn(LakeConfig lake, CommitRequest request, @Nullable WriteJournal journal) {
    this.request = request;
    this.snapshots = new SnapshotMaker(lake, journal);
  }

  /** A runner may have turned to streaming after the pipeline was validated. */
  @StartBundle
  public void startBundle(PipelineOptions options) {
    BoundedInput.refuseStreaming(options);
  }

  @ProcessElement
  public void processElement(
      @Element KV<Integer, Iterable<@Nullable TableChange>> all,
      OutputReceiver<CommitResult> output)
      throws IOException {
    List<TableChange> changes = new ArrayList<>(); // the values can be iterated once only
    for (TableChange change : all.getValue()) {
      if (change != null) {
        changes.add(change);
      }
    }
    output.output(snapshots.commit(request, changes));
  }
}
