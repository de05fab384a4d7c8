package org.icemelt.pipelines.layers;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.pipelines.boundaries.OvertureBoundaries;
import org.icemelt.pipelines.build.StandardTables;
import org.icemelt.pipelines.onepass.BriefReshuffle;
import org.icemelt.pipelines.onepass.OnePass;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;
import org.icemelt.transforms.admin.Boundary;
import org.icemelt.transforms.admin.NaturalEarth;
import org.icemelt.transforms.duplicates.Candidate;
import org.icemelt.transforms.duplicates.GroupCandidates;
import org.icemelt.transforms.duplicates.JudgeDuplicates;
import org.icemelt.transforms.duplicates.Sketch;
import org.icemelt.transforms.duplicates.Verdict;

/**
 * The graph of the second pipeline: the staging table is read three times, once for sketches of all
 * sites, once for the geometries of possible duplicates, and once for the rows and sums, each time
 * when the one before is done. Only sketches, candidates and sums are grouped, never rows.
 */
public final class LayersPipeline {
  private final LayersSettings settings;

  public LayersPipeline(LayersSettings settings) {
    this.settings = requireNonNull(settings);
  }

  /** Adds the graph to a pipeline. */
  public void build(Pipeline pipeline) {
    PCollectionView<Iterable<Boundary>> boundaries =
        pipeline
            .apply("Boundaries", Create.of(settings.boundaries()))
            .apply("LoadBoundaries", ParDo.of(new LoadBoundaries()))
            .setCoder(SerializableCoder.of(Boundary.class))
            .apply("ShareBoundaries", View.asIterable());
    PCollection<KV<String, Piece>> pieces =
        settings.prepared() ? prepared(pipeline, boundaries) : curated(pipeline);
    commit(pipeline, pieces, boundaries);
  }

  /** To be called on the finished graph, for a runner that keeps all rows between two steps. */
  public static void mergeSteps(Pipeline pipeline) {
    OnePass.of(pipeline, UnifyToFiles.class);
    BriefReshuffle.in(pipeline);
  }

  private PCollection<KV<String, Piece>> prepared(
      Pipeline pipeline, PCollectionView<Iterable<Boundary>> boundaries) {
    LakeScan staging =
        settings
            .scan(StandardTables.STAGING.id())
            .select(
                StandardTables.STAGING.schema().columns().stream().map(ColumnDef::name).toList());
    PCollectionView<Map<String, String>> groups =
        pipeline
            .apply("SitesToSketch", PlanScan.of(staging))
            .apply("SketchSites", ParDo.of(new SketchSites.Sketches()))
            .setCoder(Sketch.coder())
            .apply("GroupCandidates", new GroupCandidates(settings.shards()))
            .apply("ShareGroups", View.asMap());
    PCollectionView<Map<String, Verdict>> verdicts =
        pipeline
            .apply("SitesToCompare", PlanScan.of(staging, groups))
            .apply(
                "CollectCandidates",
                ParDo.of(new SketchSites.Candidates(groups)).withSideInputs(groups))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), Candidate.coder()))
            .apply("JudgeDuplicates", new JudgeDuplicates(settings.shards()))
            .apply("KeyVerdicts", ParDo.of(new KeyVerdict()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), Verdict.coder()))
            .apply("ShareVerdicts", View.asMap());
    return pipeline
        .apply("SitesToUnify", PlanScan.of(staging, verdicts))
        .apply("UnifyToFiles", new UnifyToFiles(settings, verdicts, boundaries));
  }

  private PCollection<KV<String, Piece>> curated(Pipeline pipeline) {
    return pipeline
        .apply("SitesToSum", PlanScan.of(SumUnified.columns(settings.scan(LayerTables.UNIFIED))))
        .apply("SumUnified", ParDo.of(new SumUnified()))
        .setCoder(UnifyToFiles.PIECES);
  }

  private void commit(
      Pipeline pipeline,
      PCollection<KV<String, Piece>> pieces,
      PCollectionView<Iterable<Boundary>> boundaries) {
    PCollectionView<Iterable<SourceNote>> notes =
        pipeline
            .apply(
                "ReadIngestFiles",
                DuckLakeIO.read()
                    .withLake(settings.lake())
                    .from(StandardTables.INGEST_FILES.id())
                    .at(settings.snapshot())
                    .withSchema(SourceNote.SCHEMA))
            .apply("TakeNotes", ParDo.of(new SourceNote.FromRow()))
            .setCoder(SerializableCoder.of(SourceNote.class))
            .apply("ShareNotes", View.asIterable());
    // Nothing to read is something to commit: tables without rows.
    Piece nothing = new Piece.Seen("", RowsDigest.NONE);
    PCollection<KV<String, Piece>> seed =
        pipeline.apply("Seed", Create.of(KV.of("", nothing)).withCoder(UnifyToFiles.PIECES));
    PCollectionList.of(pieces)
        .and(seed)
        .apply("WithSeed", Flatten.pCollections())
        .apply("GatherPieces", GroupByKey.create())
        .apply(
            "AssembleLayers",
            ParDo.of(new AssembleLayers(settings, boundaries, notes))
                .withSideInputs(boundaries, notes))
        .setCoder(DuckLakeIO.tableChangeCoder())
        .apply("CommitSnapshot", commit());
  }

  private DuckLakeIO.Commit commit() {
    DuckLakeIO.Commit commit =
        DuckLakeIO.commit()
            .withLake(settings.lake())
            .withWriteId(settings.writeId())
            .withJournal(settings.journal())
            .withAddedColumns()
            .withMessage(
                "icemelt layers, %s, computed from snapshot %d"
                    .formatted(settings.writeId(), settings.snapshot()))
            .withExtraInfo(Map.of("computed_from_snapshot", Long.toString(settings.snapshot())));
    return settings.author() == null ? commit : commit.withAuthor(settings.author());
  }

  @InStage(Stage.READ)
  private static final class LoadBoundaries extends DoFn<String, Boundary> {
    @ProcessElement
    public void load(@Element String where, OutputReceiver<Boundary> out) throws IOException {
      if (where.equals(LayersSettings.EMBEDDED)) {
        NaturalEarth.boundaries().forEach(out::output);
        return;
      }
      try {
        OvertureBoundaries.find(where).read(null, out::output);
      } catch (GeoFileException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  private static final class KeyVerdict extends DoFn<Verdict, KV<String, Verdict>> {
    @ProcessElement
    public void key(@Element Verdict verdict, OutputReceiver<KV<String, Verdict>> out) {
      out.output(KV.of(verdict.recordId(), verdict));
    }
  }
}
