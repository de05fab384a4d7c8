package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTagList;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.geofiles.ReadFeatures;
import org.icemelt.io.geofiles.ReadTask;
import org.icemelt.io.model.Reject;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.icemelt.pipelines.report.DatasetReport;
import org.icemelt.pipelines.runner.CheckFolders;
import org.icemelt.pipelines.runner.SharedFolders;
import org.icemelt.transforms.harmonise.Harmonise;
import org.icemelt.transforms.harmonise.Profile;
import org.icemelt.transforms.normalise.NormaliseGeometry;
import org.icemelt.transforms.wkt.EncodeWkt;

/**
 * The graph of {@code build}: manifest → files → plans → splits → features → sites → WKT → PV
 * records → staged files → verdicts → one commit → report.
 */
public final class BuildPipeline {
  private final BuildSettings settings;
  private final SharedFolders folders;

  /**
   * @param folders what each worker must see before it does any work
   */
  public BuildPipeline(BuildSettings settings, SharedFolders folders) {
    this.settings = settings;
    this.folders = folders;
  }

  /**
   * Adds the graph to a pipeline.
   *
   * @param specs the datasets to build
   * @param skipped names of those that the manifest skips, for the report
   */
  public void build(Pipeline pipeline, List<DatasetSpec> specs, List<String> skipped) {
    PCollection<DatasetPlan> plans = planDatasets(pipeline, specs);
    PCollectionView<Map<String, DatasetPlan>> plansByName =
        plans
            .apply("KeyPlans", WithKeys.of(new PlanName()))
            .setCoder(keyed(DatasetPlan.class))
            .apply("SharePlans", View.asMap());
    PCollectionView<Map<String, Profile>> profiles =
        plans
            .apply("TakeProfiles", ParDo.of(new TakeProfile()))
            .setCoder(keyed(Profile.class))
            .apply("ShareProfiles", View.asMap());

    PCollectionTuple read =
        plans
            .apply("ListSplits", ParDo.of(new ListSplits(plansByName)).withSideInputs(plansByName))
            .setCoder(SerializableCoder.of(ReadTask.class))
            .apply("SpreadSplits", Reshuffle.viaRandomKey())
            .apply("CheckReadersFolders", ParDo.of(new CheckFolders<ReadTask>(folders)))
            .setCoder(SerializableCoder.of(ReadTask.class))
            .apply("ReadFeatures", new ReadFeatures());
    PCollectionTuple sites =
        read.get(ReadFeatures.FEATURES).apply("NormaliseGeometry", new NormaliseGeometry());
    PCollectionTuple encoded =
        sites.get(NormaliseGeometry.NORMALISED).apply("EncodeWkt", new EncodeWkt());
    PCollectionTuple records =
        encoded.get(EncodeWkt.ENCODED).apply("Harmonise", new Harmonise(profiles));

    PCollectionTuple rows =
        records
            .get(Harmonise.HARMONISED)
            .apply(
                "RecordsToRows",
                ParDo.of(new RecordsToRows(settings, plansByName))
                    .withSideInputs(plansByName)
                    .withOutputTags(RecordsToRows.ROWS, TupleTagList.of(RecordsToRows.EVIDENCE)));
    PCollection<Reject> rejects =
        PCollectionList.of(read.get(ReadFeatures.REJECTS))
            .and(sites.get(NormaliseGeometry.REJECTED))
            .and(encoded.get(EncodeWkt.REJECTED))
            .apply("AllRejects", Flatten.pCollections());
    PCollectionTuple rejectRows =
        rejects.apply(
            "RejectsToRows",
            ParDo.of(new RejectsToRows(settings))
                .withOutputTags(RecordsToRows.ROWS, TupleTagList.of(RecordsToRows.EVIDENCE)));

    PCollection<KV<String, Evidence>> evidence =
        PCollectionList.of(as("PlanEvidence", plans, DatasetPlan::dataset, Evidence.Planned::new))
            .and(
                as(
                    "SplitEvidence",
                    read.get(ReadFeatures.DONE),
                    d -> d.dataset(),
                    Evidence.Done::new))
            .and(
                as(
                    "FailureEvidence",
                    read.get(ReadFeatures.FAILED),
                    f -> f.dataset(),
                    Evidence.Failed::new))
            .and(staged("StageRows", rows.get(RecordsToRows.ROWS)))
            .and(staged("StageRejects", rejectRows.get(RecordsToRows.ROWS)))
            .and(rows.get(RecordsToRows.EVIDENCE).setCoder(keyed(Evidence.class)))
            .and(rejectRows.get(RecordsToRows.EVIDENCE).setCoder(keyed(Evidence.class)))
            .and(
                as(
                    "FillEvidence",
                    records.get(Harmonise.FILLED),
                    f -> f.dataset(),
                    Evidence.Filled::new))
            .and(
                as(
                    "WarningEvidence",
                    records.get(Harmonise.WARNINGS),
                    w -> w.dataset(),
                    Evidence.Warned::new))
            .apply("AllEvidence", Flatten.pCollections());

    commit(evidence, specs, skipped);
  }

