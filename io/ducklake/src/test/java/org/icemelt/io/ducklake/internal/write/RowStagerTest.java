package org.icemelt.io.ducklake.internal.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.LakeLayout;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowStagerTest {
  private static final int TABLES = 200;
  private static final int ROWS = 6_000;

  @Test
  void holdsNoMoreThanItsBoundsHoweverManyTablesComeAndLosesNoRow(@TempDir Path folder)
      throws Exception {
    LakeConfig lake =
        LakeConfig.of("sqlite:" + folder.resolve("c.sqlite"))
            .withDataPath(folder.resolve("data") + "/");
    var bounds = new RowStager.Bounds(5, 800_000, 40_000);
    RowStager stager =
        new RowStager(LakeLayout.of(new Catalog(lake, Clock.systemUTC())), null, bounds);
    List<TableDef> tables = new ArrayList<>();
    for (int t = 0; t < TABLES; t++) {
      tables.add(
          TableDef.of(
              TableId.parse("t" + t),
              TableSchema.of(
                  ColumnDef.of("id", DuckLakeType.INT64),
                  ColumnDef.of("text", DuckLakeType.VARCHAR))));
    }
    int mostOpen = 0;
    long mostKept = 0;
    for (long id = 0; id < ROWS; id++) {
      TableDef table = tables.get((int) (id * 7 % TABLES));
      stager.add(TableRow.of(table, List.of(id, id + "x".repeat(100))), "");
      mostOpen = Math.max(mostOpen, stager.openFiles());
      mostKept = Math.max(mostKept, stager.keptBytes());
    }
    List<StagedFile> files = stager.finish();

    assertThat(mostOpen).isPositive().isLessThanOrEqualTo(bounds.openFiles());
    assertThat(mostKept).isGreaterThan(700_000).isLessThanOrEqualTo(bounds.keptBytes());
    assertThat(files.size()).isBetween(TABLES, 5 * TABLES);
    assertThat(files.stream().mapToLong(StagedFile::recordCount).sum()).isEqualTo(ROWS);
    String paths =
        files.stream().map(f -> Judge.literal(f.path())).collect(Collectors.joining(","));
    try (Connection duckdb = Judge.connect()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT count(DISTINCT id), bool_and(text = id || repeat('x', 100)), bool_and(regexp_extract(filename, '/t(\\d+)/', 1)::INT = id * 7 % "
                      + TABLES
                      + ") FROM read_parquet(["
                      + paths
                      + "], filename = true)"))
          .containsExactly(List.of((long) ROWS, true, true));
    }
  }
}
