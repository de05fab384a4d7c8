package org.icemelt.io.ducklake.internal.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.ListType;
import org.icemelt.io.ducklake.DuckLakeType.MapType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;
import org.icemelt.io.ducklake.DuckLakeType.StructType;
import org.icemelt.io.ducklake.LakeFieldTypes;
import org.icemelt.io.ducklake.TableSchema;
import org.jspecify.annotations.Nullable;

/** A table's columns and values as Beam's schema and rows: the reverse of {@link BeamRows}. */
public final class LakeToBeam implements Serializable {
  /** Makes a Beam value of a non-null value of the lake. */
  private interface Conversion extends Serializable {
    Object of(Object value);
  }

  private record Mapped(FieldType type, Conversion conversion) implements Serializable {
    static Mapped as(FieldType type) {
      return new Mapped(type, value -> value);
    }
  }

  private final Schema schema;
  private final List<Conversion> conversions;

  private LakeToBeam(Schema schema, List<Conversion> conversions) {
    this.schema = schema;
    this.conversions = conversions;
  }

  /** Every type has its counterpart. */
  public static LakeToBeam of(TableSchema table) {
    return of(table.columns());
  }

  private static LakeToBeam of(List<ColumnDef> columns) {
    Schema.Builder schema = Schema.builder();
    List<Conversion> conversions = new ArrayList<>();
    for (ColumnDef column : columns) {
      Mapped mapped = map(column.type());
      schema.addField(Field.of(column.name(), mapped.type.withNullable(column.nullable())));
      conversions.add(mapped.conversion);
    }
    return new LakeToBeam(schema.build(), conversions);
  }

  /** The Beam type of a column of that type, not nullable. */
  public static FieldType fieldType(DuckLakeType type) {
    return map(type).type;
  }

  public Schema schema() {
    return schema;
  }

  /**
   * @param values one a column, of the classes that {@link DuckLakeType} lists
   */
  public Row row(List<? extends @Nullable Object> values) {
    List<@Nullable Object> beam = new ArrayList<>(conversions.size());
    for (int i = 0; i < conversions.size(); i++) {
      Object value = values.get(i);
      beam.add(value == null ? null : conversions.get(i).of(value));
    }
    return Row.withSchema(schema).attachValues(beam);
  }

  private static Mapped map(DuckLakeType type) {
    if (type instanceof ListType list) {
      return list(list);
    }
    if (type instanceof MapType map) {
      return mapOf(map);
    }
    if (type instanceof StructType struct) {
      LakeToBeam fields = of(struct.fields());
      return new Mapped(FieldType.row(fields.schema), value -> fields.row((List<?>) value));
    }
    if (type instanceof DecimalType decimal) {
      return Mapped.as(
          FieldType.logicalType(FixedPrecisionNumeric.of(decimal.precision(), decimal.scale())));
    }
    return scalar((Scalar) type);
  }

  private static Mapped scalar(Scalar type) {
    return switch (type) {
      case BOOLEAN -> Mapped.as(FieldType.BOOLEAN);
      case INT8 -> new Mapped(FieldType.BYTE, value -> ((Number) value).byteValue());
      case INT16 -> new Mapped(FieldType.INT16, value -> ((Number) value).shortValue());
      case INT32 -> new Mapped(FieldType.INT32, value -> ((Number) value).intValue());
      case INT64 -> new Mapped(FieldType.INT64, value -> ((Number) value).longValue());
      case UINT8 -> new Mapped(LakeFieldTypes.UINT8, value -> ((Number) value).intValue());
      case UINT16 -> new Mapped(LakeFieldTypes.UINT16, value -> ((Number) value).intValue());
      case UINT32 -> new Mapped(LakeFieldTypes.UINT32, value -> ((Number) value).longValue());
      case UINT64 -> new Mapped(LakeFieldTypes.UINT64, value -> ((Number) value).longValue());
      case FLOAT32 -> Mapped.as(FieldType.FLOAT);
      case FLOAT64 -> new Mapped(FieldType.DOUBLE, value -> ((Number) value).doubleValue());
      case DATE -> Mapped.as(FieldType.logicalType(SqlTypes.DATE));
      case TIME -> Mapped.as(FieldType.logicalType(SqlTypes.TIME));
      case TIMESTAMP -> Mapped.as(FieldType.logicalType(SqlTypes.DATETIME));
      case TIMESTAMP_S -> Mapped.as(LakeFieldTypes.TIMESTAMP_S);
      case TIMESTAMP_MS -> Mapped.as(LakeFieldTypes.TIMESTAMP_MS);
      case TIMESTAMP_NS -> Mapped.as(LakeFieldTypes.TIMESTAMP_NS);
      case TIMESTAMPTZ -> Mapped.as(FieldType.logicalType(SqlTypes.TIMESTAMP));
      case VARCHAR -> Mapped.as(FieldType.STRING);
      case JSON -> Mapped.as(LakeFieldTypes.JSON);
      case BLOB -> Mapped.as(FieldType.BYTES);
      case UUID -> Mapped.as(FieldType.logicalType(SqlTypes.UUID));
      case GEOMETRY -> Mapped.as(LakeFieldTypes.GEOMETRY);
    };
  }

  private static Mapped list(ListType type) {
    Mapped element = map(type.element());
    return new Mapped(
        FieldType.array(element.type.withNullable(true)),
        value -> {
          List<@Nullable Object> items = new ArrayList<>();
          for (Object item : (List<?>) value) {
            items.add(item == null ? null : element.conversion.of(item));
          }
          return Collections.unmodifiableList(items);
        });
  }

  private static Mapped mapOf(MapType type) {
    Mapped key = map(type.key());
    Mapped mapped = map(type.value());
    return new Mapped(
        FieldType.map(key.type, mapped.type.withNullable(true)),
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
}
