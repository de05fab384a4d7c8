package org.icemelt.io.ducklake.internal.parquet;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;
import org.icemelt.io.ducklake.PartitionTransform;

/** What a partition transform makes of a value, as the catalog writes it. */
public final class PartitionText {
  private static final int LONGEST_DECIMAL_IN_A_LONG = 18;

  private PartitionText() {}

  /**
   * @param value not null, of the class that {@link DuckLakeType} lists
   * @throws ArithmeticException if the value can be no partition
   */
  public static String of(PartitionTransform transform, DuckLakeType type, Object value) {
    return switch (transform.kind()) {
      case IDENTITY -> withoutNul(CanonicalText.of(type, value));
      case YEAR -> part(value, ChronoField.YEAR);
      case MONTH -> part(value, ChronoField.MONTH_OF_YEAR);
      case DAY -> part(value, ChronoField.DAY_OF_MONTH);
      case HOUR -> value instanceof LocalDate ? "0" : part(value, ChronoField.HOUR_OF_DAY);
      case BUCKET -> Integer.toString((hash(type, value) & 0x7fffffff) % transform.buckets());
    };
  }

  /** DuckDB's questions to the catalog end at a NUL, and PostgreSQL does not store one. */
  private static String withoutNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new ArithmeticException("a text with a NUL character names no partition");
    }
    return text;
  }

  private static String part(Object value, ChronoField field) {
    TemporalAccessor at =
        value instanceof Instant instant
            ? instant.atOffset(ZoneOffset.UTC)
            : (TemporalAccessor) value;
    return Integer.toString(at.get(field));
  }

  /** Hash of a value as DuckLake 1.0 defines it; not that of Iceberg for all types. */
  static int hash(DuckLakeType type, Object value) {
    if (type instanceof DecimalType decimal) {
      BigDecimal exact = ((BigDecimal) value).setScale(decimal.scale());
      return decimal.precision() <= LONGEST_DECIMAL_IN_A_LONG
          ? hash(exact.unscaledValue().longValueExact())
          : hash(exact.toPlainString());
    }
    return switch ((Scalar) type) {
      case BOOLEAN -> hash((Boolean) value ? 1L : 0L);
      case INT8, INT16, INT32, INT64 -> hash(((Number) value).longValue());
      case FLOAT32, FLOAT64 -> {
        double number = ((Number) value).doubleValue();
        yield hash(Double.doubleToLongBits(number == 0 ? 0 : number)); // -0.0 is 0.0
      }
      case DATE -> hash(((LocalDate) value).toEpochDay());
      case TIME -> hash(((LocalTime) value).toNanoOfDay() / 1_000);
      case TIMESTAMP_S -> hash(ValueWriter.scaled((LocalDateTime) value, 1));
      case TIMESTAMP_MS -> hash(ValueWriter.scaled((LocalDateTime) value, 1_000));
      case TIMESTAMP -> hash(ValueWriter.scaled((LocalDateTime) value, 1_000_000));
      case TIMESTAMP_NS -> hash(ValueWriter.scaled((LocalDateTime) value, 1_000_000_000));
      case TIMESTAMPTZ -> {
        Instant at = (Instant) value;
        yield hash(ValueWriter.scaled(at.getEpochSecond(), at.getNano(), 1_000_000));
      }
      case BLOB -> Murmur3.hash((byte[]) value);
      case VARCHAR, JSON, UUID, UINT8, UINT16, UINT32, UINT64 ->
          hash(CanonicalText.of(type, value));
      case GEOMETRY -> throw new IllegalArgumentException("A geometry has no bucket");
    };
  }

  private static int hash(long value) {
    return Murmur3.hash(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  private static int hash(String text) {
    return Murmur3.hash(text.getBytes(StandardCharsets.UTF_8));
  }
}
