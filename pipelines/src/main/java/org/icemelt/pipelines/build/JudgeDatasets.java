package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.pipelines.layers.LakeViews;
import org.icemelt.pipelines.report.DatasetReport;
import org.icemelt.pipelines.report.DatasetReport.Status;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;
import org.icemelt.pipelines.stage.StageClock;
import org.icemelt.pipelines.stage.Work;
import org.icemelt.transforms.harmonise.FieldMappingRow;
import org.icemelt.transforms.quality.CheckResult;
import org.jspecify.annotations.Nullable;

/**
 * Decides on each dataset: all its splits read, none failed, and every feature read either stored
 * or rejected — or it is left out whole.
 */
@InStage(Stage.SINK)
final class JudgeDatasets extends DoFn<KV<String, Iterable<EvidenceBytes>>, DatasetVerdict> {
  private final BuildSettings settings;
  private final FileRows files;
  private final StageClock clock = StageClock.of(Work.WEIGH);

  JudgeDatasets(BuildSettings settings) {
    this.settings = requireNonNull(settings);
    this.files = new FileRows(settings.runId(), settings.processedAt());
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.add(DisplayData.item("recordChecks", settings.recordChecks()));
  }

  @ProcessElement
  public void judge(
      @Element KV<String, Iterable<EvidenceBytes>> evidence, OutputReceiver<DatasetVerdict> out) {
    long begun = System.nanoTime();
    List<Evidence> pieces = new ArrayList<>();
    evidence.getValue().forEach(piece -> pieces.add(piece.evidence()));
    DatasetVerdict verdict = verdict(DatasetCase.of(evidence.getKey(), pieces));
    clock.addSince(begun);
    out.output(verdict);
  }

  /** The verdict on what was gathered. */
  DatasetVerdict verdict(DatasetCase gathered) {
    DatasetFailure failure = gathered.failure(settings);
    if (failure != null) {
      return leaveOut(gathered, failure, Status.FAILED);
    }
    if (gathered.plan().unchanged()) {
      DatasetReport report = report(gathered, Status.UNCHANGED, null, List.of());
      return new DatasetVerdict(report, check(gathered.plan(), false), views(gathered.plan()));
    }
    List<CheckResult> checks = new DatasetChecks(settings).of(gathered);
    List<CheckResult> errors = checks.stream().filter(CheckResult::isError).toList();
    if (!errors.isEmpty()) {
      return refuse(gathered, checks, errors);
    }
    return store(gathered, checks);
  }

  /** A dataset that fails a check is left out like one that failed; what failed is noted. */
  private DatasetVerdict refuse(
      DatasetCase gathered, List<CheckResult> checks, List<CheckResult> errors) {
    String dataset = gathered.plan().dataset();
    String what = errors.stream().map(DatasetChecks::told).collect(Collectors.joining("; "));
    DatasetVerdict left =
        leaveOut(
            gathered,
            new DatasetFailure(
                "CHECK_FAILED",
                "Cannot store dataset %s: %s. Its previous rows stay; look at the source."
                    .formatted(dataset, what)),
            Status.REFUSED);
    List<TableChange> notes = new ArrayList<>(left.notes());
    notes.add(
        new TableChange.AppendRows(
            "", StandardTables.QUALITY_CHECKS, new DatasetChecks(settings).rows(dataset, checks)));
    return new DatasetVerdict(left.report(), List.of(), notes);
  }

  private DatasetVerdict leaveOut(
      DatasetCase gathered, DatasetFailure failure, DatasetReport.Status status) {
    String dataset = gathered.plan().dataset();
    List<TableChange> notes = new ArrayList<>();
    for (StagedFile file : gathered.staged()) {
      notes.add(new TableChange.Discard(dataset, file));
    }
    List<List<@Nullable Object>> rows = files.of(gathered, FileRows.FAILED);
    if (!rows.isEmpty()) {
      notes.add(new TableChange.AppendRows("", StandardTables.INGEST_FILES, rows));
    }
    DatasetReport report =
        new DatasetReport(
            dataset,
            status,
            0,
            0,
            0,
            0,
            0,
            null,
            gathered.seconds(),
            failure.message(),
            gathered.plan().warnings());
    return new DatasetVerdict(report, List.of(), notes);
  }

