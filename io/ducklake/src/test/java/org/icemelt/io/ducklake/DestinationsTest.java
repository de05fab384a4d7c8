package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.metrics.Lineage;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.DuckLakeIO.WriteDisposition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that find their tables at run time. */
class DestinationsTest {
  private static final int TABLES = 2_000;
  private static final Schema EVENT =
      Schema.builder()
          .addStringField("kind")
          .addInt64Field("id")
          .addNullableField("text", FieldType.STRING)
          .build();

  private TestLake lake;

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder);
  }

  private static Row event(String kind, long id, String text) {
    return Row.withSchema(EVENT).addValues(kind, id, text).build();
  }

  private Pipeline pipeline(WriteRows write, List<Row> rows) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.as(DirectOptions.class).setEnforceImmutability(false); // encodes all, over and over
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Rows", Create.of(rows).withRowSchema(EVENT))
        .apply("Write", write.withLake(lake.config));
    return pipeline;
  }

  private static final class TableOfKind implements SerializableFunction<Row, TableId> {
    @Override
    public TableId apply(Row row) {
      return TableId.of("events", row.getString("kind"));
    }
  }

  /** A row of the columns that its kind has, known only when the row is there. */
  private static final class ColumnsOfKind implements SerializableFunction<Row, Row> {
    @Override
    public Row apply(Row row) {
      String kind = row.getString("kind");
      Schema schema = Schema.builder().addInt64Field("id").addStringField("of_" + kind).build();
      return Row.withSchema(schema).addValues(row.getInt64("id"), row.getString("text")).build();
    }
  }

  @Test
  void twoThousandTablesOfOneJobAreOneSnapshot() throws Exception {
    lake.leaveOut("the audit of two thousand tables takes minutes");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < TABLES + 20; i++) {
      rows.add(event("t" + i % TABLES, i, "text " + i));
    }
    pipeline(DuckLakeIO.write().to(new TableOfKind()), rows).run().waitUntilFinish();

    assertThat(lake.lake().snapshots()).hasSize(2);
    assertThat(lake.lake().tables()).hasSize(TABLES);
    String all =
        IntStream.range(0, TABLES)
            .filter(i -> i % 20 == 7)
            .mapToObj(i -> "SELECT " + i + " AS n, * FROM lake.events.t" + i)
            .collect(Collectors.joining(" UNION ALL "));
    assertThat(
            lake.read(
                "SELECT count(*), count(DISTINCT id), bool_and(id % "
                    + TABLES
                    + " = n), bool_and(text = 'text ' || id), bool_and(kind = 't' || n) FROM ("
                    + all
                    + ")"))
        .containsExactly(row(101L, 101L, true, true, true));
  }

  @Test
  void aTablesColumnsAreThoseOfWhatIsStored() throws Exception {
    pipeline(
            DuckLakeIO.write().to(new TableOfKind()).withStoredRow(new ColumnsOfKind()),
            List.of(event("a", 1, "x"), event("b", 2, "y"), event("a", 3, "z")))
        .run()
        .waitUntilFinish();
    assertThat(lake.read("SELECT id, of_a FROM lake.events.a ORDER BY id"))
        .containsExactly(row(1L, "x"), row(3L, "z"));
    assertThat(lake.read("SELECT id, of_b FROM lake.events.b")).containsExactly(row(2L, "y"));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void onlyTablesThatGetRowsAreOverwritten() throws Exception {
    WriteRows write = DuckLakeIO.write().to(new TableOfKind());
    pipeline(write, List.of(event("a", 1, "x"), event("b", 2, "y"))).run().waitUntilFinish();
    pipeline(
            write.withWriteDisposition(WriteDisposition.OVERWRITE_TABLE).withWriteId("the second"),
            List.of(event("a", 9, "new")))
        .run()
        .waitUntilFinish();
    assertThat(lake.read("SELECT id FROM lake.events.a")).containsExactly(row(9L));
    assertThat(lake.read("SELECT id FROM lake.events.b")).containsExactly(row(2L));
  }

  @Test
  void beamIsToldWhichTablesWereWritten() {
    var result =
        pipeline(
                DuckLakeIO.write().to(new TableOfKind()),
                List.of(event("a", 1, "x"), event("b", 2, "y")))
            .run();
    result.waitUntilFinish();
    assertThat(Lineage.query(result.metrics(), Lineage.Type.SINK))
        .hasSize(2)
        .allMatch(name -> name.startsWith("ducklake:"))
        .anyMatch(name -> name.endsWith(".events.a"))
        .anyMatch(name -> name.endsWith(".events.b"));
  }

  @Test
  void aTableIsNeeded() {
    assertThatThrownBy(() -> pipeline(DuckLakeIO.write(), List.of(event("a", 1, "x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("to is missing");
    assertThatThrownBy(
            () ->
                pipeline(
                    DuckLakeIO.write().to("t").withStoredRow(new ColumnsOfKind()),
                    List.of(event("a", 1, "x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot use withStoredRow with one table");
  }
}
