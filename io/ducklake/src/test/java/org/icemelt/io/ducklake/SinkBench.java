package org.icemelt.io.ducklake;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CommitObserver;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.catalog.LakeLayout;
import org.icemelt.io.ducklake.internal.write.Committer;
import org.icemelt.io.ducklake.internal.write.RowStager;
import org.jspecify.annotations.Nullable;

/**
 * The sink alone, see {@code src/bench/sink.py}: rows of bigint, double and varchar that lie in
 * memory are staged and committed on one thread. Arguments: catalog, data path, rows, rounds (each
 * is a commit; the first ones warm up). Prints seconds of each round, and of the processor.
 */
final class SinkBench {
  private static final TableDef T =
      TableDef.of(
          TableId.parse("t"),
          TableSchema.of(
              ColumnDef.of("i", DuckLakeType.INT64),
              ColumnDef.of("v", DuckLakeType.FLOAT64),
              ColumnDef.of("n", DuckLakeType.VARCHAR)));

  private SinkBench() {}

  public static void main(String[] arguments) throws Exception {
    LakeConfig lake = LakeConfig.of(arguments[0]).withDataPath(arguments[1]);
    List<TableRow> rows = rows(Integer.parseInt(arguments[2]));
    var cpu =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
      long began = System.nanoTime();
      long busy = cpu.getProcessCpuTime();
      Catalog catalog = new Catalog(lake, Clock.systemUTC());
      var stager = new RowStager(LakeLayout.of(catalog));
      for (TableRow row : rows) {
        stager.add(row, "");
      }
      List<TableChange> changes = new ArrayList<>();
      stager.finish().forEach(file -> changes.add(new TableChange.Append("", file)));
      new Committer(catalog, CommitRequest.fresh(), null, CommitObserver.NONE).commit(changes);
      System.out.printf(
          Locale.ROOT,
          "{\"round\": %d, \"wall\": %.3f, \"cpu\": %.3f}%n",
          round,
          (System.nanoTime() - began) / 1e9,
          (cpu.getProcessCpuTime() - busy) / 1e9);
    }
  }

  private static List<TableRow> rows(int count) {
    List<TableRow> rows = new ArrayList<>(count);
    for (long i = 0; i < count; i++) {
      List<@Nullable Object> values = Arrays.asList(i, i * 0.5, "row-" + i);
      rows.add(TableRow.of(T, Collections.unmodifiableList(values)));
    }
    return rows;
  }
}
