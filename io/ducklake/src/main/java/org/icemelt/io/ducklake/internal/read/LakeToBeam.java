package org.icemelt.io.ducklake.internal.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.UuidLogicalType;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.ListType;
import org.icemelt.io.ducklake.DuckLakeType.MapType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;
import org.icemelt.io.ducklake.DuckLakeType.StructType;
import org.icemelt.io.ducklake.TableSchema;
import org.jspecify.annotations.Nullable;

/** DuckLake's columns and values as Beam's. */
public final class LakeToBeam {
  /** Makes a Beam value of a non-null value of a column. */
  @FunctionalInterface
  interface Conversion extends Serializable {
    Object of(Object value);
  }

  private LakeToBeam() {}

  /**
   * @param before names of INT64 fields that come first
   */
  public static Schema schema(TableSchema columns, List<String> before) {
    Schema.Builder schema = Schema.builder();
    for (String name : before) {
      if (columns.indexOf(name) >= 0) {
        throw new IllegalArgumentException(
            "Cannot read the table: its column \"%s\" has the name of a field that is added. Select other columns."
                .formatted(name));
      }
      schema.addField(name, FieldType.INT64);
    }
    for (ColumnDef column : columns.columns()) {
      schema.addField(column.name(), type(column.type()).withNullable(column.nullable()));
    }
    return schema.build();
  }

  private static FieldType type(DuckLakeType type) {
    if (type instanceof ListType list) {
      return FieldType.array(type(list.element()).withNullable(true));
    }
    if (type instanceof MapType map) {
      return FieldType.map(type(map.key()), type(map.value()).withNullable(true));
    }
    if (type instanceof StructType struct) {
      return FieldType.row(struct(struct));
    }
    if (type instanceof DecimalType decimal) {
      return FieldType.logicalType(FixedPrecisionNumeric.of(decimal.precision(), decimal.scale()));
    }
    return switch ((Scalar) type) {
      case BOOLEAN -> FieldType.BOOLEAN;
      case INT8 -> FieldType.BYTE;
      case INT16, UINT8 -> FieldType.INT16;
      case INT32, UINT16 -> FieldType.INT32;
      case INT64, UINT32, UINT64 -> FieldType.INT64;
      case FLOAT32 -> FieldType.FLOAT;
      case FLOAT64 -> FieldType.DOUBLE;
      case DATE -> FieldType.logicalType(SqlTypes.DATE);
      case TIME -> FieldType.logicalType(SqlTypes.TIME);
      case TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS ->
          FieldType.logicalType(SqlTypes.DATETIME);
      case TIMESTAMPTZ -> FieldType.logicalType(SqlTypes.TIMESTAMP);
      case VARCHAR, JSON -> FieldType.STRING;
      case BLOB, GEOMETRY -> FieldType.BYTES;
      case UUID -> FieldType.logicalType(new UuidLogicalType());
    };
  }

  private static Schema struct(StructType struct) {
    Schema.Builder schema = Schema.builder();
    for (ColumnDef field : struct.fields()) {
      schema.addField(field.name(), type(field.type()).withNullable(true));
    }
    return schema.build();
  }

  /** How values of columns become values of a row of {@link #schema}. */
  static List<Conversion> conversions(TableSchema columns) {
    return columns.columns().stream().map(column -> conversion(column.type())).toList();
  }

  private static Conversion conversion(DuckLakeType type) {
    if (type instanceof ListType list) {
      Conversion element = conversion(list.element());
      return value -> all((List<?>) value, element);
    }
    if (type instanceof MapType map) {
      Conversion keys = conversion(map.key());
      Conversion values = conversion(map.value());
      return value -> {
        Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          Object item = entry.getValue();
          entries.put(keys.of(entry.getKey()), item == null ? null : values.of(item));
        }
        return entries;
      };
    }
    if (type instanceof StructType struct) {
      Schema schema = struct(struct);
      List<Conversion> fields =
          struct.fields().stream().map(field -> conversion(field.type())).toList();
      return value -> row(schema, List.of(), (List<?>) value, fields);
    }
    return value -> value;
  }

  private static List<@Nullable Object> all(List<?> items, Conversion conversion) {
    List<@Nullable Object> converted = new ArrayList<>(items.size());
    for (Object item : items) {
      converted.add(item == null ? null : conversion.of(item));
    }
    return converted;
  }

  static Row row(Schema schema, List<?> before, List<?> values, List<Conversion> conversions) {
    List<@Nullable Object> all = new ArrayList<>(before.size() + values.size());
    all.addAll(before);
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      all.add(value == null ? null : conversions.get(i).of(value));
    }
    return Row.withSchema(schema).attachValues(all);
  }
}
