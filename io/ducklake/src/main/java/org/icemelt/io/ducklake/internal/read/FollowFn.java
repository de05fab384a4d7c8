package org.icemelt.io.ducklake.internal.read;

import java.time.Clock;
import java.time.Duration;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.UnboundedPerElement;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.OffsetRangeTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.icemelt.io.ducklake.ChangePlan;
import org.icemelt.io.ducklake.ChangeTask;
import org.icemelt.io.ducklake.LakeChanges;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.ChangeCatalog;
import org.icemelt.io.ducklake.internal.catalog.ChangeCatalog.Taken;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Follows a table's snapshots. What is left to do is the range of snapshot ids not yet read; it is
 * never shared out, as snapshots come one after the other.
 */
@UnboundedPerElement
public final class FollowFn extends DoFn<LakeChanges, ChangeTask> {
  private final TableSchema expected;
  private final Duration interval;

  public FollowFn(TableSchema expected, Duration interval) {
    this.expected = expected;
    this.interval = interval;
  }

  @GetInitialRestriction
  public OffsetRange all(@Element LakeChanges changes) {
    return new OffsetRange(changes.from(), Long.MAX_VALUE);
  }

  @NewTracker
  public RestrictionTracker<OffsetRange, Long> tracker(@Restriction OffsetRange range) {
    return new WholeTracker(range);
  }

  @GetInitialWatermarkEstimatorState
  public Instant start() {
    return BoundedWindow.TIMESTAMP_MIN_VALUE;
  }

  @NewWatermarkEstimator
  public ManualWatermarkEstimator<Instant> watermark(@WatermarkEstimatorState Instant state) {
    return new WatermarkEstimators.Manual(state);
  }

  @ProcessElement
  public ProcessContinuation process(
      @Element LakeChanges changes,
      RestrictionTracker<OffsetRange, Long> tracker,
      ManualWatermarkEstimator<Instant> watermark,
      OutputReceiver<ChangeTask> out) {
    ChangeCatalog catalog = new ChangeCatalog(new Catalog(changes.lake(), Clock.systemUTC()));
    long next = tracker.currentRestriction().getFrom();
    for (Taken snapshot : catalog.snapshotsFrom(next)) {
      if (!tracker.tryClaim(snapshot.id())) {
        return ProcessContinuation.stop();
      }
      ChangePlan plan =
          new LakeChanges(
                  changes.lake(),
                  changes.table(),
                  next,
                  snapshot.id(),
                  changes.columns(),
                  changes.filter())
              .plan();
      Expected.require(expected, plan.table(), plan.schema(), snapshot.id());
      Instant at = Instant.ofEpochMilli(snapshot.at().toEpochMilli());
      plan.tasks().forEach(task -> out.outputWithTimestamp(task, at));
      if (at.isAfter(watermark.currentWatermark())) {
        watermark.setWatermark(at);
      }
      next = snapshot.id() + 1;
    }
    return ProcessContinuation.resume()
        .withResumeDelay(org.joda.time.Duration.millis(interval.toMillis()));
  }

  /** Claims one snapshot after the other; gives the rest away only when it stops. */
  private static final class WholeTracker extends OffsetRangeTracker {
    WholeTracker(OffsetRange range) {
      super(range);
    }

    @Override
    public @Nullable SplitResult<OffsetRange> trySplit(double fraction) {
      return fraction > 0 ? null : super.trySplit(fraction);
    }

    @Override
    public IsBounded isBounded() {
      return IsBounded.UNBOUNDED;
    }
  }
}