  private PCollection<DatasetPlan> planDatasets(Pipeline pipeline, List<DatasetSpec> specs) {
    return pipeline
        .apply("ReadManifest", Create.of(specs).withCoder(SerializableCoder.of(DatasetSpec.class)))
        .apply("CheckFolders", ParDo.of(new CheckFolders<DatasetSpec>(folders)))
        .setCoder(SerializableCoder.of(DatasetSpec.class))
        .apply("SpreadDatasets", Reshuffle.viaRandomKey())
        .apply("FetchFiles", ParDo.of(new FetchFiles(settings.downloads())))
        .setCoder(keyed(Finding.class))
        .apply("SpreadFiles", Reshuffle.viaRandomKey())
        .apply("InspectFiles", ParDo.of(new InspectFiles(settings.splitBytes())))
        .setCoder(keyed(Finding.class))
        .apply("GatherFindings", GroupByKey.create())
        .apply("PlanDatasets", ParDo.of(new PlanDatasets(settings)))
        .setCoder(SerializableCoder.of(DatasetPlan.class));
  }

  private PCollection<KV<String, Evidence>> staged(String name, PCollection<TableRow> rows) {
    PCollection<StagedFile> files =
        rows.setCoder(DuckLakeIO.tableRowCoder())
            .apply(
                name,
                DuckLakeIO.stage()
                    .withLake(settings.lake())
                    .withUnit(new DatasetOfRow())
                    .withJournal(settings.journal()));
    return as(name + "Evidence", files, StagedFile::unit, Evidence.Staged::new);
  }

  private void commit(
      PCollection<KV<String, Evidence>> evidence, List<DatasetSpec> specs, List<String> skipped) {
    PCollection<DatasetVerdict> verdicts =
        evidence
            .apply("GatherEvidence", GroupByKey.create())
            .apply("JudgeDatasets", ParDo.of(new JudgeDatasets(settings)))
            .setCoder(SerializableCoder.of(DatasetVerdict.class));
    PCollectionView<List<DatasetReport>> reports =
        verdicts
            .apply("TakeReports", ParDo.of(new TakeReport()))
            .setCoder(SerializableCoder.of(DatasetReport.class))
            .apply("ShareReports", View.asList());
    PCollection<CommitResult> result =
        verdicts
            .apply("OneCommit", WithKeys.of(""))
            .setCoder(keyed(DatasetVerdict.class))
            .apply("GatherVerdicts", GroupByKey.create())
            .apply("AssembleCommit", ParDo.of(new AssembleCommit(settings.failFast())))
            .setCoder(DuckLakeIO.tableChangeCoder())
            .apply("CommitSnapshot", commit());
    List<String> order = specs.stream().map(DatasetSpec::name).toList();
    result
        .apply(
            "WriteReport",
            ParDo.of(new WriteReport(settings, order, skipped, reports)).withSideInputs(reports))
        .setCoder(StringUtf8Coder.of());
  }

  private DuckLakeIO.Commit commit() {
    DuckLakeIO.Commit commit =
        DuckLakeIO.commit()
            .withLake(settings.lake())
            .withWriteId(settings.runId())
            .withJournal(settings.journal())
            .withMessage(settings.commitMessage());
    return settings.author() == null ? commit : commit.withAuthor(settings.author());
  }

  private static <T> PCollection<KV<String, Evidence>> as(
      String name,
      PCollection<T> pieces,
      SerializableFunction<T, String> dataset,
      SerializableFunction<T, Evidence> evidence) {
    return pieces
        .apply(name, ParDo.of(new AsEvidence<>(dataset, evidence)))
        .setCoder(keyed(Evidence.class));
  }

  private static <T extends Serializable> Coder<KV<String, T>> keyed(Class<T> type) {
    return KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(type));
  }

  private static final class AsEvidence<T> extends DoFn<T, KV<String, Evidence>> {
    private final SerializableFunction<T, String> dataset;
    private final SerializableFunction<T, Evidence> evidence;

    AsEvidence(
        SerializableFunction<T, String> dataset, SerializableFunction<T, Evidence> evidence) {
      this.dataset = dataset;
      this.evidence = evidence;
    }

    @ProcessElement
    public void wrap(@Element T piece, OutputReceiver<KV<String, Evidence>> out) {
      out.output(KV.of(dataset.apply(piece), evidence.apply(piece)));
    }
  }

  private static final class PlanName implements SerializableFunction<DatasetPlan, String> {
    @Override
    public String apply(DatasetPlan plan) {
      return plan.dataset();
    }
  }

  private static final class DatasetOfRow implements SerializableFunction<TableRow, String> {
    @Override
    public String apply(TableRow row) {
      return String.valueOf(
          row.values().get(row.table().schema().indexOf(StandardTables.DATASET_NAME)));
    }
  }

  private static final class TakeProfile extends DoFn<DatasetPlan, KV<String, Profile>> {
    @ProcessElement
    public void take(@Element DatasetPlan plan, OutputReceiver<KV<String, Profile>> out) {
      out.output(KV.of(plan.dataset(), plan.profile()));
    }
  }

  private static final class TakeReport extends DoFn<DatasetVerdict, DatasetReport> {
    @ProcessElement
    public void take(@Element DatasetVerdict verdict, OutputReceiver<DatasetReport> out) {
      out.output(verdict.report());
    }
  }

  /** Lists a plan's splits; the side input holds reading back until every dataset is planned. */
  private static final class ListSplits extends DoFn<DatasetPlan, ReadTask> {
    private final PCollectionView<Map<String, DatasetPlan>> plans;

    ListSplits(PCollectionView<Map<String, DatasetPlan>> plans) {
      this.plans = plans;
    }

    @ProcessElement
    public void list(
        @Element DatasetPlan plan, ProcessContext context, OutputReceiver<ReadTask> out) {
      requireNonNull(context.sideInput(plans).get(plan.dataset())).tasks().forEach(out::output);
    }
  }
}
