package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.util.IdentityHashMap;
import java.util.Map;
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
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.geofiles.ReadFeatures;
import org.icemelt.io.geofiles.ReadTask;
import org.icemelt.io.model.Reject;
import org.icemelt.pipelines.onepass.LineOfSteps;
import org.icemelt.transforms.harmonise.Harmonise;
import org.icemelt.transforms.harmonise.Profile;
import org.icemelt.transforms.normalise.NormaliseGeometry;
import org.icemelt.transforms.wkt.EncodeWkt;
import org.jspecify.annotations.Nullable;

/**
 * Splits → features → sites → WKT → PV records → rows → staged files, and the evidence of what
 * became of each row. Nothing in it groups: the rows of a split stay in one worker, and a runner
 * may take each feature through all steps before the next.
 */
final class FeaturesToFiles
    extends PTransform<PCollection<ReadTask>, PCollection<KV<String, EvidenceBytes>>>
    implements LineOfSteps {
  private final transient BuildSettings settings;
  private final transient PCollectionView<Map<String, DatasetPlan>> plans;
  private final transient PCollectionView<Map<String, Profile>> profiles;

  FeaturesToFiles(
      BuildSettings settings,
      PCollectionView<Map<String, DatasetPlan>> plans,
      PCollectionView<Map<String, Profile>> profiles) {
    this.settings = requireNonNull(settings);
    this.plans = requireNonNull(plans);
    this.profiles = requireNonNull(profiles);
  }

  @Override
  public PCollection<KV<String, EvidenceBytes>> expand(PCollection<ReadTask> splits) {
    PCollectionTuple read = splits.apply("ReadFeatures", new ReadFeatures());
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
                ParDo.of(new RecordsToRows(settings, plans))
                    .withSideInputs(plans)
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

    return PCollectionList.of(
            as("SplitEvidence", read.get(ReadFeatures.DONE), d -> d.dataset(), Evidence.Done::new))
        .and(
            as(
                "FailureEvidence",
                read.get(ReadFeatures.FAILED),
                f -> f.dataset(),
                Evidence.Failed::new))
        .and(staged("StageRows", rows.get(RecordsToRows.ROWS)))
        .and(staged("StageRejects", rejectRows.get(RecordsToRows.ROWS)))
        .and(rows.get(RecordsToRows.EVIDENCE).setCoder(EvidenceBytes.byDataset()))
        .and(rejectRows.get(RecordsToRows.EVIDENCE).setCoder(EvidenceBytes.byDataset()))
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
  }

  private PCollection<KV<String, EvidenceBytes>> staged(String name, PCollection<TableRow> rows) {
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

  private static <T> PCollection<KV<String, EvidenceBytes>> as(
      String name,
      PCollection<T> pieces,
      SerializableFunction<T, String> dataset,
      SerializableFunction<T, Evidence> evidence) {
    return pieces
        .apply(name, ParDo.of(new AsEvidence<>(dataset, evidence)))
        .setCoder(EvidenceBytes.byDataset());
  }

  /** Rows of a table share its definition, so the column is looked up once a table. */
  private static final class DatasetOfRow implements SerializableFunction<TableRow, String> {
    private transient @Nullable Map<TableDef, Integer> columns;

    @Override
    public String apply(TableRow row) {
      Map<TableDef, Integer> known = columns;
      if (known == null) {
        known = new IdentityHashMap<>();
        columns = known;
      }
      Integer column = known.get(row.table());
      if (column == null) {
        column = row.table().schema().indexOf(StandardTables.DATASET_NAME);
        known.put(row.table(), column);
      }
      return String.valueOf(row.values().get(column));
    }
  }
}
