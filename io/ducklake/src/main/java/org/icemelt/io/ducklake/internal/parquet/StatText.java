package org.icemelt.io.ducklake.internal.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;
import org.jspecify.annotations.Nullable;

/** Bounds as Parquet keeps them, in DuckLake's text form. */
final class StatText {
  /** Longer strings are cut, as DuckDB cuts them. */
  static final int LONGEST = 256;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private StatText() {}

  /** Text of the smallest value, or of something smaller; null if it cannot be told. */
  static @Nullable String min(DuckLakeType type, Object value) {
    if (type == DuckLakeType.VARCHAR || type == DuckLakeType.JSON) {
      byte[] utf8 = ((Binary) value).getBytes();
      return hasNul(utf8) ? null : new String(cut(utf8), StandardCharsets.UTF_8);
    }
    if (type == DuckLakeType.BLOB) {
      byte[] bytes = ((Binary) value).getBytes();
      return HEX.formatHex(bytes, 0, Math.min(bytes.length, LONGEST));
    }
    return exact(type, value);
  }

  /** Text of the largest value, or of something larger; null if it cannot be told. */
  static @Nullable String max(DuckLakeType type, Object value) {
    if (type == DuckLakeType.VARCHAR || type == DuckLakeType.JSON) {
      byte[] utf8 = ((Binary) value).getBytes();
      if (hasNul(utf8)) {
        return null;
      }
      byte[] head = cut(utf8);
      String text = new String(head, StandardCharsets.UTF_8);
      return head.length == utf8.length ? text : above(text);
    }
    if (type == DuckLakeType.BLOB) {
      byte[] bytes = ((Binary) value).getBytes();
      return bytes.length > LONGEST ? null : HEX.formatHex(bytes);
    }
    return exact(type, value);
  }

  private static boolean hasNul(byte[] utf8) {
    for (byte b : utf8) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  /** At most {@link #LONGEST} bytes, never half a character. */
  private static byte[] cut(byte[] utf8) {
    if (utf8.length <= LONGEST) {
      return utf8;
    }
    int end = LONGEST;
    while ((utf8[end] & 0xC0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(utf8, end);
  }

  /** A text above every text that starts with {@code head}; null if there is none. */
  private static @Nullable String above(String head) {
    int end = head.length();
    while (end > 0) {
      int last = head.codePointBefore(end);
      int start = end - Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return head.substring(0, start) + Character.toString(next);
      }
      end = start;
    }
    return null;
  }

  /** Text of a value that is told whole. */
  static String exact(DuckLakeType type, Object value) {
    if (type instanceof DecimalType decimal) {
      BigInteger unscaled =
          value instanceof Binary binary
              ? new BigInteger(binary.getBytes())
              : BigInteger.valueOf(((Number) value).longValue());
      return new BigDecimal(unscaled, decimal.scale()).toPlainString();
    }
    return switch ((Scalar) type) {
      case BOOLEAN -> (Boolean) value ? "1" : "0";
      case INT8, INT16, INT32, INT64 -> value.toString();
      case UINT8, UINT16, UINT32 -> Integer.toUnsignedString((Integer) value);
      case UINT64 -> Long.toUnsignedString((Long) value);
      case DATE -> CanonicalText.date(LocalDate.ofEpochDay((Integer) value));
      case TIME -> CanonicalText.time(LocalTime.ofNanoOfDay((Long) value * 1_000));
      case TIMESTAMP, TIMESTAMP_S -> CanonicalText.timestamp(at((Long) value, 1_000_000));
      case TIMESTAMP_MS -> CanonicalText.timestamp(at((Long) value, 1_000));
      case TIMESTAMP_NS -> CanonicalText.timestamp(at((Long) value, 1_000_000_000));
      case TIMESTAMPTZ -> CanonicalText.timestamp(at((Long) value, 1_000_000)) + "+00";
      case UUID -> {
        ByteBuffer bytes = ByteBuffer.wrap(((Binary) value).getBytes());
        yield new UUID(bytes.getLong(), bytes.getLong()).toString();
      }
      case FLOAT32, FLOAT64, VARCHAR, JSON, BLOB, GEOMETRY ->
          throw new IllegalStateException(type + " is not told exactly");
    };
  }

  private static LocalDateTime at(long units, long unitsPerSecond) {
    long nanos = Math.floorMod(units, unitsPerSecond) * (1_000_000_000 / unitsPerSecond);
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(units, unitsPerSecond), (int) nanos, ZoneOffset.UTC);
  }
}
