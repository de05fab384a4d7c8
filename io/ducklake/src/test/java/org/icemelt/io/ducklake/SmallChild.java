package org.icemelt.io.ducklake;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.write.Committer;
import org.jspecify.annotations.Nullable;

/**
 * A process whose files can grow no longer after its start, as on a full disk: commits some rows to
 * a lake and says how that ended. Arguments: catalog, data path, rows, the most bytes of a file,
 * and an empty folder for a lake on which it first loads what it needs.
 */
final class SmallChild {
  static final TableDef T =
      TableDef.of(
          TableId.parse("t"),
          TableSchema.of(
              ColumnDef.of("n", DuckLakeType.INT64), ColumnDef.of("text", DuckLakeType.VARCHAR)));

  private SmallChild() {}

  public static void main(String[] arguments) throws Exception {
    Path warmUp = Path.of(arguments[4]);
    commit(LakeConfig.of("sqlite:" + warmUp.resolve("c")).withDataPath(warmUp.toString()), 1);
    commit(LakeConfig.of("duckdb:" + warmUp.resolve("d")).withDataPath(warmUp.toString()), 1);
    new ProcessBuilder(
            "prlimit",
            "--pid",
            Long.toString(ProcessHandle.current().pid()),
            "--fsize=" + arguments[3])
        .inheritIO()
        .start()
        .waitFor();
    try {
      commit(LakeConfig.of(arguments[0]).withDataPath(arguments[1]), Long.parseLong(arguments[2]));
      System.out.println("committed");
    } catch (DuckLakeException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static void commit(LakeConfig lake, long count) throws Exception {
    List<List<@Nullable Object>> rows =
        LongStream.range(0, count)
            .mapToObj(n -> Collections.<@Nullable Object>unmodifiableList(List.of(n, "x" + n * n)))
            .toList();
    new Committer(lake, CommitRequest.fresh(), Clock.systemUTC())
        .commit(List.of(new TableChange.AppendRows("", T, rows)));
  }
}
