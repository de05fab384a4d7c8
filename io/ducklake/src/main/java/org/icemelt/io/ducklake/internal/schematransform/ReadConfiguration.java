package org.icemelt.io.ducklake.internal.schematransform;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.CatalogAddress;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.Filter;
import org.icemelt.io.ducklake.Filter.Operator;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.ReadRows;
import org.icemelt.io.ducklake.TableId;

/** Settings of a read, as other languages give them. */
public record ReadConfiguration(Row row) {
  private static final String IS_NULL = "is null";
  private static final String IS_NOT_NULL = "is not null";

  private static final Schema CONDITION =
      Schema.of(
          Field.of("column", FieldType.STRING).withDescription("A top-level column."),
          Field.of("operator", FieldType.STRING)
              .withDescription("One of =, <>, <, <=, >, >=, is null, is not null."),
          Field.nullable("value", FieldType.STRING)
              .withDescription("The value, as SQL writes it between quotes."));

  /** Names and types of the settings, each described. */
  public static final Schema SCHEMA =
      Schema.of(
          Field.of("catalog", FieldType.STRING)
              .withDescription(
                  "The lake's catalog, as it follows \"ducklake:\" in DuckDB's ATTACH: sqlite:PATH, postgres:dbname=... host=..., duckdb:PATH. Passwords come from the workers' environment (PGPASSWORD)."),
          Field.of("table", FieldType.STRING).withDescription("The table, as NAME or SCHEMA.NAME."),
          optional(
              "snapshot_id",
              FieldType.INT64,
              "The snapshot to read; default: the newest when the pipeline is built."),
          optional(
              "as_of",
              FieldType.STRING,
              "Instead of snapshot_id a time, such as 2026-01-31T12:00:00Z: the newest snapshot that is not younger."),
          optional(
              "columns",
              FieldType.array(FieldType.STRING),
              "Columns to read, in order; default: all."),
          optional(
              "where",
              FieldType.array(FieldType.row(CONDITION)),
              "Conditions that all have to be true for a row to be read."),
          optional(
              "row_ids",
              FieldType.BOOLEAN,
              "Whether each row comes with its id, in a first field " + ReadRows.ROW_ID + "."));

  private static Field optional(String name, FieldType type, String description) {
    return Field.nullable(name, type).withDescription(description);
  }

  /** The read that the settings ask for. */
  ReadRows read() {
    ReadRows read =
        DuckLakeIO.read()
            .withLake(LakeConfig.of(CatalogAddress.parse(text("catalog")), null))
            .from(TableId.parse(text("table")));
    Long snapshot = row.getInt64("snapshot_id");
    String time = row.getString("as_of");
    if (snapshot != null && time != null) {
      throw new IllegalArgumentException(
          "Invalid configuration: give snapshot_id or as_of, not both.");
    }
    if (snapshot != null) {
      read = read.at(snapshot);
    }
    if (time != null) {
      read = read.asOf(instant(time));
    }
    Collection<String> columns = row.getArray("columns");
    if (columns != null) {
      read = read.select(columns.toArray(String[]::new));
    }
    Collection<Row> conditions = row.getArray("where");
    if (conditions != null) {
      List<Filter> filters = new ArrayList<>();
      conditions.forEach(condition -> filters.add(filter(condition)));
      read = read.where(new Filter.And(filters));
    }
    return Boolean.TRUE.equals(row.getBoolean("row_ids")) ? read.withRowIds() : read;
  }

  private String text(String setting) {
    return String.valueOf(row.getString(setting));
  }

  private static Instant instant(String time) {
    try {
      return Instant.parse(time);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "Invalid configuration: as_of is %s. Write it as 2026-01-31T12:00:00Z.".formatted(time),
          e);
    }
  }

  private static Filter filter(Row condition) {
    String column = String.valueOf(condition.getString("column"));
    String given = String.valueOf(condition.getString("operator")).strip();
    String word = given.toLowerCase(Locale.ROOT);
    if (word.equals(IS_NULL)) {
      return Filter.isNull(column);
    }
    if (word.equals(IS_NOT_NULL)) {
      return Filter.isNotNull(column);
    }
    Optional<Operator> operator =
        Stream.of(Operator.values()).filter(one -> one.sql().equals(word)).findFirst();
    String value = condition.getString("value");
    if (operator.isEmpty() || value == null) {
      throw new IllegalArgumentException(
          "Invalid configuration: where has the condition %s %s %s. Operators are %s with a value, %s and %s without one."
              .formatted(
                  column,
                  given,
                  value,
                  Stream.of(Operator.values()).map(Operator::sql).collect(Collectors.joining(", ")),
                  IS_NULL,
                  IS_NOT_NULL));
    }
    return new Filter.Comparison(column, operator.get(), value);
  }
}
