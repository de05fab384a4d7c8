package org.icemelt.io.geofiles.columns;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Values as another type. What the type cannot hold becomes null: a number with a fraction as a
 * whole one, text that is no number as a number. Everything has a text; bytes have theirs in
 * hexadecimal.
 */
public final class ValueCast {
  private ValueCast() {}

  public static @Nullable Object cast(@Nullable Object value, ValueType type) {
    if (value == null || type.javaClass() == value.getClass()) {
      return value;
    }
    return switch (type) {
      case STRING, JSON -> text(value);
      case INT32 -> {
        Long whole = whole(value);
        yield whole != null && whole == whole.intValue() ? whole.intValue() : null;
      }
      case INT64 -> whole(value);
      case FLOAT32 -> {
        Double number = number(value);
        yield number == null ? null : number.floatValue();
      }
      case FLOAT64 -> number(value);
      case BOOLEAN -> truth(value);
      case DATE -> value instanceof String text ? date(text) : null;
      case TIMESTAMP -> {
        if (value instanceof LocalDate date) {
          yield date.atStartOfDay();
        }
        yield value instanceof String text ? dateTime(text) : null;
      }
      case TIMESTAMPTZ -> {
        LocalDateTime time = value instanceof String text ? dateTime(text) : null;
        yield time == null ? null : time.toInstant(ZoneOffset.UTC);
      }
      case BINARY -> null;
    };
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
  }

  private static @Nullable Long whole(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    if (value instanceof Boolean truth) {
      return truth ? 1L : 0L;
    }
    if (value instanceof String text) {
      try {
        return Long.valueOf(text.strip());
      } catch (NumberFormatException e) {
        return whole(number(text));
      }
    }
    return whole(number(value));
  }

  private static @Nullable Long whole(@Nullable Double number) {
    return number != null && number == Math.rint(number) && Math.abs(number) < 0x1p63
        ? (Long) number.longValue()
        : null;
  }

  private static @Nullable Double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      try {
        return Double.valueOf(text);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return null;
  }

  private static @Nullable Boolean truth(Object value) {
    Long whole = value instanceof String ? null : whole(value);
    return whole == null ? null : (Boolean) (whole != 0);
  }

  private static @Nullable LocalDate date(String text) {
    try {
      return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** ISO 8601 with T or a blank, in UTC where it names a zone or offset. */
  private static @Nullable LocalDateTime dateTime(String text) {
    try {
      if (text.length() <= 10) {
        return LocalDate.parse(text).atStartOfDay();
      }
      String iso = text.replace(' ', 'T');
      boolean zoned = iso.endsWith("Z") || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > 10;
      return zoned
          ? LocalDateTime.ofInstant(
              Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(iso)), ZoneOffset.UTC)
          : LocalDateTime.parse(iso);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
