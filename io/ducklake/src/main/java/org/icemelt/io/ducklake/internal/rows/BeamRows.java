package org.icemelt.io.ducklake.internal.rows;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.FixedString;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.apache.beam.sdk.schemas.logicaltypes.UuidLogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.VariableBytes;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.LakeFieldTypes;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.ducklake.internal.parquet.ScalarTypes;
import org.jspecify.annotations.Nullable;

/** Beam's schemas and rows as DuckLake's columns and values. */
public final class BeamRows implements Serializable {
  /** Makes a DuckLake value of a non-null Beam value. */
  private interface Conversion extends Serializable {
    Object of(Object value);
  }

  private record Mapped(DuckLakeType type, Conversion conversion) implements Serializable {
    static Mapped as(DuckLakeType type) {
      return new Mapped(type, value -> value);
    }
  }

  private static final Set<String> INSTANTS =
      Set.of(MicrosInstant.IDENTIFIER, NanosInstant.IDENTIFIER, Timestamp.IDENTIFIER);

  private final TableSchema schema;
  private final List<Conversion> conversions;

  private BeamRows(TableSchema schema, List<Conversion> conversions) {
    this.schema = schema;
    this.conversions = conversions;
  }

  /**
   * @throws IllegalArgumentException if a field has no counterpart, naming it
   */
  public static BeamRows of(Schema beam) {
    List<ColumnDef> columns = new ArrayList<>();
    List<Conversion> conversions = new ArrayList<>();
    for (Field field : beam.getFields()) {
      Mapped mapped = map(field.getName(), field.getType());
      columns.add(
          named(
              field.getName(),
              () -> new ColumnDef(field.getName(), mapped.type, field.getType().getNullable())));
      conversions.add(mapped.conversion);
    }
    return new BeamRows(new TableSchema(columns), conversions);
  }

  public TableSchema schema() {
    return schema;
  }

  /** A row's values as DuckLake takes them. */
  public List<@Nullable Object> values(Row row) {
    List<@Nullable Object> values = new ArrayList<>(conversions.size());
    for (int i = 0; i < conversions.size(); i++) {
      Object value = row.getValue(i);
      values.add(value == null ? null : conversions.get(i).of(value));
    }
    return Collections.unmodifiableList(values);
  }

  private static Mapped map(String path, FieldType type) {
    return switch (type.getTypeName()) {
      case BYTE -> Mapped.as(DuckLakeType.INT8);
      case INT16 -> Mapped.as(DuckLakeType.INT16);
      case INT32 -> Mapped.as(DuckLakeType.INT32);
      case INT64 -> Mapped.as(DuckLakeType.INT64);
      case FLOAT -> Mapped.as(DuckLakeType.FLOAT32);
      case DOUBLE -> Mapped.as(DuckLakeType.FLOAT64);
      case BOOLEAN -> Mapped.as(DuckLakeType.BOOLEAN);
      case STRING -> Mapped.as(DuckLakeType.VARCHAR);
      case BYTES -> Mapped.as(DuckLakeType.BLOB);
      case DATETIME ->
          new Mapped(
              DuckLakeType.TIMESTAMPTZ,
              value -> Instant.ofEpochMilli(((org.joda.time.ReadableInstant) value).getMillis()));
      case ARRAY, ITERABLE -> list(path, type);
      case MAP -> mapOf(path, type);
      case ROW -> struct(path, type);
      case LOGICAL_TYPE -> logical(path, type);
      case DECIMAL ->
          throw refused(
              path,
              "DECIMAL, which has no precision and scale; use the logical type FixedPrecisionNumeric");
    };
  }

  private static IllegalArgumentException refused(String path, String what) {
    return new IllegalArgumentException(
        "Cannot write field \"%s\" to DuckLake: it is of type %s.".formatted(path, what));
  }

