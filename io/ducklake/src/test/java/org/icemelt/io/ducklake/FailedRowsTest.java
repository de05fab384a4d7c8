package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.FailedRow.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that cannot be stored. */
class FailedRowsTest {
  private static final Map<String, ConcurrentLinkedQueue<Object>> SEEN = new ConcurrentHashMap<>();

  private static final Schema PLANT =
      Schema.builder()
          .addStringField("table")
          .addInt64Field("id")
          .addNullableField("name", FieldType.STRING)
          .addNullableField("at", LakeFieldTypes.TIMESTAMP_NS)
          .build();

  private TestLake lake;
  private String key;

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder);
    key = folder.toString();
    SEEN.put(key, new ConcurrentLinkedQueue<>());
  }

  private static Row plant(String table, long id, String name, LocalDateTime at) {
    return Row.withSchema(PLANT).addValues(table, id, name, at).build();
  }

  private static final List<Row> PLANTS =
      List.of(
          plant("good", 1, "one", LocalDateTime.of(2020, 1, 1, 0, 0)),
          plant("good", 2, null, null),
          plant("good", 3, "three", LocalDateTime.of(3000, 1, 1, 0, 0)),
          plant("good", -4, "four", null),
          plant("", 5, "five", null),
          plant("good", 6, "six", null));

  private static final class ByName implements SerializableFunction<Row, TableId> {
    @Override
    public TableId apply(Row row) {
      return TableId.of("main", String.valueOf(row.getString("table")));
    }
  }

  private static final class Positive implements SerializableFunction<Row, Boolean> {
    @Override
    public Boolean apply(Row row) {
      return row.getInt64("id") > 0;
    }
  }

  /** Hands elements to the test. */
  private static final class See<T> extends DoFn<T, String> {
    private final String key;

    See(String key) {
      this.key = key;
    }

    @ProcessElement
    public void see(@Element T element, OutputReceiver<String> out) {
      SEEN.get(key).add(element);
      out.output("seen");
    }
  }

  private WriteRows write() {
    return DuckLakeIO.write()
        .withLake(lake.config)
        .to(new ByName())
        .withRule("ids are positive", new Positive());
  }

  /** A table in which DuckDB wants a name. */
  private void tableWithNames() throws Exception {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(plant("good", 0, "zero", null)).withRowSchema(PLANT))
        .apply(DuckLakeIO.write().withLake(lake.config).to("good"));
    pipeline.run().waitUntilFinish();
    lake.duckdb("ALTER TABLE lake.good ALTER COLUMN name SET NOT NULL");
  }

  private static PCollection<Row> plants(Pipeline pipeline) {
    return pipeline.apply("Plants", Create.of(PLANTS).withRowSchema(PLANT));
  }

  @Test
  void comeOutWithTheirReasonWhileTheOthersAreStored() throws Exception {
    tableWithNames();
    Pipeline pipeline = Pipeline.create();
    plants(pipeline)
        .apply("Write", write().withFailedRows())
        .getFailedRows()
        .apply("See", ParDo.of(new See<>(key)))
        .setCoder(StringUtf8Coder.of());
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(SEEN.get(key).stream().map(FailedRow.class::cast))
        .extracting(failed -> failed.row().getInt64("id"), FailedRow::reason)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(2L, Reason.NOT_NULL),
            org.assertj.core.groups.Tuple.tuple(3L, Reason.OUT_OF_RANGE),
            org.assertj.core.groups.Tuple.tuple(-4L, Reason.RULE),
            org.assertj.core.groups.Tuple.tuple(5L, Reason.DESTINATION));
    assertThat(SEEN.get(key).stream().map(FailedRow.class::cast))
        .filteredOn(failed -> failed.reason() != Reason.RULE)
        .extracting(FailedRow::detail)
        .anyMatch(text -> text.contains("\"main\".\"good\": column \"name\" of type varchar"))
        .anyMatch(text -> text.contains("column \"at\" of type timestamp_ns"))
        .anyMatch(text -> text.contains("Cannot tell which table a row is for"));
    assertThat(lake.read("SELECT id, name FROM lake.good ORDER BY id"))
        .containsExactly(row(0L, "zero"), row(1L, "one"), row(6L, "six"));
    assertThat(counter(result, "rowsFailed")).isEqualTo(4);
    assertThat(counter(result, "rowsWritten")).isEqualTo(2);
    assertThat(counter(result, "filesWritten")).isPositive();
    assertThat(counter(result, "commits")).isEqualTo(1);
    assertThat(lake.audit()).isEmpty();
  }

  private static long counter(PipelineResult result, String name) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.named(DuckLakeIO.class, name))
                .build())
        .getCounters()
        .iterator()
        .next()
        .getAttempted();
  }

  @Test
  void goToBeamsErrorHandler() throws Exception {
    tableWithNames();
    Pipeline pipeline = Pipeline.create();
    try (ErrorHandler.BadRecordErrorHandler<PCollection<String>> errors =
        pipeline.registerBadRecordErrorHandler(new SeeBad(key))) {
      plants(pipeline).apply("Write", write().withBadRecordErrorHandler(errors));
    }
    pipeline.run().waitUntilFinish();
    assertThat(SEEN.get(key).stream().map(BadRecord.class::cast))
        .hasSize(4)
        .allMatch(bad -> bad.getRecord().getHumanReadableJsonRecord() != null)
        .extracting(bad -> bad.getFailure().getDescription())
        .anyMatch(text -> text.endsWith("NOT_NULL"))
        .anyMatch(text -> text.endsWith("OUT_OF_RANGE"))
        .anyMatch(text -> text.endsWith("RULE"))
        .anyMatch(text -> text.endsWith("DESTINATION"));
    assertThat(lake.read("SELECT id FROM lake.good ORDER BY id"))
        .containsExactly(row(0L), row(1L), row(6L));
  }

  private static final class SeeBad
      extends PTransform<PCollection<BadRecord>, PCollection<String>> {
    private final String key;

    SeeBad(String key) {
      this.key = key;
    }

    @Override
    public PCollection<String> expand(PCollection<BadRecord> bad) {
      return bad.apply("See", ParDo.of(new See<>(key))).setCoder(StringUtf8Coder.of());
    }
  }

  @Test
  void failThePipelineUnlessSomethingElseIsSaid() throws Exception {
    tableWithNames();
    for (Row bad : PLANTS.subList(1, 5)) {
      Pipeline pipeline = Pipeline.create();
      pipeline
          .apply("Plants", Create.of(PLANTS.get(0), bad).withRowSchema(PLANT))
          .apply("Write", write());
      assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
          .as("%s", bad)
          .hasCauseInstanceOf(InvalidRowException.class);
    }
    assertThat(lake.read("SELECT id FROM lake.good")).containsExactly(row(0L));
    assertThat(lake.lake().snapshots()).hasSize(3);
    lake.cleanUpAfterAFailedPipeline();
    assertThat(lake.filesOnDisk()).hasSize(1);
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void areNotToBeHadUnlessAskedFor() {
    Pipeline pipeline = Pipeline.create();
    WriteResult written = plants(pipeline).apply("Write", write());
    assertThatThrownBy(written::getFailedRows)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("withFailedRows()");
  }

  @Test
  void surviveTheirCoder() throws Exception {
    var coder = FailedRow.coder(RowCoder.of(PLANT));
    for (TableId table : new TableId[] {null, TableId.parse("a.b")}) {
      FailedRow failed = new FailedRow(PLANTS.get(0), table, Reason.RULE, "detail");
      assertThat(CoderUtils.clone(coder, failed)).isEqualTo(failed);
    }
  }

  @Test
  void displayDataSaysWhatBecomesOfThem() {
    DisplayData shown = DisplayData.from(write().withFailedRows());
    assertThat(shown.items())
        .extracting(item -> item.getKey() + "=" + item.getValue())
        .contains(
            "table=by row",
            "writeDisposition=APPEND",
            "failingRows=COLLECT",
            "rule-ids are positive=given",
            "catalog=" + lake.catalog());
  }
}
