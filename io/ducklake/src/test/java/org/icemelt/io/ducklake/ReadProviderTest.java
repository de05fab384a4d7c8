package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The read that other languages find by its URN. */
class ReadProviderTest {
  @TempDir Path folder;

  private static SchemaTransformProvider provider() {
    return ServiceLoader.load(SchemaTransformProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(one -> one.identifier().equals(DuckLakeReadSchemaTransformProvider.URN))
        .findFirst()
        .orElseThrow();
  }

  private static Row condition(Schema settings, String column, String operator, String value) {
    Schema condition =
        java.util.Objects.requireNonNull(
            java.util.Objects.requireNonNull(
                    settings.getField("where").getType().getCollectionElementType())
                .getRowSchema());
    return Row.withSchema(condition).addValues(column, operator, value).build();
  }

  @Test
  void readsColumnsOfMatchingRowsOfASnapshot() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (id BIGINT, name VARCHAR)",
        "INSERT INTO lake.t SELECT i, 'n' || i FROM range(50) r(i)",
        "DELETE FROM lake.t WHERE id > 10");
    Schema settings = provider().configurationSchema();
    Row configuration =
        Row.withSchema(settings)
            .withFieldValues(
                Map.of(
                    "catalog",
                    lake.catalog(),
                    "table",
                    "t",
                    "snapshot_id",
                    2L,
                    "columns",
                    List.of("name"),
                    "row_ids",
                    true,
                    "where",
                    List.of(condition(settings, "id", ">=", "48"))))
            .build();
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> rows =
        PCollectionRowTuple.empty(pipeline).apply(provider().from(configuration)).get("output");

    PAssert.that(rows)
        .satisfies(
            found -> {
              assertThat(found)
                  .extracting(Row::getValues)
                  .containsExactlyInAnyOrder(List.of(48L, "n48"), List.of(49L, "n49"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void aConditionThatIsNoneIsRefused() {
    Schema settings = provider().configurationSchema();
    Row configuration =
        Row.withSchema(settings)
            .withFieldValues(
                Map.of(
                    "catalog", "sqlite:none",
                    "table", "t",
                    "where", List.of(condition(settings, "id", "like", "4"))))
            .build();
    Pipeline pipeline = Pipeline.create();

    assertThatThrownBy(
            () -> PCollectionRowTuple.empty(pipeline).apply(provider().from(configuration)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id like 4")
        .hasMessageContaining("Operators are =, <>, <, <=, >, >= with a value");
  }
}
