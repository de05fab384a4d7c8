package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.geofiles.SplitDone;
import org.icemelt.io.geofiles.SplitFailed;
import org.icemelt.transforms.harmonise.FieldFill;
import org.icemelt.transforms.harmonise.HarmoniseWarning;
import org.icemelt.transforms.quality.CheckResult;
import org.icemelt.transforms.quality.RowRanges;
import org.jspecify.annotations.Nullable;

/** The evidence on one dataset, gathered; says what does not add up. */
final class DatasetCase {
  /** Sums over one file. */
  static final class FileTally {
    long read;
    long stored;
    long rejected;
    long repaired;
    long filtered;
  }

  private final DatasetPlan plan;
  private final Map<String, FileTally> files = new TreeMap<>();
  private final List<StagedFile> staged = new ArrayList<>();
  private final List<FieldFill> fills = new ArrayList<>();
  private final List<HarmoniseWarning> warnings = new ArrayList<>();
  private final List<SplitFailed> failedSplits = new ArrayList<>();
  private final List<CheckResult> checked = new ArrayList<>();
  private final Map<String, List<RowRanges.Range>> ranges = new TreeMap<>();
  private final BitSet splitsDone = new BitSet();
  private long withArea;
  private double areaM2;
  private long finishedMillis;

  private DatasetCase(DatasetPlan plan) {
    this.plan = plan;
    this.finishedMillis = plan.startedMillis();
    plan.files().forEach(f -> f.layers().forEach(l -> tally(l.sourceFile())));
  }

  static DatasetCase of(String dataset, Iterable<Evidence> evidence) {
    List<Evidence> all = new ArrayList<>();
    @Nullable DatasetPlan plan = null;
    for (Evidence piece : evidence) {
      all.add(piece);
      if (piece instanceof Evidence.Planned planned) {
        plan = planned.plan();
      }
    }
    DatasetCase gathered =
        new DatasetCase(requireNonNull(plan, () -> "no plan for dataset " + dataset));
    all.forEach(gathered::add);
    return gathered;
  }

  private void add(Evidence piece) {
    if (piece instanceof Evidence.Done done) {
      SplitDone split = done.split();
      splitsDone.set(split.index());
      tally(split.sourceFile()).read += split.read();
      tally(split.sourceFile()).filtered += split.filtered();
    } else if (piece instanceof Evidence.Failed failed) {
      failedSplits.add(failed.split());
    } else if (piece instanceof Evidence.Staged file) {
      staged.add(file.file());
    } else if (piece instanceof Evidence.Stored stored) {
      Evidence.RowCounts counts = stored.counts();
      tally(counts.sourceFile()).stored += counts.stored();
      tally(counts.sourceFile()).repaired += counts.repaired();
      withArea += counts.withArea();
      areaM2 += counts.areaM2();
      finishedMillis = Math.max(finishedMillis, counts.finishedMillis());
    } else if (piece instanceof Evidence.Rejected rejected) {
      tally(rejected.counts().sourceFile()).rejected += rejected.counts().rejected();
    } else if (piece instanceof Evidence.Filled filled) {
      fills.add(filled.fill());
    } else if (piece instanceof Evidence.Checked rows) {
      checked.addAll(rows.rows().failed());
      ranges
          .computeIfAbsent(rows.rows().sourceFile(), f -> new ArrayList<>())
          .addAll(rows.rows().rows());
    } else if (piece instanceof Evidence.Warned warned) {
      warnings.add(warned.warning());
    }
  }

  private FileTally tally(String sourceFile) {
    return files.computeIfAbsent(sourceFile, f -> new FileTally());
  }

  /** Why the dataset must be left out whole; null if all adds up. */
  @Nullable DatasetFailure failure(BuildSettings settings) {
    if (plan.failure() != null) {
      return plan.failure();
    }
    if (!failedSplits.isEmpty()) {
      SplitFailed split = failedSplits.get(0);
      return new DatasetFailure(split.code().name(), split.why());
    }
    if (splitsDone.cardinality() != plan.splitCount()) {
      return incomplete(
          "%d of %d splits were read".formatted(splitsDone.cardinality(), plan.splitCount()));
    }
    long inRejects = rowsIn(StandardTables.INGEST_REJECTS);
    boolean addsUp = read() == stored() + rejected() && inRejects == rejected();
    for (TableDef table : Layers.rowTables(settings, plan.raw())) {
      addsUp &= rowsIn(table) == stored();
    }
    if (!addsUp) {
      return incomplete(
          "%d read, %d stored (%d raw and %d staging rows in files), %d rejected (%d in files)"
              .formatted(
                  read(),
                  stored(),
                  rowsIn(plan.raw().table()),
                  rowsIn(StandardTables.STAGING),
                  rejected(),
                  inRejects));
    }
    return null;
  }

  private DatasetFailure incomplete(String what) {
    return new DatasetFailure(
        "DOES_NOT_ADD_UP",
        "Cannot store dataset %s: %s. Run it again; if this repeats, it is a fault of the program."
            .formatted(plan.dataset(), what));
  }

  private long rowsIn(TableDef table) {
    return staged.stream()
        .filter(f -> f.table().id().equals(table.id()))
        .mapToLong(StagedFile::recordCount)
        .sum();
  }

  DatasetPlan plan() {
    return plan;
  }

  Map<String, FileTally> files() {
    return files;
  }

  List<StagedFile> staged() {
    return staged;
  }

  List<FieldFill> fills() {
    return fills;
  }

  /** Checks that failed on some row; one check may come several times. */
  List<CheckResult> checked() {
    return checked;
  }

  /** Which rows of each file were handed to the sink. */
  Map<String, List<RowRanges.Range>> ranges() {
    return ranges;
  }

  List<HarmoniseWarning> warnings() {
    return warnings;
  }

  long read() {
    return files.values().stream().mapToLong(f -> f.read).sum();
  }

  long stored() {
    return files.values().stream().mapToLong(f -> f.stored).sum();
  }

  long rejected() {
    return files.values().stream().mapToLong(f -> f.rejected).sum();
  }

  long repaired() {
    return files.values().stream().mapToLong(f -> f.repaired).sum();
  }

  long filtered() {
    return files.values().stream().mapToLong(f -> f.filtered).sum();
  }

  /** km²; null where no row has an outline. */
  @Nullable Double areaKm2() {
    return withArea == 0 ? null : areaM2 / 1e6;
  }

  double seconds() {
    return (finishedMillis - plan.startedMillis()) / 1000.0;
  }
}
