package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollectionView;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.pipelines.report.DatasetReport;
import org.icemelt.pipelines.report.RunReport;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;

/** Writes the run's report once the commit has spoken. */
@InStage(Stage.SINK)
final class WriteReport extends DoFn<CommitResult, String> {
  private final BuildSettings settings;
  private final List<String> order;
  private final List<String> skipped;
  private final PCollectionView<List<DatasetReport>> reports;

  WriteReport(
      BuildSettings settings,
      List<String> order,
      List<String> skipped,
      PCollectionView<List<DatasetReport>> reports) {
    this.settings = requireNonNull(settings);
    this.order = List.copyOf(order);
    this.skipped = List.copyOf(skipped);
    this.reports = requireNonNull(reports);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.add(DisplayData.item("runsPath", settings.runsPath()));
  }

  @ProcessElement
  public void write(
      @Element CommitResult commit, ProcessContext context, OutputReceiver<String> out)
      throws IOException {
    List<DatasetReport> datasets = new ArrayList<>();
    for (DatasetReport report : context.sideInput(reports)) {
      datasets.add(
          commit.unchangedUnits().contains(report.dataset()) ? report.asUnchanged() : report);
    }
    datasets.sort(Comparator.comparingInt(r -> order.indexOf(r.dataset())));
    skipped.forEach(name -> datasets.add(DatasetReport.skipped(name)));
    RunReport report =
        new RunReport(
            settings.runId(),
            settings.processedAt().toString(),
            RunReport.Commit.valueOf(commit.outcome().name()),
            commit.snapshotId(),
            null,
            datasets);
    report.write(settings.runsFolder());
    out.output(settings.runId());
  }
}
