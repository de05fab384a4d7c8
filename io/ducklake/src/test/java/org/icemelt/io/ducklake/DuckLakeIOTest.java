package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckLakeIOTest {
  private static final TableDef A =
      TableDef.of(
              TableId.parse("a"),
              TableSchema.of(
                  ColumnDef.of("part", DuckLakeType.VARCHAR),
                  ColumnDef.required("n", DuckLakeType.INT64)))
          .partitionedBy("part");
  private static final TableDef B =
      TableDef.of(
          TableId.of("other", "b"), TableSchema.of(ColumnDef.of("x", DuckLakeType.FLOAT64)));

  private TestLake lake;

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder);
  }

  /** Stages rows and commits what came of them, as a pipeline does. */
  private static final class WriteAll extends PTransform<PBegin, PCollection<CommitResult>> {
    private final LakeConfig config;
    private final List<TableRow> rows;

    WriteAll(LakeConfig config, List<TableRow> rows) {
      this.config = config;
      this.rows = rows;
    }

    @Override
    public PCollection<CommitResult> expand(PBegin begin) {
      return begin
          .apply("Rows", Create.of(rows).withCoder(DuckLakeIO.tableRowCoder()))
          .apply(
              "Stage", DuckLakeIO.stage().withLake(config).withUnit(row -> row.table().id().name()))
          .apply("Append", MapElements.via(new ToAppend()))
          .setCoder(DuckLakeIO.tableChangeCoder())
          .apply(
              "Commit",
              DuckLakeIO.commit()
                  .withLake(config)
                  .withWriteId("run-7")
                  .withAuthor("me")
                  .withMessage("first")
                  .withExtraInfo(Map.of("run", "7")));
    }
  }

  private static final class ToAppend extends SimpleFunction<StagedFile, TableChange> {
    @Override
    public TableChange apply(StagedFile file) {
      return new TableChange.Append(file.unit(), file);
    }
  }

  @Test
  void rowsOfManyTablesBecomeOneSnapshot() throws Exception {
    List<TableRow> rows = new ArrayList<>();
    double sum = 0;
    for (long i = 0; i < 5_000; i++) {
      rows.add(TableRow.of(A, row("p" + i % 3, i)));
      rows.add(TableRow.of(B, row(i % 7 == 0 ? null : i / 8.0)));
      sum += i % 7 == 0 ? 0 : i / 8.0;
    }
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline.apply("WriteAll", new WriteAll(lake.config, rows));
    pipeline.run().waitUntilFinish();

    assertThat(
            lake.read(
                "SELECT part, sum(n)::BIGINT, count(DISTINCT n) FROM lake.a GROUP BY part ORDER BY part"))
        .containsExactly(
            row("p0", 4_165_833L, 1667L),
            row("p1", 4_167_500L, 1667L),
            row("p2", 4_164_167L, 1666L));
    assertThat(lake.read("SELECT sum(x) FROM lake.other.b")).containsExactly(row(sum));
    assertThat(lake.lake().snapshots()).hasSize(2);
    Lake.SnapshotInfo snapshot = lake.lake().latestSnapshot().orElseThrow();
    assertThat(snapshot.author()).isEqualTo("me");
    assertThat(snapshot.message()).isEqualTo("first");
    assertThat(snapshot.extraInfo())
        .isEqualTo(
            "{\"write_id\":\"run-7\",\"info\":{\"run\":\"7\"},\"files_added\":%d,\"rows_added\":{\"main.a\":5000,\"other.b\":5000},\"rows_removed\":{}}"
                .formatted(lake.filesOnDisk().size()));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void anEmptyPipelineStillTellsOneResult() throws Exception {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    Path told = lake.data().resolveSibling("told");
    pipeline
        .apply("Nothing", Create.empty(DuckLakeIO.tableChangeCoder()))
        .apply("Commit", DuckLakeIO.commit().withLake(lake.config))
        .apply("Outcome", MapElements.via(new OutcomeName()))
        .apply("Tell", org.apache.beam.sdk.io.TextIO.write().to(told.toString()).withoutSharding());
    pipeline.run().waitUntilFinish();
    assertThat(told).hasContent("NOTHING_TO_DO");
  }

  private static final class OutcomeName extends SimpleFunction<CommitResult, String> {
    @Override
    public String apply(CommitResult result) {
      return result.outcome().name();
    }
  }

  @Test
  void aRowThatDoesNotFitFailsThePipelineAndNamesTheColumn() throws Exception {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline.apply("WriteAll", new WriteAll(lake.config, List.of(TableRow.of(A, row("p", null)))));
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .rootCause()
        .hasMessageContaining("the column is NOT NULL");
    assertThat(lake.lake().exists()).isFalse();
    assertThat(lake.filesOnDisk()).isEmpty();
  }

  @Test
  void aLakeMustBeNamed() {
    Pipeline pipeline = Pipeline.create();
    var rows = pipeline.apply(Create.empty(DuckLakeIO.tableRowCoder()));
    assertThatThrownBy(() -> rows.apply(DuckLakeIO.stage()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("withLake is missing");
  }

  @Test
  void elementsSurviveTheirCoders() throws Exception {
    TableRow row = new TableRow(A, row("p", 1L), 42);
    assertThat(org.apache.beam.sdk.util.CoderUtils.clone(DuckLakeIO.tableRowCoder(), row))
        .isEqualTo(row);
    assertThat(SerializableCoder.of(TableDef.class).consistentWithEquals()).isFalse();
  }
}
