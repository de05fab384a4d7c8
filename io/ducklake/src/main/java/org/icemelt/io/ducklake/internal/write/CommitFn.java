package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.WriteJournal;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits all changes of the pipeline at once. */
public final class CommitFn
    extends DoFn<KV<Integer, Iterable<@Nullable TableChange>>, CommitResult> {
  private static final Logger LOG = LoggerFactory.getLogger(CommitFn.class);

  private final Counter commits = Metrics.counter(DuckLakeIO.class, "commits");
  private final Counter attempts = Metrics.counter(DuckLakeIO.class, "commitAttempts");
  private final Distribution held = Metrics.distribution(DuckLakeIO.class, "commitHeldMillis");
  private final LakeConfig lake;
  private final CommitRequest request;

  private final @Nullable WriteJournal journal;

  public CommitFn(LakeConfig lake, CommitRequest request, @Nullable WriteJournal journal) {
    this.lake = lake;
    this.request = request;
    this.journal = journal;
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
    CommitTimes times = new CommitTimes();
    CommitResult result =
        new Committer(lake, request, journal, Clock.systemUTC(), times).commit(changes);
    LOG.info("Write {}: {}, snapshot {}", result.writeId(), result.outcome(), result.snapshotId());
    commits.inc();
    attempts.inc(times.attempts());
    held.update(times.held().toMillis());
    output.output(result);
  }
}
