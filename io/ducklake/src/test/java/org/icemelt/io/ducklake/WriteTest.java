package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.row;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.StreamingOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.DuckLakeIO.WriteDisposition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteTest {
  private static final Schema SITE =
      Schema.builder()
          .addStringField("country")
          .addInt64Field("id")
          .addNullableField("name", FieldType.STRING)
          .build();

  private TestLake lake;

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder);
  }

  private static Row site(String country, long id, String name) {
    return Row.withSchema(SITE).addValues(country, id, name).build();
  }

  private void run(WriteRows write, Row... rows) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply("Rows", Create.of(List.of(rows)).withRowSchema(SITE))
        .apply("Write", write.withLake(lake.config).to("sites"));
    pipeline.run().waitUntilFinish();
  }

  private List<List<Object>> sites() throws Exception {
    return lake.read("SELECT country, id, name FROM lake.sites ORDER BY ALL");
  }

  /** The README's example, word for word but for the paths. */
  @Test
  void theExampleOfTheReadmeRuns() throws Exception {
    LakeConfig config = lake.config;
    Pipeline pipeline = Pipeline.create();

    Schema schema = Schema.builder().addStringField("country").addInt64Field("id").build();
    PCollection<Row> sites =
        pipeline.apply(
            Create.of(Row.withSchema(schema).addValues("IN", 1L).build()).withRowSchema(schema));
    sites.apply(
        DuckLakeIO.write()
            .withLake(config)
            .to("sites")
            .withPartitioning(PartitionField.identity("country"))
            .withWriteDisposition(WriteDisposition.OVERWRITE_PARTITIONS));
    pipeline.run().waitUntilFinish();

    assertThat(lake.read("FROM lake.sites")).containsExactly(row("IN", 1L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void appendedRowsJoinThoseThatAreThere() throws Exception {
    run(DuckLakeIO.write(), site("IN", 1, "a"), site("DE", 2, null));
    run(DuckLakeIO.write(), site("IN", 3, "c"));
    assertThat(sites())
        .containsExactly(row("DE", 2L, null), row("IN", 1L, "a"), row("IN", 3L, "c"));
  }

  @Test
  void anOverwrittenTableHoldsOnlyTheNewRows() throws Exception {
    run(DuckLakeIO.write(), site("IN", 1, "a"), site("DE", 2, null));
    run(
        DuckLakeIO.write().withWriteDisposition(WriteDisposition.OVERWRITE_TABLE),
        site("US", 3, "c"));
    assertThat(sites()).containsExactly(row("US", 3L, "c"));
    run(DuckLakeIO.write().withWriteDisposition(WriteDisposition.OVERWRITE_TABLE));
    assertThat(sites()).isEmpty();
    assertThat(lake.lake().snapshots()).hasSize(4);
  }

  @Test
  void onlyPartitionsThatGetRowsAreOverwritten() throws Exception {
    var write =
        DuckLakeIO.write()
            .withPartitioning(PartitionField.identity("country"))
            .withWriteDisposition(WriteDisposition.OVERWRITE_PARTITIONS);
    run(write, site("IN", 1, "a"), site("IN", 2, "b"), site("DE", 3, "c"));
    run(write.withWriteId("second"), site("IN", 4, "d"));
    assertThat(sites()).containsExactly(row("DE", 3L, "c"), row("IN", 4L, "d"));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void aTableThatMayNotBeMadeIsRefused() {
    assertThatThrownBy(() -> run(DuckLakeIO.write().withoutCreatingTables(), site("IN", 1, "a")))
        .rootCause()
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("\"main\".\"sites\": it does not exist");
  }

  @Test
  void everyBeamTypeKeepsItsValues() throws Exception {
    Schema inner =
        Schema.builder().addInt32Field("x").addNullableField("y", FieldType.STRING).build();
    Schema schema =
        Schema.builder()
            .addByteField("i8")
            .addInt16Field("i16")
            .addInt32Field("i32")
            .addFloatField("f")
            .addBooleanField("b")
            .addByteArrayField("bytes")
            .addDateTimeField("at")
            .addLogicalTypeField("date", SqlTypes.DATE)
            .addLogicalTypeField("ts", SqlTypes.DATETIME)
            .addLogicalTypeField("uuid", SqlTypes.UUID)
            .addLogicalTypeField("num", FixedPrecisionNumeric.of(10, 2))
            .addArrayField("list", FieldType.INT64)
            .addMapField("map", FieldType.STRING, FieldType.DOUBLE)
            .addRowField("row", inner)
            .build();
    Row values =
        Row.withSchema(schema)
            .addValues(
                (byte) -128,
                (short) 32767,
                -5,
                1.5f,
                true,
                new byte[] {0, 1, -1},
                new org.joda.time.DateTime(2020, 1, 2, 3, 4, 5, org.joda.time.DateTimeZone.UTC),
                LocalDate.of(2019, 2, 28),
                LocalDateTime.of(2021, 12, 31, 23, 59, 59, 123_456_000),
                java.util.UUID.fromString("f79c3e09-677c-4bbd-a479-3f349cb785e7"),
                new BigDecimal("-12345.60"),
                List.of(1L, 2L),
                Map.of("k", 0.5),
                Row.withSchema(inner).addValues(7, null).build())
            .build();
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(values).withRowSchema(schema))
        .apply(DuckLakeIO.write().withLake(lake.config).to("types"));
    pipeline.run().waitUntilFinish();

    assertThat(
            lake.read(
                """
                SELECT i8::INT, i16::INT, i32, f::DOUBLE, b, bytes::VARCHAR,
                  ("at" AT TIME ZONE 'UTC')::VARCHAR, date::VARCHAR, ts::VARCHAR, uuid::VARCHAR,
                  num::VARCHAR, list::VARCHAR, map::VARCHAR, "row"::VARCHAR
                FROM lake.types"""))
        .containsExactly(
            row(
                -128,
                32767,
                -5,
                1.5,
                true,
                "\\x00\\x01\\xFF",
                "2020-01-02 03:04:05",
                "2019-02-28",
                "2021-12-31 23:59:59.123456",
                "f79c3e09-677c-4bbd-a479-3f349cb785e7",
                "-12345.60",
                "[1, 2]",
                "{k=0.5}",
                "{'x': 7, 'y': NULL}"));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void aFieldWithoutCounterpartIsRefusedByNameWhenThePipelineIsBuilt() {
    Schema schema = Schema.builder().addDecimalField("price").build();
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> rows = pipeline.apply(Create.empty(schema));
    assertThatThrownBy(() -> rows.apply(DuckLakeIO.write().withLake(lake.config).to("t")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("field \"price\"")
        .hasMessageContaining("FixedPrecisionNumeric");
  }

  @Test
  void overwritingPartitionsNeedsOneColumn() {
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> rows = pipeline.apply(Create.empty(SITE));
    assertThatThrownBy(
            () ->
                rows.apply(
                    DuckLakeIO.write()
                        .withLake(lake.config)
                        .to("t")
                        .withWriteDisposition(WriteDisposition.OVERWRITE_PARTITIONS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exactly one column");
  }

  @Test
  void streamingModeIsRefused() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.as(StreamingOptions.class).setStreaming(true);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.empty(SITE)).apply(DuckLakeIO.write().withLake(lake.config).to("t"));
    assertThatThrownBy(pipeline::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in streaming mode");
  }
}
