package org.icemelt.pipelines.layers;

import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTagList;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.ScanTask;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.pipelines.build.StandardTables;
import org.icemelt.pipelines.onepass.LineOfSteps;
import org.icemelt.transforms.admin.Boundary;
import org.icemelt.transforms.duplicates.Verdict;

/**
 * Stored sites → rows of the prepared layer → staged files, and the sums over them. Nothing in it
 * groups, so a runner may take each site from file to file in one go.
 */
final class UnifyToFiles extends PTransform<PCollection<ScanTask>, PCollection<KV<String, Piece>>>
    implements LineOfSteps {
  static final KvCoder<String, Piece> PIECES = KvCoder.of(StringUtf8Coder.of(), Piece.coder());

  private final transient LayersSettings settings;
  private final transient PCollectionView<Map<String, Verdict>> verdicts;
  private final transient PCollectionView<Iterable<Boundary>> boundaries;

  UnifyToFiles(
      LayersSettings settings,
      PCollectionView<Map<String, Verdict>> verdicts,
      PCollectionView<Iterable<Boundary>> boundaries) {
    this.settings = settings;
    this.verdicts = verdicts;
    this.boundaries = boundaries;
  }

  @Override
  public PCollection<KV<String, Piece>> expand(PCollection<ScanTask> tasks) {
    PCollectionTuple unified =
        tasks.apply(
            "UnifySites",
            ParDo.of(new UnifySites(settings, verdicts, boundaries))
                .withSideInputs(verdicts, boundaries)
                .withOutputTags(UnifySites.ROWS, TupleTagList.of(UnifySites.PIECES)));
    PCollection<KV<String, Piece>> staged =
        unified
            .get(UnifySites.ROWS)
            .setCoder(DuckLakeIO.tableRowCoder())
            .apply(
                "StageRows",
                DuckLakeIO.stage()
                    .withLake(settings.lake())
                    .withJournal(settings.journal())
                    .withUnit(new UnitOfRow()))
            .apply("StagedPieces", ParDo.of(new AsPiece()))
            .setCoder(PIECES);
    return PCollectionList.of(staged)
        .and(unified.get(UnifySites.PIECES).setCoder(PIECES))
        .apply("AllPieces", Flatten.pCollections());
  }

  private static final class UnitOfRow implements SerializableFunction<TableRow, String> {
    private static final int DATASET =
        StandardTables.STAGING.schema().indexOf(StandardTables.DATASET_NAME);

    @Override
    public String apply(TableRow row) {
      return AssembleLayers.unit(String.valueOf(row.values().get(DATASET)));
    }
  }

  private static final class AsPiece extends DoFn<StagedFile, KV<String, Piece>> {
    @ProcessElement
    public void wrap(@Element StagedFile file, OutputReceiver<KV<String, Piece>> out) {
      out.output(KV.of("", new Piece.Staged(file)));
    }
  }
}
