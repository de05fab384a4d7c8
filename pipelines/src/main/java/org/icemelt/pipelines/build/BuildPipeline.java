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
import org.apache.beam.sdk.values.PCollectionView;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.geofiles.ReadTask;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.icemelt.pipelines.onepass.BriefReshuffle;
import org.icemelt.pipelines.onepass.OnePass;
import org.icemelt.pipelines.report.DatasetReport;
import org.icemelt.pipelines.runner.CheckFolders;
import org.icemelt.pipelines.runner.Listed;
import org.icemelt.pipelines.runner.SharedFolders;
import org.icemelt.transforms.harmonise.Profile;

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

    PCollection<ReadTask> splits =
        plans
            .apply("ListSplits", ParDo.of(new ListSplits(plansByName)).withSideInputs(plansByName))
            .setCoder(SerializableCoder.of(ReadTask.class))
            .apply("SpreadSplits", Reshuffle.viaRandomKey());
    PCollection<KV<String, EvidenceBytes>> written =
        checked("CheckReadersFolders", splits)
            .apply("FeaturesToFiles", new FeaturesToFiles(settings, plansByName, profiles));
    PCollection<KV<String, EvidenceBytes>> evidence =
        PCollectionList.of(
                plans
                    .apply(
                        "PlanEvidence",
                        ParDo.of(new AsEvidence<>(DatasetPlan::dataset, Evidence.Planned::new)))
                    .setCoder(EvidenceBytes.byDataset()))
            .and(written)
            .apply("AllEvidence", Flatten.pCollections());

    commit(evidence, specs, skipped);
  }

  /**
   * Takes each feature from its split into its file in one go, for a runner that would keep all
   * features of all splits in memory between steps. To be called on the finished graph.
   */
  public static void mergeSteps(Pipeline pipeline) {
    OnePass.of(pipeline, FeaturesToFiles.class);
    BriefReshuffle.in(pipeline);
  }

  private PCollection<DatasetPlan> planDatasets(Pipeline pipeline, List<DatasetSpec> specs) {
    PCollection<DatasetSpec> datasets =
        pipeline.apply("ReadManifest", Listed.of(specs, DatasetSpec.class));
    return checked("CheckFolders", datasets)
        .apply("SpreadDatasets", Reshuffle.viaRandomKey())
        .apply("FetchFiles", ParDo.of(new FetchFiles(settings.downloads(), settings.firstFetch())))
        .setCoder(keyed(Finding.class))
        .apply("SpreadFiles", Reshuffle.viaRandomKey())
        .apply("InspectFiles", ParDo.of(new InspectFiles(settings.splitBytes())))
        .setCoder(keyed(Finding.class))
        .apply("GatherFindings", GroupByKey.create())
        .apply("PlanDatasets", ParDo.of(new PlanDatasets(settings)))
        .setCoder(SerializableCoder.of(DatasetPlan.class));
  }

  /** Lets the workers look at their folders, if they are processes of their own. */
  private <T> PCollection<T> checked(String name, PCollection<T> elements) {
    return folders.areNone()
        ? elements
        : elements
            .apply(name, ParDo.of(new CheckFolders<T>(folders)))
            .setCoder(elements.getCoder());
  }

  private void commit(
      PCollection<KV<String, EvidenceBytes>> evidence,
      List<DatasetSpec> specs,
      List<String> skipped) {
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
    if (!settings.h3Resolutions().isEmpty()) {
      commit = commit.withAddedColumns();
    }
    return settings.author() == null ? commit : commit.withAuthor(settings.author());
  }

  static <T extends Serializable> Coder<KV<String, T>> keyed(Class<T> type) {
    return KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(type));
  }

  private static final class PlanName implements SerializableFunction<DatasetPlan, String> {
    @Override
    public String apply(DatasetPlan plan) {
      return plan.dataset();
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
