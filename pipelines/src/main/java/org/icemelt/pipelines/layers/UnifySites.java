package org.icemelt.pipelines.layers;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.ScanTask;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;
import org.icemelt.transforms.admin.AdminIndex;
import org.icemelt.transforms.admin.AdminPlace;
import org.icemelt.transforms.admin.Boundary;
import org.icemelt.transforms.duplicates.Verdict;
import org.icemelt.transforms.h3.H3Cells;
import org.icemelt.transforms.statistics.Facts;
import org.icemelt.transforms.statistics.Group;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKTReader;

/** Makes of each stored site its row of the prepared layer, and sums for both layers. */
@InStage(Stage.TRANSFORM)
final class UnifySites extends DoFn<ScanTask, TableRow> {
  static final TupleTag<TableRow> ROWS = new TupleTag<>("rows") {};
  static final TupleTag<KV<String, Piece>> PIECES = new TupleTag<>("pieces") {};

  private final LayersSettings settings;
  private final TableDef table;
  private final PCollectionView<Map<String, Verdict>> verdicts;
  private final PCollectionView<Iterable<Boundary>> boundaries;
  private transient @Nullable WKTReader reader;
  private transient @Nullable H3Cells h3;
  private transient @Nullable AdminIndex admin;
  private transient Sums sums = new Sums();
  private transient Map<String, RowsDigest> seen = Map.of();

  UnifySites(
      LayersSettings settings,
      PCollectionView<Map<String, Verdict>> verdicts,
      PCollectionView<Iterable<Boundary>> boundaries) {
    this.settings = settings;
    this.table = LayerTables.unified(settings.h3Resolutions());
    this.verdicts = verdicts;
    this.boundaries = boundaries;
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.add(DisplayData.item("boundaries", settings.boundaries()));
    builder.add(DisplayData.item("h3Resolutions", settings.h3Resolutions().toString()));
    builder.add(DisplayData.item("snapshot", settings.snapshot()));
  }

  @Setup
  public void setup() {
    reader = new WKTReader();
    h3 = new H3Cells();
  }

  @StartBundle
  public void startBundle() {
    sums = new Sums();
    seen = new TreeMap<>();
  }

  @ProcessElement
  public void unify(ProcessContext context, MultiOutputReceiver out) {
    Map<String, Verdict> duplicates = context.sideInput(verdicts);
    AdminIndex index = admin;
    if (index == null) {
      List<Boundary> all = new ArrayList<>();
      context.sideInput(boundaries).forEach(all::add);
      index = AdminIndex.of(all);
      admin = index;
    }
    try (RowCursor rows = context.element().open()) {
      while (rows.next()) {
        StoredSite site = new StoredSite(rows.values());
        out.get(ROWS).output(row(site, duplicates.get(site.recordId()), index));
      }
    }
  }

  private TableRow row(StoredSite site, @Nullable Verdict duplicate, AdminIndex index) {
    H3Cells cells = requireNonNull(h3);
    Geometry geometry = site.geometry(requireNonNull(reader));
    AdminPlace place = index.place(geometry);
    Envelope box = geometry.getEnvelopeInternal();
    Boundary country = place.country();
    List<@Nullable Object> values = new ArrayList<>(site.values());
    values.add(country == null ? null : country.isoA2());
    values.add(place.region() == null ? null : place.region().name());
    values.add(box.getMinX());
    values.add(box.getMinY());
    values.add(box.getMaxX());
    values.add(box.getMaxY());
    values.add(duplicate == null);
    values.add(duplicate == null ? null : duplicate.duplicateOf());
    values.add(duplicate == null ? null : duplicate.reason().word());
    values.add(duplicate == null ? null : duplicate.overlapRatio());
    values.add(
        place.match() == AdminPlace.Match.NONE
            ? null
            : place.match().name().toLowerCase(Locale.ROOT));
    for (int resolution : settings.h3Resolutions()) {
      values.add(cells.cell(site.lon(), site.lat(), resolution));
    }
    sum(site, duplicate == null, box, country, cells);
    seen.merge(site.dataset(), RowsDigest.of(values), RowsDigest::plus);
    return new TableRow(table, Collections.unmodifiableList(values), site.cell());
  }

  private void sum(
      StoredSite site, boolean primary, Envelope box, @Nullable Boundary country, H3Cells cells) {
    Facts facts =
        new Facts(
            site.dataset(),
            primary && site.counts(),
            primary,
            site.areaM2(),
            site.capacityMw(),
            site.capacityBasis(),
            box.getMinX(),
            box.getMinY(),
            box.getMaxX(),
            box.getMaxY(),
            site.doi(),
            site.processedAt());
    sums.addPrepared(facts, country, cells.cell(site.lon(), site.lat(), Group.Cell.RESOLUTION));
    if (settings.curated()) {
      sums.addCurated(facts, site.lon(), site.lat());
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    Consumer<Piece> out =
        piece ->
            context.output(
                PIECES, KV.of("", piece), BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
    sums.drain(out);
    seen.forEach((dataset, rows) -> out.accept(new Piece.Seen(dataset, rows)));
    seen.clear();
  }
}
