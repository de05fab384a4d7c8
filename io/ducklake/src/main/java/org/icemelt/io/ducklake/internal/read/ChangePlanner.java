package org.icemelt.io.ducklake.internal.read;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.ChangeKind;
import org.icemelt.io.ducklake.ChangePlan;
import org.icemelt.io.ducklake.ChangeTask;
import org.icemelt.io.ducklake.LakeChanges;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.ChangeCatalog;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.ChangedFile;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Moment;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.TableChanges;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Wanted;
import org.icemelt.io.ducklake.internal.read.RowChoice.Removed.DeletesFrom;

/** Turns changes into tasks: of each file the rows that were added, and those that were removed. */
public final class ChangePlanner {
  private ChangePlanner() {}

  public static ChangePlan plan(LakeChanges changes) {
    LakeScan scan =
        new LakeScan(
            changes.lake(),
            changes.table(),
            new Moment.Snapshot(changes.to()),
            changes.columns(),
            changes.filter());
    List<ScanSpec> chosen = new ArrayList<>();
    TableChanges found =
        new ChangeCatalog(new Catalog(changes.lake(), Clock.systemUTC()))
            .changes(
                changes.table(),
                changes.from(),
                changes.to(),
                table -> {
                  ScanSpec spec = ScanPlanner.spec(scan, table);
                  chosen.add(spec);
                  return new Wanted(spec.read(), List.of());
                });
    ScanSpec spec = chosen.get(chosen.size() - 1); // the catalog may have been asked again
    List<ChangeTask> tasks = new ArrayList<>();
    for (ChangedFile file : found.files()) {
      added(changes, spec, found, file, tasks);
      removed(changes, spec, file, tasks);
    }
    tasks.addAll(ScanPlanner.inlined(spec, found.added(), ChangeKind.INSERT));
    tasks.addAll(ScanPlanner.inlined(spec, found.removed(), ChangeKind.DELETE));
    return new ChangePlan(
        changes.from(), changes.to(), found.table().name(), ScanPlanner.schema(spec), tasks);
  }

  private static void added(
      LakeChanges changes,
      ScanSpec spec,
      TableChanges found,
      ChangedFile file,
      List<ChangeTask> tasks) {
    Long last = file.partialMax();
    if ((last == null ? file.begin() : last) >= changes.from()
        && (last != null || !found.copies().contains(file.begin()))) {
      tasks.add(
          task(
              spec,
              file,
              new RowChoice.Added(file.begin(), changes.from(), changes.to(), found.copies())));
    }
  }

  private static void removed(
      LakeChanges changes, ScanSpec spec, ChangedFile file, List<ChangeTask> tasks) {
    Map<Long, Long> inlined = new HashMap<>(file.inlinedDeletes());
    if (file.end() != null || !file.deletes().isEmpty() || !inlined.isEmpty()) {
      List<DeletesFrom> deletes =
          file.deletes().stream()
              .map(dated -> new DeletesFrom(dated.deletes(), dated.begin()))
              .toList();
      tasks.add(
          task(
              spec,
              file,
              new RowChoice.Removed(deletes, inlined, file.end(), changes.from(), changes.to())));
    }
  }

  private static FileTask task(ScanSpec spec, ChangedFile file, RowChoice choice) {
    return new FileTask(
        spec,
        file.path(),
        file.sizeBytes(),
        file.rowIdStart(),
        file.names(),
        choice,
        List.of(),
        0,
        FileTask.TO_THE_END);
  }
}
