package org.icemelt.io.ducklake;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.catalog.CommitStep;
import org.icemelt.io.ducklake.internal.catalog.LakeLayout;
import org.icemelt.io.ducklake.internal.write.Committer;
import org.icemelt.io.ducklake.internal.write.RowStager;
import org.jspecify.annotations.Nullable;

/**
 * The program of a small JVM: commits of many small files that all differ. Arguments: catalog, data
 * path, then for each commit the number of its files. Prints how long each held the catalog's lock.
 */
final class ManyFiles {
  static final int COLUMNS = 20;
  static final TableDef WIDE =
      TableDef.of(
          TableId.parse("wide"),
          new TableSchema(
              IntStream.range(0, COLUMNS)
                  .mapToObj(
                      i ->
                          ColumnDef.of(
                              "c" + i, i % 2 == 0 ? DuckLakeType.INT64 : DuckLakeType.VARCHAR))
                  .toList()));

  private ManyFiles() {}

  /** Row {@code n}, the only one of its file; no two have a value in common. */
  static List<@Nullable Object> row(long n) {
    List<@Nullable Object> row = new ArrayList<>();
    for (long i = 0; i < COLUMNS; i++) {
      row.add(i % 2 == 0 ? (Object) (n * COLUMNS + i) : "v" + (n * COLUMNS + i));
    }
    return row;
  }

  public static void main(String[] arguments) throws Exception {
    LakeConfig config = LakeConfig.of(arguments[0]).withDataPath(arguments[1]);
    Catalog catalog = new Catalog(config, Clock.systemUTC());
    long next = 0;
    for (String count : List.of(arguments).subList(2, arguments.length)) {
      LakeLayout layout = LakeLayout.of(catalog);
      List<TableChange> changes = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(count); i++) {
        var stager = new RowStager(layout);
        stager.add(TableRow.of(WIDE, row(next++)), "");
        for (StagedFile file : stager.finish()) {
          changes.add(new TableChange.Append("", file));
        }
      }
      long began = System.nanoTime();
      long[] held = new long[2];
      new Committer(
              catalog,
              CommitRequest.fresh(),
              null,
              step -> {
                if (step == CommitStep.BEGUN) {
                  held[0] = System.nanoTime();
                } else if (step == CommitStep.COMMITTED) {
                  held[1] = System.nanoTime();
                }
              })
          .commit(changes);
      System.out.printf(
          Locale.ROOT,
          "commit of %s files on %s: lock held %.1f ms, whole commit %.1f ms%n",
          count,
          config.catalog().kind(),
          (held[1] - held[0]) / 1e6,
          (System.nanoTime() - began) / 1e6);
    }
  }
}
