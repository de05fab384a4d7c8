package org.icemelt.io.ducklake.internal.parquet;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.icemelt.io.ducklake.DuckLakeType;

/** The lake type that holds just what a leaf of a Parquet file holds. */
final class FileTypes {
  private FileTypes() {}

  static DuckLakeType of(PrimitiveType leaf) {
    LogicalTypeAnnotation logical = leaf.getLogicalTypeAnnotation();
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return DuckLakeType.decimal(decimal.getPrecision(), decimal.getScale());
    }
    return switch (leaf.getPrimitiveTypeName()) {
      case BOOLEAN -> DuckLakeType.BOOLEAN;
      case FLOAT -> DuckLakeType.FLOAT32;
      case DOUBLE -> DuckLakeType.FLOAT64;
      case INT96 -> DuckLakeType.TIMESTAMP_NS;
      case INT32 -> ofInt32(logical);
      case INT64 -> ofInt64(logical);
      case BINARY -> ofBinary(logical);
      case FIXED_LEN_BYTE_ARRAY ->
          logical instanceof LogicalTypeAnnotation.UUIDLogicalTypeAnnotation
              ? DuckLakeType.UUID
              : DuckLakeType.BLOB;
    };
  }

  private static DuckLakeType ofInt32(LogicalTypeAnnotation logical) {
    if (logical instanceof IntLogicalTypeAnnotation width) {
      return switch (width.getBitWidth()) {
        case 8 -> width.isSigned() ? DuckLakeType.INT8 : DuckLakeType.UINT8;
        case 16 -> width.isSigned() ? DuckLakeType.INT16 : DuckLakeType.UINT16;
        default -> width.isSigned() ? DuckLakeType.INT32 : DuckLakeType.UINT32;
      };
    }
    if (logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return DuckLakeType.DATE;
    }
    return logical instanceof LogicalTypeAnnotation.TimeLogicalTypeAnnotation
        ? DuckLakeType.TIME
        : DuckLakeType.INT32;
  }

  private static DuckLakeType ofInt64(LogicalTypeAnnotation logical) {
    if (logical instanceof IntLogicalTypeAnnotation width) {
      return width.isSigned() ? DuckLakeType.INT64 : DuckLakeType.UINT64;
    }
    if (logical instanceof LogicalTypeAnnotation.TimeLogicalTypeAnnotation) {
      return DuckLakeType.TIME;
    }
    if (logical instanceof TimestampLogicalTypeAnnotation time) {
      if (time.isAdjustedToUTC()) {
        return DuckLakeType.TIMESTAMPTZ;
      }
      return switch (time.getUnit()) {
        case MILLIS -> DuckLakeType.TIMESTAMP_MS;
        case MICROS -> DuckLakeType.TIMESTAMP;
        case NANOS -> DuckLakeType.TIMESTAMP_NS;
      };
    }
    return DuckLakeType.INT64;
  }

  private static DuckLakeType ofBinary(LogicalTypeAnnotation logical) {
    if (logical instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
        || logical instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation) {
      return DuckLakeType.VARCHAR;
    }
    if (logical instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation) {
      return DuckLakeType.JSON;
    }
    return logical instanceof LogicalTypeAnnotation.GeometryLogicalTypeAnnotation
            || logical instanceof LogicalTypeAnnotation.GeographyLogicalTypeAnnotation
        ? DuckLakeType.GEOMETRY
        : DuckLakeType.BLOB;
  }
}
