package org.icemelt.io.geofiles.filter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The order of two values. Text that stands against a number, a boolean or a date is read as one;
 * whole numbers are compared exactly, others as doubles.
 */
final class ValueOrder {
  private ValueOrder() {}

  /** Empty if either is null or they cannot be compared. */
  static OptionalInt compare(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return OptionalInt.empty();
    }
    try {
      if (left instanceof String && !(right instanceof String)) {
        return negated(compareWith(right, left));
      }
      return compareWith(left, right);
    } catch (NumberFormatException | DateTimeException e) {
      return OptionalInt.empty();
    }
  }

  private static OptionalInt negated(OptionalInt order) {
    return order.isEmpty() ? order : OptionalInt.of(-order.getAsInt());
  }

  private static OptionalInt compareWith(Object left, Object right) {
    if (left instanceof Number a) {
      return right instanceof Boolean ? OptionalInt.empty() : numbers(a, number(right));
    }
    if (left instanceof String a && right instanceof String b) {
      return OptionalInt.of(Integer.signum(a.compareTo(b)));
    }
    if (left instanceof Boolean a) {
      return truths(a, right);
    }
    LocalDateTime a = time(left);
    LocalDateTime b = time(right);
    return a == null || b == null
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.signum(a.compareTo(b)));
  }

  private static @Nullable Number number(Object value) {
    if (value instanceof Number number) {
      return number;
    }
    if (!(value instanceof String text)) {
      return null;
    }
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return Double.valueOf(text);
    }
  }

  private static OptionalInt numbers(Number a, @Nullable Number b) {
    if (b == null) {
      return OptionalInt.empty();
    }
    if (isWhole(a) && isWhole(b)) {
      return OptionalInt.of(Long.compare(a.longValue(), b.longValue()));
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    return OptionalInt.of(x == y ? 0 : Double.compare(x, y));
  }

  private static boolean isWhole(Number number) {
    return number instanceof Long || number instanceof Integer;
  }

  private static OptionalInt truths(boolean left, Object right) {
    if (right instanceof Boolean truth) {
      return OptionalInt.of(Boolean.compare(left, truth));
    }
    if (right instanceof String text) {
      if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
        return OptionalInt.of(Boolean.compare(left, Boolean.parseBoolean(text)));
      }
    }
    return OptionalInt.empty();
  }

  private static @Nullable LocalDateTime time(Object value) {
    if (value instanceof LocalDateTime time) {
      return time;
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    if (value instanceof Instant instant) {
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    if (!(value instanceof String text)) {
      return null;
    }
    if (text.length() <= 10) {
      return LocalDate.parse(text).atStartOfDay();
    }
    String iso = text.replace(' ', 'T');
    return iso.endsWith("Z")
        ? LocalDateTime.ofInstant(Instant.parse(iso), ZoneOffset.UTC)
        : LocalDateTime.parse(iso);
  }
}
