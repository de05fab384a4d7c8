package org.icemelt.io.ducklake.internal.parquet;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.ListType;
import org.icemelt.io.ducklake.DuckLakeType.MapType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;
import org.icemelt.io.ducklake.DuckLakeType.StructType;
import org.icemelt.io.ducklake.TableSchema;

/** The Parquet schema of a table as DuckDB writes it, a field id on every named node. */
public final class ParquetSchemas {
  private ParquetSchemas() {}

  /**
   * @param ids of all nodes, preorder
   */
  public static MessageType messageType(TableSchema schema, List<Long> ids) {
    Iterator<Long> next = ids.iterator();
    var message = Types.buildMessage();
    for (ColumnDef column : schema.columns()) {
      message.addField(field(column.name(), column.type(), Repetition.OPTIONAL, next));
    }
    return message.named("duckdb_schema");
  }

  /** Paths in the file of the floats below other columns. */
  static List<String> nestedFloats(TableSchema schema) {
    List<String> paths = new ArrayList<>();
    for (ColumnDef column : schema.columns()) {
      addFloats(paths, column.name(), column.type(), false);
    }
    return paths;
  }

  private static void addFloats(
      List<String> paths, String path, DuckLakeType type, boolean nested) {
    if (type == DuckLakeType.FLOAT32 || type == DuckLakeType.FLOAT64) {
      if (nested) {
        paths.add(path);
      }
    } else if (type instanceof ListType list) {
      addFloats(paths, path + ".list.element", list.element(), true);
    } else if (type instanceof MapType map) {
      addFloats(paths, path + ".key_value.key", map.key(), true);
      addFloats(paths, path + ".key_value.value", map.value(), true);
    } else if (type instanceof StructType struct) {
      struct
          .fields()
          .forEach(field -> addFloats(paths, path + "." + field.name(), field.type(), true));
    }
  }

  private static Type field(
      String name, DuckLakeType type, Repetition repetition, Iterator<Long> ids) {
    int id = Math.toIntExact(ids.next());
    if (type instanceof ListType list) {
      Type element = field("element", list.element(), Repetition.OPTIONAL, ids);
      return Types.buildGroup(repetition)
          .as(LogicalTypeAnnotation.listType())
          .addField(Types.repeatedGroup().addField(element).named("list"))
          .id(id)
          .named(name);
    }
    if (type instanceof MapType map) {
      Type key = field("key", map.key(), Repetition.REQUIRED, ids);
      Type value = field("value", map.value(), Repetition.OPTIONAL, ids);
      return Types.buildGroup(repetition)
          .as(LogicalTypeAnnotation.mapType())
          .addField(Types.repeatedGroup().addFields(key, value).named("key_value"))
          .id(id)
          .named(name);
    }
    if (type instanceof StructType struct) {
      var group = Types.buildGroup(repetition);
      for (ColumnDef field : struct.fields()) {
        group.addField(field(field.name(), field.type(), Repetition.OPTIONAL, ids));
      }
      return group.id(id).named(name);
    }
    if (type instanceof DecimalType decimal) {
      return decimal(decimal, repetition).id(id).named(name);
    }
    return scalar((Scalar) type, repetition).id(id).named(name);
  }

  private static Types.PrimitiveBuilder<? extends Type> decimal(DecimalType type, Repetition r) {
    var annotation = LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
    if (type.precision() <= 9) {
      return Types.primitive(PrimitiveTypeName.INT32, r).as(annotation);
    }
    if (type.precision() <= 18) {
      return Types.primitive(PrimitiveTypeName.INT64, r).as(annotation);
    }
    return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, r).length(16).as(annotation);
  }

  private static Types.PrimitiveBuilder<? extends Type> scalar(Scalar type, Repetition r) {
    return switch (type) {
      case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, r);
      case INT8 -> integer(PrimitiveTypeName.INT32, 8, true, r);
      case INT16 -> integer(PrimitiveTypeName.INT32, 16, true, r);
      case INT32 -> integer(PrimitiveTypeName.INT32, 32, true, r);
      case INT64 -> integer(PrimitiveTypeName.INT64, 64, true, r);
      case UINT8 -> integer(PrimitiveTypeName.INT32, 8, false, r);
      case UINT16 -> integer(PrimitiveTypeName.INT32, 16, false, r);
      case UINT32 -> integer(PrimitiveTypeName.INT32, 32, false, r);
      case UINT64 -> integer(PrimitiveTypeName.INT64, 64, false, r);
      case FLOAT32 -> Types.primitive(PrimitiveTypeName.FLOAT, r);
      case FLOAT64 -> Types.primitive(PrimitiveTypeName.DOUBLE, r);
      case DATE -> Types.primitive(PrimitiveTypeName.INT32, r).as(LogicalTypeAnnotation.dateType());
      case TIME ->
          Types.primitive(PrimitiveTypeName.INT64, r)
              .as(LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS));
      case TIMESTAMP, TIMESTAMP_S -> timestamp(false, TimeUnit.MICROS, r);
      case TIMESTAMP_MS -> timestamp(false, TimeUnit.MILLIS, r);
      case TIMESTAMP_NS -> timestamp(false, TimeUnit.NANOS, r);
      case TIMESTAMPTZ -> timestamp(true, TimeUnit.MICROS, r);
      case VARCHAR ->
          Types.primitive(PrimitiveTypeName.BINARY, r).as(LogicalTypeAnnotation.stringType());
      case JSON ->
          Types.primitive(PrimitiveTypeName.BINARY, r).as(LogicalTypeAnnotation.jsonType());
      case BLOB -> Types.primitive(PrimitiveTypeName.BINARY, r);
      case UUID ->
          Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, r)
              .length(16)
              .as(LogicalTypeAnnotation.uuidType());
      case GEOMETRY ->
          Types.primitive(PrimitiveTypeName.BINARY, r).as(LogicalTypeAnnotation.geometryType(null));
    };
  }

  private static Types.PrimitiveBuilder<? extends Type> integer(
      PrimitiveTypeName name, int bits, boolean signed, Repetition r) {
    return Types.primitive(name, r).as(LogicalTypeAnnotation.intType(bits, signed));
  }

  private static Types.PrimitiveBuilder<? extends Type> timestamp(
      boolean utc, TimeUnit unit, Repetition r) {
    return Types.primitive(PrimitiveTypeName.INT64, r)
        .as(LogicalTypeAnnotation.timestampType(utc, unit));
  }
}
