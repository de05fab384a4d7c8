package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of snapshots, as a bounded and as an endless collection. */
class FollowTest {
  private static final TableDef TABLE =
      TableDef.of(
          TableId.parse("t"),
          TableSchema.of(
              ColumnDef.of("id", DuckLakeType.INT64), ColumnDef.of("name", DuckLakeType.VARCHAR)));
  private static final BlockingQueue<List<Object>> FOUND = new LinkedBlockingQueue<>();

  @TempDir Path folder;

  private static final class Note extends DoFn<Row, Void> {
    @ProcessElement
    public void process(@Element Row row) {
      FOUND.add(row.getValues());
    }
  }

  private static List<List<Object>> next(int count) throws InterruptedException {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> row = FOUND.poll(60, TimeUnit.SECONDS);
      assertThat(row).as("change %d of %d after %s", i + 1, count, rows).isNotNull();
      rows.add(row);
    }
    return rows;
  }

  @Test
  void newSnapshotsArriveWhileThePipelineRuns() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.commit(lake.append("u", TABLE, List.of(TestLake.row(1L, "one"), TestLake.row(2L, "two"))));
    Pipeline pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs("--blockOnRun=false").create());
    PCollection<Row> changes =
        pipeline.apply(
            "Follow",
            DuckLakeIO.readChanges()
                .withLake(lake.config)
                .from("t")
                .following(1, Duration.ofMillis(50)));
    assertThat(changes.isBounded()).isEqualTo(IsBounded.UNBOUNDED);
    changes.apply("Note", ParDo.of(new Note()));
    FOUND.clear();
    PipelineResult running = pipeline.run();

    assertThat(next(2))
        .containsExactlyInAnyOrder(
            List.of(1L, "insert", 0L, 1L, "one"), List.of(1L, "insert", 1L, 2L, "two"));
    lake.commit(lake.append("u", TABLE, List.of(TestLake.row(3L, "three"))));
    assertThat(next(1)).containsExactly(List.of(2L, "insert", 2L, 3L, "three"));
    List<TableChange> replace = new ArrayList<>();
    replace.add(new TableChange.ReplaceTable("u", TABLE));
    replace.addAll(lake.append("u", TABLE, List.of(TestLake.row(4L, "four"))));
    lake.commit(replace);
    assertThat(next(4))
        .containsExactlyInAnyOrder(
            List.of(3L, "delete", 0L, 1L, "one"),
            List.of(3L, "delete", 1L, 2L, "two"),
            List.of(3L, "delete", 2L, 3L, "three"),
            List.of(3L, "insert", 3L, 4L, "four"));
    running.cancel();
    assertThat(FOUND).isEmpty();
  }

  @Test
  void aCursorOlderThanTheOldestSnapshotNamesBoth() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (id BIGINT)",
        "INSERT INTO lake.t SELECT i FROM range(50) r(i)",
        "INSERT INTO lake.t SELECT i FROM range(50) r(i)",
        "CALL ducklake_expire_snapshots('lake', versions => [0, 1, 2])");
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(
        "Follow",
        DuckLakeIO.readChanges()
            .withLake(lake.config)
            .from("t")
            .following(2, Duration.ofMillis(50)));

    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasStackTraceContaining("snapshot 2")
        .hasStackTraceContaining("the oldest there is is 3");
  }

  @Test
  void betweenTwoSnapshotsTheChangesAreBounded() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (id BIGINT, name VARCHAR)",
        "INSERT INTO lake.t SELECT i, 'n' || i FROM range(50) r(i)",
        "UPDATE lake.t SET name = 'new' WHERE id = 7",
        "DELETE FROM lake.t WHERE id = 8");
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(
            "Read",
            DuckLakeIO.readChanges()
                .withLake(lake.config)
                .from("t")
                .between(3, 4)
                .where(Filter.atMost("id", 8)))
        .apply("Note", ParDo.of(new Note()));
    FOUND.clear();
    pipeline.run().waitUntilFinish();

    assertThat(new ArrayList<>(FOUND))
        .containsExactlyInAnyOrder(
            List.of(3L, "delete", 7L, 7L, "n7"),
            List.of(3L, "insert", 7L, 7L, "new"),
            List.of(4L, "delete", 8L, 8L, "n8"));
  }
}
