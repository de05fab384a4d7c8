package org.icemelt.pipelines.layers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;
import org.icemelt.transforms.admin.Boundary;
import org.icemelt.transforms.statistics.Group;
import org.icemelt.transforms.statistics.Totals;
import org.jspecify.annotations.Nullable;

/**
 * Puts all that the workers say into one commit. Each dataset's rows and each table of sums are a
 * unit of their own, whose fingerprint is that of its rows: the commit leaves out what is in the
 * lake already.
 */
@InStage(Stage.SINK)
final class AssembleLayers extends DoFn<KV<String, Iterable<Piece>>, TableChange> {
  private static final String UNIT = "layer/";
  private static final String AGAIN = " again";

  private final LayersSettings settings;
  private final PCollectionView<Iterable<Boundary>> boundaries;
  private final PCollectionView<Iterable<SourceNote>> notes;

  AssembleLayers(
      LayersSettings settings,
      PCollectionView<Iterable<Boundary>> boundaries,
      PCollectionView<Iterable<SourceNote>> notes) {
    this.settings = settings;
    this.boundaries = boundaries;
    this.notes = notes;
  }

  /** The unit of a dataset's rows in the prepared layer. */
  static String unit(String dataset) {
    return UNIT + LayerTables.UNIFIED.name() + "/" + dataset;
  }

  /** The unit under which the lake keeps what its layers were computed from. */
  static String sourceUnit(boolean curatedOnly) {
    return UNIT + (curatedOnly ? "curated-source" : "source");
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.add(DisplayData.item("prepared", settings.prepared()));
    builder.add(DisplayData.item("curated", settings.curated()));
  }

  @ProcessElement
  public void assemble(ProcessContext context) {
    Map<String, RowsDigest> seen = new TreeMap<>();
    Map<Group, Totals> totals = new HashMap<>();
    List<StagedFile> files = new ArrayList<>();
    for (Piece piece : context.element().getValue()) {
      if (piece instanceof Piece.Seen rows && rows.rows().rows() > 0) {
        seen.merge(rows.dataset(), rows.rows(), RowsDigest::plus);
      } else if (piece instanceof Piece.Summed sum) {
        sum.totals()
            .forEach((group, part) -> totals.computeIfAbsent(group, g -> new Totals()).add(part));
      } else if (piece instanceof Piece.Staged staged) {
        files.add(staged.file());
      }
    }
    List<TableChange> changes = new ArrayList<>();
    if (settings.prepared()) {
      unified(seen, files, changes);
      table(LayerTables.COUNTRIES, LayerRows.countries(totals), changes);
      table(LayerTables.CELLS, LayerRows.cells(totals), changes);
      table(LayerTables.BOUNDARIES, LayerRows.boundaries(context.sideInput(boundaries)), changes);
    }
    if (settings.curated()) {
      Map<String, SourceNote> latest = SourceNote.latest(context.sideInput(notes));
      table(LayerTables.SUMMARY, LayerRows.summary(totals, latest), changes);
      table(LayerTables.GRID, LayerRows.grid(totals), changes);
    }
    changes.addAll(LakeViews.of(settings.prepared(), settings.curated()));
    changes.add(
        new TableChange.Fingerprint(sourceUnit(!settings.prepared()), LayersSource.text(settings)));
    changes.forEach(context::output);
  }

  private void unified(
      Map<String, RowsDigest> seen, List<StagedFile> files, List<TableChange> changes) {
    TableDef table = LayerTables.unified(settings.h3Resolutions());
    changes.add(new TableChange.CreateTable("", table));
    Set<String> datasets = new TreeSet<>(settings.formerDatasets());
    datasets.addAll(seen.keySet());
    for (String dataset : datasets) {
      String unit = unit(dataset);
      RowsDigest rows = seen.getOrDefault(dataset, RowsDigest.NONE);
      String columns = settings.h3Resolutions().toString();
      print(table, unit, rows.text() + columns, changes);
      changes.add(new TableChange.ReplacePartition(unit, table, dataset));
    }
    files.forEach(file -> changes.add(new TableChange.Append(file.unit(), file)));
  }

  private void table(
      TableDef table, Collection<List<@Nullable Object>> rows, List<TableChange> changes) {
    String unit = UNIT + table.id().name();
    RowsDigest digest = rows.stream().map(RowsDigest::of).reduce(RowsDigest.NONE, RowsDigest::plus);
    print(table, unit, digest.text(), changes);
    changes.add(new TableChange.ReplaceTable(unit, table));
    changes.add(new TableChange.AppendRows(unit, table, List.copyOf(rows)));
  }

  /**
   * The same text as the lake's makes the commit leave the unit out. Rows that the lake had, but
   * whose table is gone, get the text in its other form, and are written again.
   */
  private void print(TableDef table, String unit, String text, List<TableChange> changes) {
    String stored = Lake.of(settings.lake()).fingerprint(unit).orElse("");
    boolean same = stored.equals(text) || stored.equals(text + AGAIN);
    String print = same ? stored : text;
    if (same && settings.missing().contains(table.id())) {
      print = stored.equals(text) ? text + AGAIN : text;
    }
    changes.add(new TableChange.Fingerprint(unit, print));
  }
}
