package org.icemelt.io.ducklake.internal.parquet;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;

/** Single values in the text form that DuckDB prints and that the catalog keeps. */
public final class CanonicalText {
  private CanonicalText() {}

  /** Text of a non-null value, as a partition value or a bound would be written; a text is one. */
  public static String of(DuckLakeType type, Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (type instanceof DecimalType decimal) {
      return ((BigDecimal) value).setScale(decimal.scale()).toPlainString();
    }
    if (type == DuckLakeType.UINT64) {
      return Long.toUnsignedString(((Number) value).longValue());
    }
    if (value instanceof LocalDate date) {
      return date(date);
    }
    if (value instanceof LocalTime time) {
      return time(time.truncatedTo(ChronoUnit.MICROS));
    }
    if (value instanceof LocalDateTime at) {
      return timestamp(at.truncatedTo(unit(type)));
    }
    if (value instanceof Instant at) {
      return timestamp(LocalDateTime.ofInstant(at.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC))
          + "+00";
    }
    return value.toString();
  }

  private static ChronoUnit unit(DuckLakeType type) {
    if (type == DuckLakeType.TIMESTAMP_S) {
      return ChronoUnit.SECONDS;
    }
    if (type == DuckLakeType.TIMESTAMP_MS) {
      return ChronoUnit.MILLIS;
    }
    return type == DuckLakeType.TIMESTAMP_NS ? ChronoUnit.NANOS : ChronoUnit.MICROS;
  }

  static String date(LocalDate date) {
    int year = date.getYear();
    StringBuilder text = new StringBuilder(16);
    pad(text, year > 0 ? year : 1 - year, 4).append('-');
    pad(text, date.getMonthValue(), 2).append('-');
    pad(text, date.getDayOfMonth(), 2);
    return year > 0 ? text.toString() : text.append(" (BC)").toString();
  }

  static String time(LocalTime time) {
    StringBuilder text = new StringBuilder(18);
    pad(text, time.getHour(), 2).append(':');
    pad(text, time.getMinute(), 2).append(':');
    pad(text, time.getSecond(), 2);
    if (time.getNano() != 0) {
      pad(text.append('.'), time.getNano(), 9);
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.toString();
  }

  static String timestamp(LocalDateTime at) {
    return date(at.toLocalDate()) + ' ' + time(at.toLocalTime());
  }

  private static StringBuilder pad(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    return text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
  }
}
