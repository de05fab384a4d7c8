package org.icemelt.io.ducklake.internal.read;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;
import org.icemelt.io.ducklake.internal.parquet.CanonicalText;

/**
 * The bucket that all values of a file fall into, by DuckLake's hash: murmur3 of 32 bits, seed 0.
 *
 * @param count how many buckets there are
 */
record Bucket(int count, int number) {
  private static final Pattern TRANSFORM = Pattern.compile("(?i)bucket\\((\\d+)\\)");

  /** Reads a partition transform and its value; empty if it is no bucket. */
  static Optional<Bucket> parse(String transform, String value) {
    Matcher bucket = TRANSFORM.matcher(transform);
    return bucket.matches()
        ? Optional.of(new Bucket(Integer.parseInt(bucket.group(1)), Integer.parseInt(value)))
        : Optional.empty();
  }

  /** Whether a value may be here. */
  boolean mayHold(DuckLakeType type, Object value) {
    OptionalInt hash = hash(type, value);
    return hash.isEmpty() || (hash.getAsInt() & Integer.MAX_VALUE) % count == number;
  }

  /** DuckLake's hash of a value; empty where it is not certain. */
  static OptionalInt hash(DuckLakeType type, Object value) {
    if (type instanceof DecimalType decimal) {
      BigDecimal number = (BigDecimal) value;
      if (number.stripTrailingZeros().scale() > decimal.scale()) {
        return OptionalInt.empty();
      }
      BigDecimal scaled = number.setScale(decimal.scale());
      return OptionalInt.of(
          decimal.precision() <= 18
              ? ofLong(scaled.unscaledValue().longValue())
              : ofText(scaled.toPlainString()));
    }
    if (!(type instanceof Scalar scalar)) {
      return OptionalInt.empty();
    }
    return switch (scalar) {
      case BOOLEAN -> OptionalInt.of(ofLong((Boolean) value ? 1 : 0));
      case INT8, INT16, INT32, INT64 ->
          value instanceof BigDecimal
              ? OptionalInt.empty()
              : OptionalInt.of(ofLong(((Number) value).longValue()));
      case DATE -> OptionalInt.of(ofLong(((LocalDate) value).toEpochDay()));
      case TIME -> OptionalInt.of(ofLong(((LocalTime) value).toNanoOfDay() / 1_000));
      case TIMESTAMP -> OptionalInt.of(ofLong(units((LocalDateTime) value, 1_000_000)));
      case TIMESTAMP_S -> OptionalInt.of(ofLong(units((LocalDateTime) value, 1)));
      case TIMESTAMP_MS -> OptionalInt.of(ofLong(units((LocalDateTime) value, 1_000)));
      case TIMESTAMP_NS -> OptionalInt.of(ofLong(units((LocalDateTime) value, 1_000_000_000)));
      case TIMESTAMPTZ ->
          OptionalInt.of(
              ofLong(units(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC), 1_000_000)));
      case VARCHAR, JSON -> OptionalInt.of(ofText((String) value));
      case BLOB -> OptionalInt.of(murmur3((byte[]) value));
      case FLOAT32, FLOAT64 -> {
        double number = ((Number) value).doubleValue();
        yield OptionalInt.of(ofLong(Double.doubleToRawLongBits(number == 0 ? 0 : number)));
      }
      case UINT8, UINT16, UINT32 ->
          value instanceof BigDecimal
              ? OptionalInt.empty()
              : OptionalInt.of(ofText(value.toString()));
      case UINT64, UUID -> OptionalInt.of(ofText(CanonicalText.of(type, value)));
      case GEOMETRY -> OptionalInt.empty();
    };
  }

  private static long units(LocalDateTime at, long perSecond) {
    return at.toEpochSecond(ZoneOffset.UTC) * perSecond
        + at.getNano() / (1_000_000_000L / perSecond);
  }

  private static int ofLong(long value) {
    return murmur3(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  private static int ofText(String text) {
    return murmur3(text.getBytes(StandardCharsets.UTF_8));
  }

  private static int murmur3(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int hash = 0;
    while (in.remaining() >= Integer.BYTES) {
      hash = Integer.rotateLeft(hash ^ mixed(in.getInt()), 13) * 5 + 0xe6546b64;
    }
    int tail = 0;
    for (int shift = 0; in.hasRemaining(); shift += 8) {
      tail |= (in.get() & 0xff) << shift;
    }
    hash ^= mixed(tail) ^ bytes.length;
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  private static int mixed(int block) {
    return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
  }
}
