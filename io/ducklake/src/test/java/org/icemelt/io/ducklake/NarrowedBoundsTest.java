package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Judge;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fault of DuckDB 1.5.5: where one file holds only NULLs in a column, its rewrite forgets the
 * column's bounds, and its next insert takes those of the new rows for all. Once, a filter on such
 * a column found 0 of 156 rows after a run of ours had replaced a partition. Here is who did it.
 */
class NarrowedBoundsTest {
  private static final TableDef SITES =
      TableDef.of(
              TableId.parse("sites"),
              TableSchema.of(
                  ColumnDef.of("dataset", DuckLakeType.VARCHAR),
                  ColumnDef.of("n", DuckLakeType.INT64),
                  ColumnDef.of("area_m2", DuckLakeType.FLOAT64)))
          .partitionedBy("dataset");
  private static final String SMALL = "SELECT count(area_m2) FROM {lake}.sites WHERE area_m2 < 900";
  private static final String REWRITE =
      "CALL ducklake_rewrite_data_files('{lake}', delete_threshold => 0)";
  private static final String INSERT =
      "INSERT INTO {lake}.sites SELECT 'a', 1000 + i, 5000.0 + i FROM range(20) t(i)";

  private TestLake lake;
  private Path folder;

  @BeforeEach
  void aLakeOfOursInWhichDuckDbDeleted(@TempDir Path empty) throws Exception {
    folder = empty;
    lake = new TestLake(folder);
    List<List<@Nullable Object>> outlines = new ArrayList<>();
    List<List<@Nullable Object>> points = new ArrayList<>();
    for (long n = 0; n < 300; n++) {
      outlines.add(row("a", n, 100.0 + n));
      points.add(row("points", 10_000 + n, null));
    }
    List<TableChange> changes = new ArrayList<>(lake.append("a", SITES, outlines));
    changes.addAll(lake.append("points", SITES, points));
    lake.commit(changes);
    lake.duckdb("DELETE FROM lake.sites WHERE dataset = 'a' AND n % 50 = 7");
  }

  private void duckDb(String statement) throws Exception {
    lake.duckdb(statement.replace("{lake}", "lake"));
  }

  private Object small() throws Exception {
    return lake.read(SMALL.replace("{lake}", "lake")).get(0).get(0);
  }

  private void weReplaceAnotherPartition() throws Exception {
    List<TableChange> changes = new ArrayList<>();
    changes.add(new TableChange.ReplacePartition("points", SITES, "points"));
    changes.addAll(lake.append("points", SITES, List.of(row("points", 20_000L, null))));
    lake.commit(changes);
  }

  @Test
  void duckDbsRewriteAndInsertHideRowsBeforeAnyCommitOfOurs() throws Exception {
    lake.leaveOut("it shows a fault of DuckDB's own");
    assertThat(small()).isEqualTo(294L);
    duckDb(REWRITE);
    duckDb(INSERT);
    assertThat(small()).as("after DuckDB's rewrite and insert").isEqualTo(0L);
    weReplaceAnotherPartition();
    assertThat(small()).as("no worse after our replacement").isEqualTo(0L);
    assertThat(
            lake.read(
                "SELECT count(area_m2) FROM (SELECT area_m2 + 0 AS area_m2 FROM lake.sites) WHERE area_m2 < 900"))
        .as("the rows themselves are there")
        .containsExactly(row(294L));
  }

  @Test
  void aLakeThatDuckDbAloneWroteLosesThemToo() throws Exception {
    try (var duck = Judge.connect()) {
      Judge.attach(
          duck,
          "sqlite:" + folder.resolve("control.sqlite"),
          "control",
          AttachOption.dataPath(folder.resolve("control") + "/"));
      Judge.execute(
          duck,
          "CREATE TABLE control.sites (dataset VARCHAR, n BIGINT, area_m2 DOUBLE)",
          "ALTER TABLE control.sites SET PARTITIONED BY (dataset)",
          "BEGIN",
          "INSERT INTO control.sites SELECT 'a', i, 100.0 + i FROM range(300) t(i)",
          "INSERT INTO control.sites SELECT 'points', 10000 + i, NULL FROM range(300) t(i)",
          "COMMIT",
          "DELETE FROM control.sites WHERE dataset = 'a' AND n % 50 = 7");
      String small = SMALL.replace("{lake}", "control");
      assertThat(Judge.value(duck, small)).isEqualTo(294L);
      Judge.execute(duck, REWRITE.replace("{lake}", "control"));
      Judge.execute(duck, INSERT.replace("{lake}", "control"));
      assertThat(Judge.value(duck, small)).isEqualTo(0L);
    }
  }

  @Test
  void aCommitOfOursBetweenTheTwoPreventsIt() throws Exception {
    duckDb(REWRITE);
    weReplaceAnotherPartition();
    assertThat(lake.audit()).isEmpty();
    duckDb(INSERT);
    assertThat(small()).isEqualTo(294L);
    assertThat(lake.audit()).isEmpty();
  }
}
