package org.icemelt.io.ducklake.internal.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;
import org.jspecify.annotations.Nullable;

/** Makes values of a table's column of what a leaf of a Parquet file holds. */
public final class LeafDecoder {
  private static final int JULIAN_EPOCH = 2_440_588; // Julian day of 1970-01-01, for INT96

  private final DuckLakeType fileType;
  private final @Nullable UnaryOperator<Object> promotion;
  private final IntFunction<Object> ints;
  private final LongFunction<Object> longs;
  private final Function<Binary, Object> binaries;

  private LeafDecoder(PrimitiveType leaf, DuckLakeType target) {
    fileType = FileTypes.of(leaf);
    promotion = fileType.equals(target) ? null : Promotion.of(fileType, target);
    ints = ints(leaf);
    longs = longs(leaf);
    binaries = binaries(leaf);
  }

  /**
   * @throws IllegalArgumentException if the column cannot take what the leaf holds
   */
  public static LeafDecoder of(PrimitiveType leaf, DuckLakeType target) {
    return new LeafDecoder(leaf, target);
  }

  public Object ofInt(int value) {
    return promoted(ints.apply(value));
  }

  public Object ofLong(long value) {
    return promoted(longs.apply(value));
  }

  public Object ofFloat(float value) {
    return promoted(value);
  }

  public Object ofDouble(double value) {
    return promoted(value);
  }

  public Object ofBoolean(boolean value) {
    return promoted(value);
  }

  public Object ofBinary(Binary value) {
    return promoted(binaries.apply(value));
  }

  /** A bound, as Parquet's statistics give it. */
  public Object ofStatistic(Object value) {
    if (value instanceof Integer number) {
      return ofInt(number);
    }
    if (value instanceof Long number) {
      return ofLong(number);
    }
    return value instanceof Binary bytes ? ofBinary(bytes) : promoted(value);
  }

  private Object promoted(Object value) {
    return promotion == null ? value : promotion.apply(value);
  }

  private IntFunction<Object> ints(PrimitiveType leaf) {
    if (fileType instanceof DecimalType decimal) {
      return value -> BigDecimal.valueOf(value, decimal.scale());
    }
    return switch ((Scalar) fileType) {
      case INT8 -> value -> (byte) value;
      case INT16 -> value -> (short) value;
      case UINT8 -> value -> (short) (value & 0xff);
      case UINT16 -> value -> value & 0xffff;
      case UINT32 -> Integer::toUnsignedLong;
      case DATE -> LocalDate::ofEpochDay;
      case TIME -> value -> LocalTime.ofNanoOfDay(value * 1_000_000L);
      default -> value -> value;
    };
  }

  private LongFunction<Object> longs(PrimitiveType leaf) {
    if (fileType instanceof DecimalType decimal) {
      return value -> BigDecimal.valueOf(value, decimal.scale());
    }
    LogicalTypeAnnotation logical = leaf.getLogicalTypeAnnotation();
    if (logical instanceof LogicalTypeAnnotation.TimeLogicalTypeAnnotation time) {
      long nanos = 1_000_000_000L / perSecond(time.getUnit());
      return value -> LocalTime.ofNanoOfDay(value * nanos);
    }
    if (logical instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation time) {
      long perSecond = perSecond(time.getUnit());
      return time.isAdjustedToUTC()
          ? value -> instant(value, perSecond)
          : value -> LocalDateTime.ofInstant(instant(value, perSecond), ZoneOffset.UTC);
    }
    return value -> value;
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000;
      case MICROS -> 1_000_000;
      case NANOS -> 1_000_000_000;
    };
  }

  private static Instant instant(long value, long perSecond) {
    return Instant.ofEpochSecond(
        Math.floorDiv(value, perSecond),
        Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond));
  }

  private Function<Binary, Object> binaries(PrimitiveType leaf) {
    if (fileType instanceof DecimalType decimal) {
      return value -> new BigDecimal(new BigInteger(value.getBytesUnsafe()), decimal.scale());
    }
    if (leaf.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT96) {
      return LeafDecoder::int96;
    }
    return switch ((Scalar) fileType) {
      case VARCHAR, JSON -> Binary::toStringUsingUTF8;
      case UUID -> value -> Promotion.uuid(value.toByteBuffer());
      default -> Binary::getBytes;
    };
  }

  private static LocalDateTime int96(Binary value) {
    ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    return LocalDate.ofEpochDay(bytes.getInt() - (long) JULIAN_EPOCH)
        .atStartOfDay()
        .plusNanos(nanos);
  }
}