  /** What {@code made} makes; where it refuses, the field is named. */
  private static <T> T named(String path, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot write field \"%s\" to DuckLake: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static FieldType required(@Nullable FieldType part, String path) {
    if (part == null) {
      throw new IllegalArgumentException(
          "Invalid schema: field \"" + path + "\" lacks the type of its elements.");
    }
    return part;
  }

  private static Mapped list(String path, FieldType type) {
    Mapped element = map(path + ".element", required(type.getCollectionElementType(), path));
    return new Mapped(
        DuckLakeType.list(element.type),
        value -> {
          List<@Nullable Object> items = new ArrayList<>();
          for (Object item : (Iterable<?>) value) {
            items.add(item == null ? null : element.conversion.of(item));
          }
          return Collections.unmodifiableList(items);
        });
  }

  private static Mapped mapOf(String path, FieldType type) {
    Mapped key = map(path + ".key", required(type.getMapKeyType(), path));
    Mapped mapped = map(path + ".value", required(type.getMapValueType(), path));
    return new Mapped(
        DuckLakeType.map(key.type, mapped.type),
        value -> {
          Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
          for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            Object item = entry.getValue();
            entries.put(
                key.conversion.of(entry.getKey()),
                item == null ? null : mapped.conversion.of(item));
          }
          return Collections.unmodifiableMap(entries);
        });
  }

  private static Mapped struct(String path, FieldType type) {
    Schema schema = type.getRowSchema();
    if (schema == null) {
      throw new IllegalArgumentException(
          "Invalid schema: field \"" + path + "\" is a row without a schema.");
    }
    List<ColumnDef> fields = new ArrayList<>();
    List<Conversion> conversions = new ArrayList<>();
    for (Field field : schema.getFields()) {
      Mapped mapped = map(path + "." + field.getName(), field.getType());
      fields.add(named(path, () -> ColumnDef.of(field.getName(), mapped.type)));
      conversions.add(mapped.conversion);
    }
    BeamRows rows = new BeamRows(named(path, () -> new TableSchema(fields)), conversions);
    return new Mapped(
        DuckLakeType.struct(fields.toArray(ColumnDef[]::new)), value -> rows.values((Row) value));
  }

  private static Mapped logical(String path, FieldType type) {
    LogicalType<?, ?> logical = type.getLogicalType();
    String id = logical == null ? "" : logical.getIdentifier();
    if (id.equals(SqlTypes.DATE.getIdentifier())) {
      return Mapped.as(DuckLakeType.DATE);
    }
    if (id.equals(SqlTypes.TIME.getIdentifier())) {
      return Mapped.as(DuckLakeType.TIME);
    }
    if (id.equals(SqlTypes.DATETIME.getIdentifier())) {
      return Mapped.as(DuckLakeType.TIMESTAMP);
    }
    if (INSTANTS.contains(id)) {
      return Mapped.as(DuckLakeType.TIMESTAMPTZ);
    }
    String own = LakeFieldTypes.catalogText(id);
    if (own != null) {
      return Mapped.as(named(path, () -> ScalarTypes.parse(own)));
    }
    if (id.equals(UuidLogicalType.IDENTIFIER)) {
      return Mapped.as(DuckLakeType.UUID);
    }
    if (logical instanceof FixedBytes || logical instanceof VariableBytes) {
      return Mapped.as(DuckLakeType.BLOB);
    }
    if (logical instanceof FixedString || logical instanceof VariableString) {
      return Mapped.as(DuckLakeType.VARCHAR);
    }
    if (logical instanceof EnumerationType enumeration) {
      return new Mapped(
          DuckLakeType.VARCHAR, value -> enumeration.toString((EnumerationType.Value) value));
    }
    if (logical instanceof FixedPrecisionNumeric && logical.getArgument() instanceof Row size) {
      Integer precision = size.getInt32("precision");
      Integer scale = size.getInt32("scale");
      if (precision != null && scale != null) {
        return Mapped.as(named(path, () -> DuckLakeType.decimal(precision, scale)));
      }
    }
    throw refused(path, "the logical type " + id + ", which has no counterpart");
  }
}
