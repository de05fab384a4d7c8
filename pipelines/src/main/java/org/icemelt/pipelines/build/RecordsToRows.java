package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.WktSite;
import org.icemelt.pipelines.build.BuildSettings.Layer;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;
import org.icemelt.transforms.h3.H3Cells;
import org.icemelt.transforms.harmonise.Target;
import org.icemelt.transforms.quality.CheckTally;
import org.icemelt.transforms.quality.CheckedRow;
import org.icemelt.transforms.quality.RowChecks;
import org.icemelt.transforms.quality.RowRanges;
import org.jspecify.annotations.Nullable;

/** Makes of each record its rows in the asked-for layers, and counts them by file. */
@InStage(Stage.TRANSFORM)
final class RecordsToRows extends DoFn<PvRecord, TableRow> {
  static final TupleTag<TableRow> ROWS = new TupleTag<>("rows") {};
  static final TupleTag<KV<String, EvidenceBytes>> EVIDENCE = new TupleTag<>("evidence") {};

  /** Rows handed to the sink, for the progress line. */
  static final String ROWS_METRIC = "rowsToSink";

  private final BuildSettings settings;
  private final PCollectionView<Map<String, DatasetPlan>> plans;
  private final boolean raw;
  private final boolean staging;
  private final TableDef stagingTable;
  private final Counter rows = Metrics.counter(RecordsToRows.class, ROWS_METRIC);
  private transient Map<FeatureSource, Tally> tallies = Map.of();
  private transient @Nullable FeatureSource lastSource;
  private transient @Nullable Tally lastTally;
  private transient @Nullable H3Cells h3;
  private transient int recordsInBundle;

  RecordsToRows(BuildSettings settings, PCollectionView<Map<String, DatasetPlan>> plans) {
    this.settings = requireNonNull(settings);
    this.plans = requireNonNull(plans);
    this.raw = settings.has(Layer.RAW);
    this.staging = settings.has(Layer.STAGING);
    this.stagingTable = StandardTables.staging(settings.h3Resolutions());
  }

  @Setup
  public void setup() {
    h3 = settings.h3Resolutions().isEmpty() ? null : new H3Cells();
  }

  @StartBundle
  public void startBundle() {
    tallies = new LinkedHashMap<>();
    lastSource = null;
    recordsInBundle = 0;
  }

  @ProcessElement
  public void toRows(@Element PvRecord record, ProcessContext context, MultiOutputReceiver out) {
    WktSite site = record.site();
    if (site.source() != lastSource) {
      lastSource = site.source();
      lastTally =
          tallies.computeIfAbsent(
              lastSource, s -> new Tally(planOf(s, context), settings.processedAt().toLocalDate()));
    }
    Tally tally = requireNonNull(lastTally);
    if (raw) {
      out.get(ROWS).output(Rows.raw(tally.plan.raw(), site, settings.processedAt()));
    }
    if (staging) {
      out.get(ROWS)
          .output(
              Rows.staging(
                  stagingTable,
                  record,
                  cells(site),
                  tally.plan.spec().publication().recordDoi(),
                  settings.processedAt()));
    }
    tally.add(record);
    recordsInBundle++;
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    rows.inc(recordsInBundle);
    long now = System.currentTimeMillis();
    tallies.forEach(
        (source, tally) ->
            tally
                .evidence(source, now)
                .forEach(
                    evidence ->
                        context.output(
                            EVIDENCE,
                            KV.of(source.dataset(), EvidenceBytes.of(evidence)),
                            BoundedWindow.TIMESTAMP_MIN_VALUE,
                            GlobalWindow.INSTANCE)));
  }

  /** The site's cells in the columns beside {@code h3_index_12}. */
  private List<Long> cells(WktSite site) {
    H3Cells cells = h3;
    return cells == null
        ? List.of()
        : settings.h3Resolutions().stream()
            .map(r -> cells.cell(site.centroidLon(), site.centroidLat(), r))
            .toList();
  }

  private DatasetPlan planOf(FeatureSource source, ProcessContext context) {
    return requireNonNull(context.sideInput(plans).get(source.dataset()), source.dataset());
  }

  private static final class Tally {
    private final DatasetPlan plan;
    private final boolean sourceAreaIsOutline;
    private final CheckTally checks;
    private final RowRanges rows = new RowRanges();
    private long stored;
    private long repaired;
    private long withArea;
    private double areaM2;

    Tally(DatasetPlan plan, LocalDate today) {
      this.plan = plan;
      this.checks = new CheckTally(new RowChecks(today));
      this.sourceAreaIsOutline =
          plan.profile().candidates(Target.SOURCE_AREA_M2).stream()
              .allMatch(candidate -> "polygon".equals(candidate.kind()));
    }

    void add(PvRecord record) {
      WktSite site = record.site();
      rows.add(site.row());
      checks.add(CheckedRow.of(record), sourceAreaIsOutline);
      stored++;
      repaired += site.repaired() ? 1 : 0;
      if (site.areaM2() != null) {
        withArea++;
        areaM2 += site.areaM2();
      }
    }

    List<Evidence> evidence(FeatureSource source, long now) {
      return List.of(
          new Evidence.Stored(
              new Evidence.RowCounts(
                  source.dataset(), source.sourceFile(), stored, repaired, withArea, areaM2, now)),
          new Evidence.Checked(
              new Evidence.RowsChecked(
                  source.dataset(), source.sourceFile(), checks.results(), rows.ranges())));
    }
  }
}
