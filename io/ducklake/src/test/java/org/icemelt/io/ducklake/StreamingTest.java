package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.StreamingOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.CommitResult.Outcome;
import org.icemelt.io.ducklake.DuckLakeIO.WriteDisposition;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.write.CommitPaneFn;
import org.icemelt.io.ducklake.internal.write.SerializedCoder;
import org.joda.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unbounded input: one snapshot for each trigger that had rows. */
class StreamingTest {
  private static final Map<String, ConcurrentLinkedQueue<CommitResult>> SEEN =
      new ConcurrentHashMap<>();
  private static final Map<String, ConcurrentLinkedQueue<String>> FAILED =
      new ConcurrentHashMap<>();
  private static final Duration MINUTE = Duration.standardMinutes(1);
  private static final Schema EVENT =
      Schema.builder().addStringField("kind").addInt64Field("id").build();

  private TestLake lake;
  private String key;

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder);
    key = folder.toString();
    SEEN.put(key, new ConcurrentLinkedQueue<>());
  }

  private static Row event(String kind, long id) {
    return Row.withSchema(EVENT).addValues(kind, id).build();
  }

  private static final class ByKind implements SerializableFunction<Row, TableId> {
    @Override
    public TableId apply(Row row) {
      return TableId.of("main", String.valueOf(row.getString("kind")));
    }
  }

  private static final class See extends DoFn<CommitResult, String> {
    private final String key;

    See(String key) {
      this.key = key;
    }

    @ProcessElement
    public void see(@Element CommitResult result, OutputReceiver<String> out) {
      SEEN.get(key).add(result);
      out.output("seen");
    }
  }

  private WriteRows write() {
    return DuckLakeIO.write()
        .withLake(lake.config)
        .to(new ByKind())
        .withStreamingWriters(2)
        .withTriggeringFrequency(MINUTE);
  }

  private PipelineResult run(WriteRows write, TestStream<Row> stream) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply("Events", stream)
        .setRowSchema(EVENT)
        .apply("Write", write)
        .commits()
        .apply("See", ParDo.of(new See(key)))
        .setCoder(StringUtf8Coder.of());
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  /** Long enough for rows to gather into files, and for files to gather into a snapshot. */
  private static TestStream.Builder<Row> twoTriggers(TestStream.Builder<Row> stream) {
    return stream
        .advanceProcessingTime(MINUTE.plus(Duration.standardSeconds(1)))
        .advanceProcessingTime(MINUTE.plus(Duration.standardSeconds(1)));
  }

  @Test
  void eachTriggerThatHadRowsIsOneSnapshotOfAllTables() throws Exception {
    TestStream.Builder<Row> stream = TestStream.create(EVENT);
    stream = stream.addElements(event("a", 1), event("b", 2), event("a", 3), event("c", 4));
    stream = twoTriggers(stream);
    stream = twoTriggers(stream); // nothing came: no snapshot
    stream = twoTriggers(stream.addElements(event("a", 5), event("c", 6)));
    run(write().withWriteId("endless"), stream.advanceWatermarkToInfinity());

    assertThat(lake.read("FROM lake.a ORDER BY id"))
        .containsExactly(row("a", 1L), row("a", 3L), row("a", 5L));
    assertThat(lake.read("SELECT id FROM lake.b")).containsExactly(row(2L));
    assertThat(lake.read("SELECT id FROM lake.c ORDER BY id")).containsExactly(row(4L), row(6L));
    assertThat(SEEN.get(key))
        .extracting(CommitResult::outcome)
        .containsExactly(Outcome.COMMITTED, Outcome.COMMITTED);
    assertThat(SEEN.get(key)).extracting(CommitResult::snapshotId).containsExactly(1L, 2L);
    assertThat(lake.lake().snapshots())
        .extracting(Lake.SnapshotInfo::extraInfo)
        .satisfiesExactly(
            first -> assertThat(first).isNull(),
            pane -> assertThat(pane).startsWith("{\"write_id\":\"endless\",\"pane\":0,"),
            pane -> assertThat(pane).startsWith("{\"write_id\":\"endless\",\"pane\":1,"));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void rowsThatWaitWhenTheInputEndsAreStored() throws Exception {
    TestStream.Builder<Row> stream = TestStream.create(EVENT);
    run(write(), stream.addElements(event("a", 1), event("a", 2)).advanceWatermarkToInfinity());
    assertThat(lake.read("SELECT id FROM lake.a ORDER BY id")).containsExactly(row(1L), row(2L));
  }

  @Test
  void rowsThatCannotBeStoredComeOut() throws Exception {
    TestStream.Builder<Row> stream = TestStream.create(EVENT);
    Pipeline pipeline = Pipeline.create();
    WriteResult written =
        pipeline
            .apply(
                "Events",
                twoTriggers(stream.addElements(event("a", 1), event("", 2)))
                    .advanceWatermarkToInfinity())
            .setRowSchema(EVENT)
            .apply("Write", write().withFailedRows());
    written
        .getFailedRows()
        .apply("See", ParDo.of(new SeeFailed(key)))
        .setCoder(StringUtf8Coder.of());
    pipeline.run().waitUntilFinish();
    assertThat(lake.read("SELECT id FROM lake.a")).containsExactly(row(1L));
    assertThat(FAILED.get(key)).containsExactly("DESTINATION 2");
  }

  private static final class SeeFailed extends DoFn<FailedRow, String> {
    private final String key;

    SeeFailed(String key) {
      this.key = key;
    }

    @ProcessElement
    public void see(@Element FailedRow failed) {
      FAILED
          .computeIfAbsent(key, k -> new ConcurrentLinkedQueue<>())
          .add(failed.reason() + " " + failed.row().getInt64("id"));
    }
  }

  /** A pane twice, as a runner delivers it that lost its worker after the commit. */
  private static final class Again extends PTransform<PBegin, PCollection<CommitResult>> {
    private final LakeConfig lake;
    private final List<KV<String, Iterable<TableChange>>> panes;

    Again(LakeConfig lake, List<KV<String, Iterable<TableChange>>> panes) {
      this.lake = lake;
      this.panes = panes;
    }

    @Override
    public PCollection<CommitResult> expand(PBegin begin) {
      return begin
          .apply(
              "Panes",
              Create.of(panes)
                  .withCoder(
                      KvCoder.of(
                          StringUtf8Coder.of(), IterableCoder.of(DuckLakeIO.tableChangeCoder()))))
          .apply("Commit", ParDo.of(new CommitPaneFn(lake, CommitRequest.fresh(), null)))
          .setCoder(SerializedCoder.of(CommitResult.class));
    }
  }

  private void deliver(List<KV<String, Iterable<TableChange>>> panes) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply("Again", new Again(lake.config, panes))
        .apply("See", ParDo.of(new See(key)))
        .setCoder(StringUtf8Coder.of());
    pipeline.run().waitUntilFinish();
  }

  private KV<String, Iterable<TableChange>> pane(String writeId, long id) throws Exception {
    TableDef table =
        TableDef.of(TableId.parse("a"), TableSchema.of(ColumnDef.of("id", DuckLakeType.INT64)));
    return KV.of(writeId, lake.append("", table, List.of(row(id))));
  }

  @Test
  void aPaneThatIsDeliveredAgainIsRecognisedWhateverWriteIdTheProgramNowHas() throws Exception {
    var pane = pane("before the restart", 1);
    deliver(List.of(pane));
    deliver(List.of(pane));
    assertThat(SEEN.get(key))
        .extracting(CommitResult::outcome)
        .containsExactly(Outcome.COMMITTED, Outcome.ALREADY_COMMITTED);
    assertThat(SEEN.get(key)).extracting(CommitResult::snapshotId).containsExactly(1L, 1L);
    assertThat(lake.read("SELECT id FROM lake.a")).containsExactly(row(1L));
    assertThat(lake.lake().snapshots()).hasSize(2);
    assertThat(lake.filesOnDisk()).hasSize(1);
  }

  @Test
  void aPaneOfAnOlderStateThatHoldsOtherFilesIsRefused() throws Exception {
    deliver(List.of(pane("endless", 1)));
    var other = pane("endless", 2);
    assertThatThrownBy(() -> deliver(List.of(other)))
        .rootCause()
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("Cannot commit pane 0 of write endless")
        .hasMessageContaining("from its newest checkpoint or savepoint");
    assertThat(lake.read("SELECT id FROM lake.a")).containsExactly(row(1L));
    assertThat(lake.filesOnDisk()).hasSize(1);
  }

  @Test
  void aPaneIsRecognisedAfterItsSnapshotExpiredAndItsFilesWereMergedAway() throws Exception {
    var pane = pane("endless", 1);
    deliver(List.of(pane));
    lake.commit(
        lake.append(
            "",
            ((TableChange.Append) pane.getValue().iterator().next()).file().table(),
            List.of(row(2L))));
    lake.duckdb(
        "CALL ducklake_merge_adjacent_files('lake')",
        "CALL ducklake_expire_snapshots('lake', older_than => now() + INTERVAL 1 DAY)",
        "CALL ducklake_cleanup_old_files('lake', cleanup_all => true)");
    deliver(List.of(pane));
    assertThat(SEEN.get(key))
        .extracting(CommitResult::outcome)
        .containsExactly(Outcome.COMMITTED, Outcome.ALREADY_COMMITTED);
    assertThat(lake.read("SELECT id FROM lake.a ORDER BY id")).containsExactly(row(1L), row(2L));
  }

  @Test
  void unboundedInputNeedsAFrequencyAndBoundedInputHasNone() {
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> endless =
        pipeline
            .apply(GenerateSequence.from(0))
            .apply(MapElements.via(new ToEvent()))
            .setRowSchema(EVENT);
    assertThatThrownBy(() -> endless.apply(DuckLakeIO.write().withLake(lake.config).to("t")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("say with withTriggeringFrequency");
    PCollection<Row> bounded = pipeline.apply(Create.empty(EVENT));
    assertThatThrownBy(() -> bounded.apply(write()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot use withTriggeringFrequency with bounded input");
    assertThatThrownBy(
            () -> endless.apply(write().withWriteDisposition(WriteDisposition.OVERWRITE_TABLE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each trigger would replace what the one before wrote");
    assertThatThrownBy(() -> write().withTriggeringFrequency(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static final class ToEvent extends SimpleFunction<Long, Row> {
    @Override
    public Row apply(Long id) {
      return event("t", id);
    }
  }

  /** As a runner has it that reads bounded sources as if they were unbounded. */
  public interface DataStreamOptions extends PipelineOptions {
    boolean getUseDataStreamForBatch();

    void setUseDataStreamForBatch(boolean value);
  }

  @Test
  void boundedInputIsRefusedWhereARestartWouldRepeatIt() {
    PipelineOptions streaming = PipelineOptionsFactory.create();
    streaming.as(StreamingOptions.class).setStreaming(true);
    PipelineOptions dataStream = PipelineOptionsFactory.create();
    dataStream.as(DataStreamOptions.class).setUseDataStreamForBatch(true);
    for (PipelineOptions options : List.of(streaming, dataStream)) {
      Pipeline pipeline = Pipeline.create(options);
      pipeline
          .apply(Create.of(event("t", 1)).withRowSchema(EVENT))
          .apply(DuckLakeIO.write().withLake(lake.config).to("t"));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("its rows would be stored twice");
    }
  }

  /** The options of Flink's runner that matter here. */
  public interface CheckpointOptions extends PipelineOptions {
    Long getCheckpointingInterval();

    void setCheckpointingInterval(Long value);

    Long getCheckpointTimeoutMillis();

    void setCheckpointTimeoutMillis(Long value);

    int getNumConcurrentCheckpoints();

    void setNumConcurrentCheckpoints(int value);

    Boolean getFailOnCheckpointingErrors();

    void setFailOnCheckpointingErrors(Boolean value);
  }

  private Pipeline endless(PipelineOptions options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(GenerateSequence.from(0))
        .apply(MapElements.via(new ToEvent()))
        .setRowSchema(EVENT)
        .apply(write());
    return pipeline;
  }

  @Test
  void unboundedInputIsRefusedWhereARestartWouldHandItOutTooEarly() {
    CheckpointOptions options = PipelineOptionsFactory.as(CheckpointOptions.class);
    options.setCheckpointingInterval(4000L);
    assertThatThrownBy(endless(options)::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("with --numConcurrentCheckpoints=1:")
        .hasMessageContaining("Give --numConcurrentCheckpoints=152:");
    options.setCheckpointTimeoutMillis(60_000L);
    options.setNumConcurrentCheckpoints(16);
    assertThatThrownBy(endless(options)::run)
        .hasMessageContaining("Give --numConcurrentCheckpoints=17:");
    options.setNumConcurrentCheckpoints(17);
    options.setFailOnCheckpointingErrors(false);
    assertThatThrownBy(endless(options)::run)
        .hasMessageContaining("--failOnCheckpointingErrors=false");
  }
}
