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
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CommitObserver;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.write.Committer;
import org.jspecify.annotations.Nullable;

/**
 * One writer of the benchmark of small commits, see {@code src/bench/commits.py}. Arguments:
 * catalog, data path, its number, commits, rows a commit, then catalog and data path of a lake to
 * warm up on and how many commits that takes. Makes lake and table, says {@code ready}, waits for a
 * line, and prints when it was done and how long each commit took.
 */
final class CommitBench {
  private static final TableDef T =
      TableDef.of(
          TableId.parse("t"),
          TableSchema.of(
              ColumnDef.of("w", DuckLakeType.INT32),
              ColumnDef.of("s", DuckLakeType.INT32),
              ColumnDef.of("i", DuckLakeType.INT64),
              ColumnDef.of("v", DuckLakeType.FLOAT64),
              ColumnDef.of("n", DuckLakeType.VARCHAR)));

  private CommitBench() {}

  public static void main(String[] arguments) throws Exception {
    Catalog lake = catalog(arguments[0], arguments[1]);
    int writer = Integer.parseInt(arguments[2]);
    int commits = Integer.parseInt(arguments[3]);
    int rows = Integer.parseInt(arguments[4]);
    try (Catalog warmUp = catalog(arguments[5], arguments[6])) {
      for (int s = 0; s < Integer.parseInt(arguments[7]); s++) {
        commit(warmUp, writer, s, rows);
      }
    }
    new Committer(lake, CommitRequest.fresh(), null, CommitObserver.NONE)
        .commit(List.of(new TableChange.CreateTable("", T))); // as the peer does before its clock
    System.out.println("ready");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (in.readLine() == null) {
      return;
    }
    double[] millis = new double[commits];
    for (int s = 0; s < commits; s++) {
      long began = System.nanoTime();
      commit(lake, writer, s, rows);
      millis[s] = (System.nanoTime() - began) / 1e6;
    }
    double end = System.currentTimeMillis() / 1e3;
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "{\"end\": %.3f, \"ok\": %d, \"p50\": %.1f, \"p99\": %.1f}%n",
        end,
        commits,
        millis[commits / 2],
        millis[commits * 99 / 100]);
  }

  /** Kept open from commit to commit, as an endless write and DuckDB's own session keep it. */
  private static Catalog catalog(String address, String dataPath) {
    var catalog = new Catalog(LakeConfig.of(address).withDataPath(dataPath), Clock.systemUTC());
    catalog.keepOpen();
    return catalog;
  }

  private static void commit(Catalog lake, int writer, int s, int rows) throws Exception {
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (long i = 0; i < rows; i++) {
      values.add(Collections.unmodifiableList(Arrays.asList(writer, s, i, i * 0.5, "row-" + i)));
    }
    new Committer(lake, CommitRequest.fresh(), null, CommitObserver.NONE)
        .commit(List.of(new TableChange.AppendRows("", T, values)));
  }
}
