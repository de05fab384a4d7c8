package org.icemelt.io.ducklake.internal.read;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.icemelt.io.ducklake.ChangeKind;
import org.icemelt.io.ducklake.ChangeTask;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.Filter;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.ScanPlan;
import org.icemelt.io.ducklake.ScanPlan.PlannedFile;
import org.icemelt.io.ducklake.ScanTask;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.ColumnTree;
import org.icemelt.io.ducklake.internal.catalog.ScanCatalog;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.DataFile;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.FileBounds;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.InlinedRow;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.TableAt;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.TableContents;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Wanted;

/** Turns a scan into tasks. */
public final class ScanPlanner {
  /** Rows that travel in one task. */
  private static final int INLINED_ROWS = 2_000;

  private ScanPlanner() {}

  public static ScanPlan plan(LakeScan scan) {
    List<ScanSpec> chosen = new ArrayList<>();
    TableContents contents =
        new ScanCatalog(new Catalog(scan.lake(), Clock.systemUTC()))
            .contents(
                scan.table(),
                scan.moment(),
                table -> {
                  ScanSpec spec = spec(scan, table);
                  chosen.add(spec);
                  return new Wanted(spec.read(), spec.bounded());
                });
    return plan(chosen.get(chosen.size() - 1), contents); // the catalog may have been asked again
  }

  public static LakeScan.ScannedTable describe(LakeScan scan) {
    TableAt table =
        new ScanCatalog(new Catalog(scan.lake(), Clock.systemUTC()))
            .table(scan.table(), scan.moment());
    return new LakeScan.ScannedTable(table.snapshotId(), table.name(), schema(spec(scan, table)));
  }

  /** What a scan reads of a table. */
  static ScanSpec spec(LakeScan scan, TableAt table) {
    List<ColumnTree> read = new ArrayList<>();
    List<String> names = scan.columns();
    if (names == null) {
      read.addAll(table.columns());
    } else {
      names.forEach(name -> read.add(FilterBinding.column(table, name)));
    }
    for (ColumnTree column : read) {
      requireKnown(table, column);
    }
    int asked = read.size();
    Filter filter = scan.filter();
    RowTest test = filter == null ? new RowTest.All() : new FilterBinding(table, read).bind(filter);
    return new ScanSpec(table.name(), table.columns(), read, asked, test);
  }

  private static void requireKnown(TableAt table, ColumnTree column) {
    try {
      Objects.requireNonNull(column.type());
    } catch (IllegalArgumentException e) {
      throw new LakeFormatException(
          "Cannot read column \"%s\" of %s: %s Select other columns, or read it with DuckDB."
              .formatted(column.name(), table.name(), e.getMessage()),
          e);
    }
  }

  static TableSchema schema(ScanSpec spec) {
    return new TableSchema(
        spec.read().subList(0, spec.asked()).stream()
            .map(column -> new ColumnDef(column.name(), column.type(), column.nullable()))
            .toList());
  }

  private static ScanPlan plan(ScanSpec spec, TableContents contents) {
    List<ScanTask> tasks = new ArrayList<>();
    List<PlannedFile> files = new ArrayList<>();
    int skipped = 0;
    for (DataFile file : contents.files()) {
      if (spec.test().mayHold(column -> Ranges.ofFile(spec.read().get(column), file))) {
        tasks.add(task(spec, file));
        files.add(planned(file));
      } else {
        skipped++;
      }
    }
    List<InlinedRow> rows = contents.rows();
    tasks.addAll(inlined(spec, rows, ChangeKind.INSERT));
    return new ScanPlan(
        contents.table().snapshotId(),
        contents.table().name(),
        schema(spec),
        tasks,
        files,
        skipped,
        rows.size());
  }

  static List<ChangeTask> inlined(ScanSpec spec, List<InlinedRow> rows, ChangeKind kind) {
    List<ChangeTask> tasks = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += INLINED_ROWS) {
      int to = Math.min(rows.size(), from + INLINED_ROWS);
      tasks.add(new InlinedTask(spec, rows.subList(from, to), kind));
    }
    return tasks;
  }

  private static PlannedFile planned(DataFile file) {
    boolean whole =
        file.upTo() == null && file.deletes() == null && file.deletedPositions().isEmpty();
    return new PlannedFile(
        file.path(), file.recordCount(), file.sizeBytes(), whole, file.names() != null);
  }

  private static FileTask task(ScanSpec spec, DataFile file) {
    return new FileTask(
        spec,
        file.path(),
        file.sizeBytes(),
        file.rowIdStart(),
        file.names(),
        new RowChoice.Live(file.upTo(), file.deletes(), file.deletedPositions()),
        nanFree(spec, file),
        0,
        FileTask.TO_THE_END);
  }

  /** Places of columns that are known to have no NaN in the file. */
  static List<Integer> nanFree(ScanSpec spec, DataFile file) {
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < spec.read().size(); place++) {
      FileBounds bounds = file.bounds().get(spec.read().get(place).id());
      if (bounds != null && Boolean.FALSE.equals(bounds.nan())) {
        places.add(place);
      }
    }
    return List.copyOf(places);
  }
}
