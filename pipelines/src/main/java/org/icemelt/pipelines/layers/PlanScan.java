package org.icemelt.pipelines.layers;

import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.ScanTask;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a scan, spread over the workers, as {@code DuckLakeIO.read()} has them inside; here
 * they come out before they are read, and only once something else is known, so that no rows wait
 * for it in memory.
 */
@InStage(Stage.READ)
final class PlanScan extends PTransform<PBegin, PCollection<ScanTask>> {
  /** About how much one task reads, bytes. */
  private static final long TASK_BYTES = 8L << 20;

  private final transient LakeScan scan;
  private final transient @Nullable PCollectionView<?> after;

  private PlanScan(LakeScan scan, @Nullable PCollectionView<?> after) {
    this.scan = scan;
    this.after = after;
  }

  static PlanScan of(LakeScan scan) {
    return new PlanScan(scan, null);
  }

  static PlanScan of(LakeScan scan, PCollectionView<?> after) {
    return new PlanScan(scan, after);
  }

  @Override
  public PCollection<ScanTask> expand(PBegin begin) {
    ParDo.SingleOutput<LakeScan, ScanTask> plan = ParDo.of(new PlanFn());
    return begin
        .apply("Scan", Create.of(scan).withCoder(SerializableCoder.of(LakeScan.class)))
        .apply("Plan", after == null ? plan : plan.withSideInputs(after))
        .setCoder(SerializableCoder.of(ScanTask.class))
        .apply("SpreadTasks", Reshuffle.viaRandomKey())
        .setCoder(SerializableCoder.of(ScanTask.class));
  }

  private static final class PlanFn extends DoFn<LakeScan, ScanTask> {
    @ProcessElement
    public void plan(@Element LakeScan scan, OutputReceiver<ScanTask> out) {
      scan.plan().tasks().stream()
          .flatMap(task -> task.split(TASK_BYTES).stream())
          .forEach(out::output);
    }
  }
}
