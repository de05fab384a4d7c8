package org.icemelt.io.ducklake.internal.parquet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;

/** Takes values of the type that a file was written with to the type that the table has now. */
final class Promotion {
  private static final Set<DuckLakeType> INTEGERS =
      Set.of(
          DuckLakeType.INT8,
          DuckLakeType.INT16,
          DuckLakeType.INT32,
          DuckLakeType.INT64,
          DuckLakeType.UINT8,
          DuckLakeType.UINT16,
          DuckLakeType.UINT32,
          DuckLakeType.UINT64);
  private static final Set<DuckLakeType> LOCAL_TIMES =
      Set.of(
          DuckLakeType.TIMESTAMP,
          DuckLakeType.TIMESTAMP_S,
          DuckLakeType.TIMESTAMP_MS,
          DuckLakeType.TIMESTAMP_NS);
  private static final Set<DuckLakeType> TEXTS = Set.of(DuckLakeType.VARCHAR, DuckLakeType.JSON);

  private Promotion() {}

  /**
   * @throws IllegalArgumentException if there is no way from one to the other
   */
  static UnaryOperator<Object> of(DuckLakeType from, DuckLakeType to) {
    if (from.equals(to)
        || LOCAL_TIMES.contains(from) && LOCAL_TIMES.contains(to)
        || TEXTS.contains(from) && TEXTS.contains(to)
        || from == DuckLakeType.BLOB && to == DuckLakeType.GEOMETRY
        || from == DuckLakeType.GEOMETRY && to == DuckLakeType.BLOB) {
      return UnaryOperator.identity();
    }
    boolean number = INTEGERS.contains(from) || from instanceof DecimalType;
    boolean real = from == DuckLakeType.FLOAT32 || from == DuckLakeType.FLOAT64;
    if (to == DuckLakeType.FLOAT64 && (number || real)) {
      return value -> decimalOrReal(from, value).doubleValue();
    }
    if (to == DuckLakeType.FLOAT32 && (number || real)) {
      return value -> decimalOrReal(from, value).floatValue();
    }
    if (to instanceof DecimalType decimal && number) {
      return value -> decimal(from, value).setScale(decimal.scale(), RoundingMode.UNNECESSARY);
    }
    if (INTEGERS.contains(to) && number) {
      return value -> Literals.parse(to, decimal(from, value).toBigIntegerExact().toString());
    }
    if (from == DuckLakeType.DATE && LOCAL_TIMES.contains(to)) {
      return value -> ((LocalDate) value).atStartOfDay();
    }
    if (from == DuckLakeType.DATE && to == DuckLakeType.TIMESTAMPTZ) {
      return value -> ((LocalDate) value).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    if (LOCAL_TIMES.contains(from) && to == DuckLakeType.TIMESTAMPTZ) {
      return value -> ((LocalDateTime) value).toInstant(ZoneOffset.UTC);
    }
    if (from == DuckLakeType.TIMESTAMPTZ && LOCAL_TIMES.contains(to)) {
      return value -> LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC);
    }
    if (from == DuckLakeType.BLOB && TEXTS.contains(to)) {
      return value -> new String((byte[]) value, StandardCharsets.UTF_8);
    }
    if (from == DuckLakeType.BLOB && to == DuckLakeType.UUID) {
      return value -> uuid(ByteBuffer.wrap((byte[]) value));
    }
    if (from == DuckLakeType.VARCHAR && to.children().isEmpty()) {
      return value -> Literals.parse(to, (String) value);
    }
    throw new IllegalArgumentException(
        "the file holds %s where the table has %s".formatted(from.catalogText(), to.catalogText()));
  }

  static UUID uuid(ByteBuffer bytes) {
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  private static Number decimalOrReal(DuckLakeType from, Object value) {
    return value instanceof Float || value instanceof Double
        ? (Number) value
        : decimal(from, value);
  }

  private static BigDecimal decimal(DuckLakeType from, Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    return from == DuckLakeType.UINT64
        ? new BigDecimal(Long.toUnsignedString((Long) value))
        : BigDecimal.valueOf(((Number) value).longValue());
  }
}