  private DatasetVerdict store(DatasetCase gathered, List<CheckResult> checks) {
    DatasetPlan plan = gathered.plan();
    String dataset = plan.dataset();
    List<TableChange> changes = new ArrayList<>();
    changes.add(new TableChange.Fingerprint(dataset, plan.fingerprint()));
    for (TableDef table : Layers.tablesOf(settings, plan.raw())) {
      changes.add(new TableChange.CreateTable(dataset, table));
      if (table.equals(plan.raw().table())) {
        changes.add(new TableChange.ReplaceTable(dataset, table));
      } else if (!table.partitioning().isEmpty()) {
        changes.add(new TableChange.ReplacePartition(dataset, table, dataset));
      }
    }
    gathered.staged().forEach(f -> changes.add(new TableChange.Append(dataset, f)));
    changes.add(
        new TableChange.AppendRows(
            dataset, StandardTables.INGEST_FILES, files.of(gathered, FileRows.STORED)));
    List<String> warnings = new ArrayList<>(plan.warnings());
    if (settings.has(BuildSettings.Layer.STAGING)) {
      List<FieldMappingRow> mapping = FieldMappingRow.sum(gathered.fills());
      changes.add(
          new TableChange.AppendRows(
              dataset,
              StandardTables.FIELD_MAPPING,
              mapping.stream().map(JudgeDatasets::mappingRow).toList()));
      warnings.addAll(HarmoniseNotes.of(mapping, gathered.warnings()));
    }
    if (settings.has(BuildSettings.Layer.STAGING)) {
      changes.add(
          new TableChange.AppendRows(
              dataset,
              StandardTables.QUALITY_CHECKS,
              new DatasetChecks(settings).rows(dataset, checks)));
      checks.stream()
          .filter(CheckResult::isWarning)
          .map(DatasetChecks::told)
          .forEach(warnings::add);
    }
    changes.addAll(check(plan, true));
    return new DatasetVerdict(
        report(gathered, Status.STORED, null, warnings), changes, views(plan));
  }

  /** The views over the dataset's tables; they are made if the lake lacks them. */
  private List<TableChange> views(DatasetPlan plan) {
    List<TableChange> views = new ArrayList<>();
    if (settings.has(BuildSettings.Layer.RAW)) {
      views.add(LakeViews.raw(plan.dataset()));
    }
    if (settings.has(BuildSettings.Layer.STAGING)) {
      views.addAll(LakeViews.staging(plan.dataset()));
    }
    return views;
  }

  /** The record that a source was looked at, if the run keeps such; it belongs to no unit. */
  private List<TableChange> check(DatasetPlan plan, boolean changed) {
    List<@Nullable Object> row =
        List.of(settings.runId(), plan.dataset(), settings.processedAt(), changed);
    return settings.recordChecks()
        ? List.of(new TableChange.AppendRows("", StandardTables.INGEST_CHECKS, List.of(row)))
        : List.of();
  }

  private static DatasetReport report(
      DatasetCase gathered, Status status, @Nullable String failure, List<String> warnings) {
    return new DatasetReport(
        gathered.plan().dataset(),
        status,
        gathered.read(),
        gathered.stored(),
        gathered.rejected(),
        gathered.repaired(),
        gathered.filtered(),
        gathered.areaKm2(),
        gathered.seconds(),
        failure,
        warnings);
  }

  private static List<@Nullable Object> mappingRow(FieldMappingRow row) {
    @Nullable Object[] values = {
      row.datasetName(),
      row.mapping().target().column(),
      row.mapping().sourceColumn(),
      row.mapping().sourceUnit(),
      row.mapping().factor(),
      row.mapping().basis(),
      row.mapping().kind(),
      row.rowsFilled(),
      row.rowsUnconvertible()
    };
    return Arrays.asList(values);
  }
}
