package org.icemelt.io.geofiles.geoparquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.icemelt.io.model.ValueType;

/**
 * A primitive column's type and how its stored values become ours. Decimals are FLOAT64, unsigned
 * 64-bit numbers and times of day STRING; times are cut to the microsecond.
 *
 * @param stored the physical type
 * @param ofLong for values stored as INT32 or INT64
 * @param ofBinary for values stored as bytes
 */
record Leaf(
    PrimitiveTypeName stored,
    ValueType type,
    LongFunction<Object> ofLong,
    Function<Binary, Object> ofBinary) {
  private static final int JULIAN_EPOCH = 2_440_588;

  static Leaf of(PrimitiveType column) {
    LogicalTypeAnnotation logical = column.getLogicalTypeAnnotation();
    PrimitiveTypeName stored = column.getPrimitiveTypeName();
    return switch (stored) {
      case BOOLEAN -> plain(stored, ValueType.BOOLEAN);
      case FLOAT -> plain(stored, ValueType.FLOAT32);
      case DOUBLE -> plain(stored, ValueType.FLOAT64);
      case INT32, INT64 -> whole(stored, logical);
      case INT96 -> binary(stored, ValueType.TIMESTAMP, Leaf::int96);
      case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(stored, logical);
    };
  }

  private static Leaf plain(PrimitiveTypeName stored, ValueType type) {
    return new Leaf(stored, type, Long::valueOf, Binary::getBytes);
  }

  private static Leaf number(
      PrimitiveTypeName stored, ValueType type, LongFunction<Object> convert) {
    return new Leaf(stored, type, convert, Binary::getBytes);
  }

  private static Leaf binary(
      PrimitiveTypeName stored, ValueType type, Function<Binary, Object> convert) {
    return new Leaf(stored, type, Long::valueOf, convert);
  }

  private static Leaf whole(PrimitiveTypeName stored, LogicalTypeAnnotation logical) {
    if (logical instanceof DateLogicalTypeAnnotation) {
      return number(stored, ValueType.DATE, LocalDate::ofEpochDay);
    }
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      ChronoUnit unit = unit(timestamp.getUnit());
      return timestamp.isAdjustedToUTC()
          ? number(stored, ValueType.TIMESTAMPTZ, count -> instant(count, unit))
          : number(
              stored,
              ValueType.TIMESTAMP,
              count -> LocalDateTime.ofInstant(instant(count, unit), ZoneOffset.UTC));
    }
    if (logical instanceof TimeLogicalTypeAnnotation time) {
      long nanos = unit(time.getUnit()).getDuration().toNanos();
      return number(
          stored, ValueType.STRING, count -> LocalTime.ofNanoOfDay(count * nanos).toString());
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return number(
          stored,
          ValueType.FLOAT64,
          unscaled -> BigDecimal.valueOf(unscaled, decimal.getScale()).doubleValue());
    }
    boolean unsigned = logical instanceof IntLogicalTypeAnnotation i && !i.isSigned();
    if (stored == PrimitiveTypeName.INT64) {
      return unsigned
          ? number(stored, ValueType.STRING, Long::toUnsignedString)
          : plain(stored, ValueType.INT64);
    }
    boolean wide = unsigned && ((IntLogicalTypeAnnotation) logical).getBitWidth() == 32;
    return wide
        ? number(stored, ValueType.INT64, number -> Integer.toUnsignedLong((int) number))
        : number(stored, ValueType.INT32, number -> (int) number);
  }

  private static Leaf bytes(PrimitiveTypeName stored, LogicalTypeAnnotation logical) {
    if (logical instanceof StringLogicalTypeAnnotation
        || logical instanceof EnumLogicalTypeAnnotation) {
      return binary(stored, ValueType.STRING, Binary::toStringUsingUTF8);
    }
    if (logical instanceof JsonLogicalTypeAnnotation) {
      return binary(stored, ValueType.JSON, Binary::toStringUsingUTF8);
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return binary(
          stored,
          ValueType.FLOAT64,
          unscaled ->
              new BigDecimal(new BigInteger(unscaled.getBytes()), decimal.getScale())
                  .doubleValue());
    }
    if (logical instanceof UUIDLogicalTypeAnnotation) {
      return binary(
          stored,
          ValueType.STRING,
          uuid -> {
            ByteBuffer bytes = ByteBuffer.wrap(uuid.getBytes());
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
          });
    }
    if (logical instanceof Float16LogicalTypeAnnotation) {
      return binary(stored, ValueType.FLOAT32, half -> halfFloat(half.get2BytesLittleEndian()));
    }
    return plain(stored, ValueType.BINARY);
  }

  private static ChronoUnit unit(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  private static Instant instant(long count, ChronoUnit unit) {
    return Instant.EPOCH.plus(count, unit).truncatedTo(ChronoUnit.MICROS);
  }

  /** Nanoseconds of the day, then the Julian day. */
  private static LocalDateTime int96(Binary stored) {
    ByteBuffer bytes = ByteBuffer.wrap(stored.getBytes()).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    LocalDate day = LocalDate.ofEpochDay((long) bytes.getInt() - JULIAN_EPOCH);
    return day.atStartOfDay().plusNanos(nanos).truncatedTo(ChronoUnit.MICROS);
  }

  private static float halfFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    if (exponent == 0) {
      return Math.copySign(fraction * 0x1p-24f, sign == 0 ? 1f : -1f);
    }
    int wide = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }
}
