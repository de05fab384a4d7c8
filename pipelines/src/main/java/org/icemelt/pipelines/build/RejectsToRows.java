package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.model.Reject;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;

/** Makes of each reject its row in {@code ingest_rejects}, and counts them by file. */
@InStage(Stage.TRANSFORM)
final class RejectsToRows extends DoFn<Reject, TableRow> {
  private final BuildSettings settings;
  private transient Map<KV<String, String>, Long> counts = Map.of();

  RejectsToRows(BuildSettings settings) {
    this.settings = requireNonNull(settings);
  }

  @StartBundle
  public void startBundle() {
    counts = new LinkedHashMap<>();
  }

  @ProcessElement
  public void toRow(@Element Reject reject, MultiOutputReceiver out) {
    out.get(RecordsToRows.ROWS)
        .output(Rows.reject(reject, settings.runId(), settings.processedAt()));
    counts.merge(KV.of(reject.dataset(), reject.sourceFile()), 1L, Long::sum);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    counts.forEach(
        (file, count) -> {
          Evidence.RejectCounts rejected =
              new Evidence.RejectCounts(file.getKey(), file.getValue(), count);
          context.output(
              RecordsToRows.EVIDENCE,
              KV.of(file.getKey(), EvidenceBytes.of(new Evidence.Rejected(rejected))),
              BoundedWindow.TIMESTAMP_MIN_VALUE,
              GlobalWindow.INSTANCE);
        });
  }
}
