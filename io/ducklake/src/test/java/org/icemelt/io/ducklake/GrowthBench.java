package org.icemelt.io.ducklake;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CommitObserver;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.write.Committer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code growth.py} runs: a lake whose history grows, 100 rows and one file a snapshot.
 * Arguments: catalog, data path, numbers of snapshots to stop at. At each it prints what a commit,
 * plans and a read take then, in milliseconds (medians), and waits for a line.
 */
final class GrowthBench {
  private static final int ROWS = 100;
  private static final int REPEATS = 7;
  private static final TableDef T =
      TableDef.of(
          TableId.parse("t"),
          TableSchema.of(
              ColumnDef.of("s", DuckLakeType.INT32),
              ColumnDef.of("i", DuckLakeType.INT64),
              ColumnDef.of("n", DuckLakeType.VARCHAR)));

  private GrowthBench() {}

  public static void main(String[] arguments) throws Exception {
    LakeConfig lake = LakeConfig.of(arguments[0]).withDataPath(arguments[1]);
    Catalog catalog = new Catalog(lake, Clock.systemUTC());
    catalog.keepOpen();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int made = 0;
    for (int stop : Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray()) {
      List<Double> commits = new ArrayList<>();
      for (; made < stop; made++) {
        long begun = System.nanoTime();
        append(catalog, made);
        commits.add((System.nanoTime() - begun) / 1e6);
      }
      LakeScan all = LakeScan.of(lake, T.id());
      LakeScan one = all.where(Filter.equal("s", made / 2));
      long middle = all.plan().snapshotId() - made / 2;
      System.out.printf(
          Locale.ROOT,
          "{\"snapshots\": %d, \"commit\": %.1f, \"plan\": %.1f, \"plan of one file\": %.1f,"
              + " \"plan at the middle\": %.1f, \"read of one file\": %.1f}%n",
          made,
          median(commits.subList(Math.max(0, commits.size() - 50), commits.size())),
          timed(all::plan),
          timed(one::plan),
          timed(all.at(middle)::plan),
          timed(() -> read(one)));
      if (in.readLine() == null) {
        return;
      }
    }
  }

  private static void append(Catalog lake, int s) throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (long i = 0; i < ROWS; i++) {
      rows.add(Collections.unmodifiableList(Arrays.asList(s, i, "row-" + i)));
    }
    new Committer(lake, CommitRequest.fresh(), null, CommitObserver.NONE)
        .commit(List.of(new TableChange.AppendRows("", T, rows)));
  }

  private static long read(LakeScan scan) throws Exception {
    long rows = 0;
    try (RowCursor cursor = scan.plan().open()) {
      while (cursor.next()) {
        rows++;
      }
    }
    if (rows != ROWS) {
      throw new IllegalStateException("read " + rows + " rows");
    }
    return rows;
  }

  private static double timed(Callable<?> work) throws Exception {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < REPEATS; i++) {
      long begun = System.nanoTime();
      work.call();
      times.add((System.nanoTime() - begun) / 1e6);
    }
    return median(times);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
