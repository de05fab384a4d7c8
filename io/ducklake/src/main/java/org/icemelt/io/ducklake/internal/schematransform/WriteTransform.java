package org.icemelt.io.ducklake.internal.schematransform;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.providers.ErrorHandling;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.CatalogAddress;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.FailedRow;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.PartitionTransform;
import org.icemelt.io.ducklake.SchemaEvolution;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.WriteResult;
import org.icemelt.io.ducklake.WriteRows;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** A write with the settings of a configuration. */
public final class WriteTransform extends SchemaTransform {
  public static final String INPUT = "input";
  public static final String SNAPSHOTS = "snapshots";

  private static final Schema SNAPSHOT =
      Schema.builder()
          .addStringField("outcome")
          .addNullableField("snapshot_id", Schema.FieldType.INT64)
          .addStringField("write_id")
          .build();
  private static final Pattern BUCKET = Pattern.compile("bucket\\((\\d+)\\s*,\\s*(.+)\\)");
  private static final Pattern PART = Pattern.compile("(year|month|day|hour)\\((.+)\\)");

  private final transient WriteConfiguration settings;

  public WriteTransform(WriteConfiguration settings) {
    this.settings = settings;
  }

  @Override
  public PCollectionRowTuple expand(PCollectionRowTuple inputs) {
    PCollection<Row> rows = inputs.getSinglePCollection();
    WriteResult written = rows.apply("Write", write(rows.getSchema()));
    PCollectionRowTuple outputs =
        PCollectionRowTuple.of(
            SNAPSHOTS,
            written.commits().apply("Snapshots", ParDo.of(new ToRow())).setRowSchema(SNAPSHOT));
    String errors = settings.errors();
    if (errors == null) {
      return outputs;
    }
    Schema schema = ErrorHandling.errorSchema(rows.getSchema());
    return outputs.and(
        errors,
        written
            .getFailedRows()
            .apply("Errors", ParDo.of(new ToError(schema)))
            .setRowSchema(schema));
  }

  private WriteRows write(Schema schema) {
    WriteRows write = withTable(DuckLakeIO.write().withLake(lake()), schema);
    String disposition = settings.text("write_disposition");
    if (disposition != null) {
      write =
          write.withWriteDisposition(
              one(DuckLakeIO.WriteDisposition.class, "write_disposition", disposition));
    }
    List<String> keys = settings.texts("partition_by");
    if (keys != null) {
      write =
          write.withPartitioning(
              keys.stream().map(WriteTransform::partition).toArray(PartitionField[]::new));
    }
    if (!settings.createsTable()) {
      write = write.withoutCreatingTables();
    }
    List<String> rules = settings.texts("schema_evolution");
    if (rules != null) {
      write =
          write.withSchemaEvolution(
              rules.stream()
                  .map(rule -> one(SchemaEvolution.class, "schema_evolution", rule))
                  .toArray(SchemaEvolution[]::new));
    }
    Long seconds = settings.triggeringFrequencySeconds();
    if (seconds != null) {
      write = write.withTriggeringFrequency(Duration.standardSeconds(seconds));
    }
    return withWords(settings.errors() == null ? write : write.withFailedRows());
  }

  private LakeConfig lake() {
    if (settings.catalog().isBlank()) {
      throw new IllegalArgumentException("Invalid configuration: catalog is empty.");
    }
    return LakeConfig.of(CatalogAddress.parse(settings.catalog()), settings.text("data_path"));
  }

  private WriteRows withTable(WriteRows write, Schema schema) {
    String table = settings.text("table");
    String field = settings.text("table_field");
    if (table != null && field == null) {
      return write.to(TableId.parse(table));
    }
    if (field == null || table != null) {
      throw new IllegalArgumentException(
          "Invalid configuration: give either table or table_field.");
    }
    if (!schema.hasField(field)
        || schema.getField(field).getType().getTypeName() != Schema.TypeName.STRING) {
      throw new IllegalArgumentException(
          "Invalid configuration: table_field names \"%s\", which is no string field of the rows."
              .formatted(field));
    }
    return write.to(new TableOfField(field)).withStoredRow(new WithoutField(schema, field));
  }

  private WriteRows withWords(WriteRows write) {
    WriteRows said = write;
    String writeId = settings.text("write_id");
    if (writeId != null) {
      said = said.withWriteId(writeId);
    }
    String author = settings.text("author");
    if (author != null) {
      said = said.withAuthor(author);
    }
    String message = settings.text("commit_message");
    if (message != null) {
      said = said.withMessage(message);
    }
    Map<String, String> info = settings.extraInfo();
    return info == null ? said : said.withExtraInfo(info);
  }

  private static PartitionField partition(String text) {
    Matcher bucket = BUCKET.matcher(text);
    if (bucket.matches()) {
      return PartitionField.bucket(Integer.parseInt(bucket.group(1)), bucket.group(2));
    }
    Matcher part = PART.matcher(text);
    return part.matches()
        ? new PartitionField(part.group(2), PartitionTransform.parse(part.group(1)).orElseThrow())
        : PartitionField.identity(text);
  }

  private static <E extends Enum<E>> E one(Class<E> type, String setting, String text) {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid configuration: %s is \"%s\". Known: %s."
              .formatted(setting, text, Arrays.toString(type.getEnumConstants())),
          e);
    }
  }

  private record TableOfField(String field) implements SerializableFunction<Row, TableId> {
    @Override
    public @Nullable TableId apply(Row row) {
      String name = row.getString(field);
      return name == null ? null : TableId.parse(name);
    }
  }

  private static final class WithoutField implements SerializableFunction<Row, Row> {
    private final Schema rest;
    private final int[] places;

    WithoutField(Schema schema, String field) {
      List<Schema.Field> fields =
          schema.getFields().stream().filter(f -> !f.getName().equals(field)).toList();
      this.rest = Schema.builder().addFields(fields).build();
      this.places = fields.stream().mapToInt(f -> schema.indexOf(f.getName())).toArray();
    }

    @Override
    public Row apply(Row row) {
      Row.Builder stored = Row.withSchema(rest);
      for (int place : places) {
        stored.addValue(row.getValue(place));
      }
      return stored.build();
    }
  }

  private static final class ToRow extends DoFn<CommitResult, Row> {
    @ProcessElement
    public void convert(@Element CommitResult result, OutputReceiver<Row> out) {
      out.output(
          Row.withSchema(SNAPSHOT)
              .addValues(result.outcome().name(), result.snapshotId(), result.writeId())
              .build());
    }
  }

  private static final class ToError extends DoFn<FailedRow, Row> {
    private final Schema schema;

    ToError(Schema schema) {
      this.schema = schema;
    }

    @ProcessElement
    public void convert(@Element FailedRow failed, OutputReceiver<Row> out) {
      out.output(
          Row.withSchema(schema)
              .withFieldValue("failed_row", failed.row())
              .withFieldValue("error_message", failed.reason() + ": " + failed.detail())
              .build());
    }
  }
}
