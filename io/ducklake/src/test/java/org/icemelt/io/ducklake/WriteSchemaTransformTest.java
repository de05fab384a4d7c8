package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.schemas.transforms.providers.ErrorHandling;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The write as other languages see it. */
class WriteSchemaTransformTest {
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

  private static SchemaTransformProvider provider() {
    return ServiceLoader.load(SchemaTransformProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.identifier().equals(DuckLakeWriteSchemaTransformProvider.URN))
        .findFirst()
        .orElseThrow();
  }

  private Row configuration(Map<String, Object> settings) {
    Row.FieldValueBuilder row =
        Row.withSchema(provider().configurationSchema())
            .withFieldValue("catalog", lake.catalog())
            .withFieldValue("data_path", lake.config.dataPath());
    for (Map.Entry<String, Object> setting : settings.entrySet()) {
      row = row.withFieldValue(setting.getKey(), setting.getValue());
    }
    return row.build();
  }

  private PCollectionRowTuple apply(Pipeline pipeline, Map<String, Object> settings, Row... rows) {
    return PCollectionRowTuple.of(
            "input", pipeline.apply("Rows", Create.of(List.of(rows)).withRowSchema(SITE)))
        .apply("Write", provider().from(configuration(settings)));
  }

  private static Row site(String country, long id, String name) {
    return Row.withSchema(SITE).addValues(country, id, name).build();
  }

  @Test
  void everySettingIsDescribedAndOnlyTheCatalogIsNeeded() {
    Schema schema = provider().configurationSchema();
    assertThat(schema.getFieldNames())
        .containsExactlyInAnyOrder(
            "author",
            "catalog",
            "commit_message",
            "create_table",
            "data_path",
            "error_handling",
            "extra_info",
            "partition_by",
            "schema_evolution",
            "table",
            "table_field",
            "triggering_frequency_seconds",
            "write_disposition",
            "write_id");
    assertThat(schema.getFields()).allMatch(field -> !field.getDescription().isBlank());
    assertThat(schema.getFields())
        .filteredOn(field -> !field.getType().getNullable())
        .extracting(Schema.Field::getName)
        .containsExactly("catalog");
  }

  @Test
  void writesATableWithAllThatIsSet() throws Exception {
    Pipeline pipeline = Pipeline.create();
    apply(
        pipeline,
        Map.of(
            "table",
            "solar.sites",
            "partition_by",
            List.of("country", "bucket(4, id)"),
            "write_id",
            "w",
            "author",
            "me",
            "commit_message",
            "from elsewhere",
            "extra_info",
            Map.of("k", "v")),
        site("IN", 1, "a"),
        site("DE", 2, null));
    pipeline.run().waitUntilFinish();
    assertThat(lake.read("FROM lake.solar.sites ORDER BY id"))
        .containsExactly(row("IN", 1L, "a"), row("DE", 2L, null));
    Lake.SnapshotInfo snapshot = lake.lake().latestSnapshot().orElseThrow();
    assertThat(snapshot.author()).isEqualTo("me");
    assertThat(snapshot.message()).isEqualTo("from elsewhere");
    assertThat(snapshot.extraInfo())
        .startsWith("{\"write_id\":\"w\",\"info\":{\"k\":\"v\"},\"files_added\":2,");
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void aFieldMayNameTheTableAndFailedRowsComeOut() throws Exception {
    Pipeline pipeline = Pipeline.create();
    PCollectionRowTuple out =
        apply(
            pipeline,
            Map.of(
                "table_field",
                "country",
                "error_handling",
                Row.withSchema(
                        provider()
                            .configurationSchema()
                            .getField("error_handling")
                            .getType()
                            .getRowSchema())
                    .addValue("bad")
                    .build()),
            site("india", 1, "a"),
            site("", 2, "b"),
            site("eu.germany", 3, "c"));
    assertThat(out.getAll().keySet()).containsExactlyInAnyOrder("snapshots", "bad");
    assertThat(out.get("bad").getSchema()).isEqualTo(ErrorHandling.errorSchema(SITE));
    pipeline.run().waitUntilFinish();
    assertThat(lake.read("FROM lake.india")).containsExactly(row(1L, "a"));
    assertThat(lake.read("FROM lake.eu.germany")).containsExactly(row(3L, "c"));
  }

  @Test
  void whatIsWrongWithAConfigurationIsSaid() {
    assertThatThrownBy(() -> apply(Pipeline.create(), Map.of()))
        .hasMessageContaining("give either table or table_field");
    assertThatThrownBy(() -> apply(Pipeline.create(), Map.of("table_field", "id")))
        .hasMessageContaining("\"id\", which is no string field");
    assertThatThrownBy(
            () -> apply(Pipeline.create(), Map.of("table", "t", "write_disposition", "upsert")))
        .hasMessageContaining("write_disposition is \"upsert\". Known: [APPEND");
  }
}
