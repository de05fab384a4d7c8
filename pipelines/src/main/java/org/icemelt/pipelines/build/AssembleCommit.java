package org.icemelt.pipelines.build;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.pipelines.report.DatasetReport;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;

/**
 * Puts the verdicts of all datasets into one commit. Notes (discarded files, the record of a failed
 * dataset) go along, but their rows alone make no commit; with {@code failFast} one failure leaves
 * everything out.
 */
@InStage(Stage.SINK)
final class AssembleCommit extends DoFn<KV<String, Iterable<DatasetVerdict>>, TableChange> {
  private final boolean failFast;

  AssembleCommit(boolean failFast) {
    this.failFast = failFast;
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.add(DisplayData.item("failFast", failFast));
  }

  @ProcessElement
  public void assemble(
      @Element KV<String, Iterable<DatasetVerdict>> verdicts, OutputReceiver<TableChange> out) {
    List<DatasetVerdict> all = new ArrayList<>();
    verdicts.getValue().forEach(all::add);
    boolean anyFailed = all.stream().map(DatasetVerdict::report).anyMatch(DatasetReport::failed);
    boolean stop = failFast && anyFailed;
    boolean commits = !stop && all.stream().anyMatch(v -> !v.changes().isEmpty());
    for (DatasetVerdict verdict : all) {
      if (stop) {
        verdict.changes().forEach(c -> discard(c, out));
      } else {
        verdict.changes().forEach(out::output);
      }
      for (TableChange note : verdict.notes()) {
        if (commits || !(note instanceof TableChange.AppendRows)) {
          out.output(note);
        }
      }
    }
  }

  private static void discard(TableChange change, OutputReceiver<TableChange> out) {
    if (change instanceof TableChange.Append append) {
      out.output(new TableChange.Discard(append.unit(), append.file()));
    }
  }
}
