package org.icemelt.io.ducklake.internal.schematransform;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Settings of a write, as other languages give them. */
public record WriteConfiguration(Row row) {
  private static final Schema ERRORS =
      Schema.of(
          Field.of("output", FieldType.STRING)
              .withDescription("Name of the output that gets the rows that could not be stored."));

  /** Names and types of the settings, each described. */
  public static final Schema SCHEMA =
      Schema.of(
          Field.of("catalog", FieldType.STRING)
              .withDescription(
                  "The lake's catalog, as it follows \"ducklake:\" in DuckDB's ATTACH: sqlite:PATH, postgres:dbname=... host=..., duckdb:PATH. Passwords come from the workers' environment (PGPASSWORD)."),
          optional(
              "data_path",
              FieldType.STRING,
              "Folder of the lake's data files, local or of a file system that the workers have (s3://...). Needed for a new lake in PostgreSQL; else what the catalog holds."),
          optional(
              "table",
              FieldType.STRING,
              "The table, as NAME or SCHEMA.NAME. Either this or table_field."),
          optional(
              "table_field",
              FieldType.STRING,
              "Name of a string field that says for each row which table it goes into; the other fields are stored."),
          optional(
              "write_disposition",
              FieldType.STRING,
              "What becomes of rows that are there: APPEND (default), MUST_BE_EMPTY, OVERWRITE_TABLE, OVERWRITE_PARTITIONS."),
          optional(
              "partition_by",
              FieldType.array(FieldType.STRING),
              "Partition keys in order: COLUMN, year(COLUMN), month(COLUMN), day(COLUMN), hour(COLUMN) or bucket(N, COLUMN). Default: what the table has."),
          optional(
              "create_table",
              FieldType.BOOLEAN,
              "Whether a missing table is made; true by default."),
          optional(
              "schema_evolution",
              FieldType.array(FieldType.STRING),
              "What may be changed of an existing table's columns: ADD_COLUMNS, WIDEN_TYPES, RELAX_NOT_NULL. Default: nothing."),
          optional(
              "write_id",
              FieldType.STRING,
              "Token by which a repeated commit is recognised. Default: a new one each time the pipeline is built."),
          optional("author", FieldType.STRING, "Author of the snapshot."),
          optional("commit_message", FieldType.STRING, "Message of the snapshot."),
          optional(
              "extra_info",
              FieldType.map(FieldType.STRING, FieldType.STRING),
              "Further texts for the snapshot's extra info."),
          optional(
              "triggering_frequency_seconds",
              FieldType.INT64,
              "For unbounded input, and only for that: how many seconds rows gather before they become a snapshot."),
          optional(
              "error_handling",
              FieldType.row(ERRORS),
              "Where rows go that cannot be stored; without it they fail the pipeline."));

  private static Field optional(String name, FieldType type, String description) {
    return Field.nullable(name, type).withDescription(description);
  }

  String catalog() {
    return String.valueOf(row.getString("catalog"));
  }

  @Nullable String text(String setting) {
    return row.getString(setting);
  }

  @Nullable List<String> texts(String setting) {
    return row.<String>getArray(setting) == null
        ? null
        : List.copyOf(row.<String>getArray(setting));
  }

  @Nullable Map<String, String> extraInfo() {
    return row.getMap("extra_info");
  }

  boolean createsTable() {
    return !Boolean.FALSE.equals(row.getBoolean("create_table"));
  }

  @Nullable Long triggeringFrequencySeconds() {
    return row.getInt64("triggering_frequency_seconds");
  }

  /** Name of the output for failed rows. */
  @Nullable String errors() {
    Row handling = row.getRow("error_handling");
    return handling == null ? null : handling.getString("output");
  }
}
