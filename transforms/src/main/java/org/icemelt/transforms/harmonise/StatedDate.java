package org.icemelt.transforms.harmonise;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The first day of the period that a source states, and how much it states.
 *
 * <p>Understood: dates and times; text {@code YYYY}, {@code YYYY-MM}, {@code YYYY-MM-DD} (also with
 * {@code /}, and with a time behind it, which is dropped), {@code YYYYMMDD}, each also after {@code
 * <}; whole numbers {@code YYYY}, {@code YYYYMM}, {@code YYYYMMDD}. A year before 1800 or after
 * 2200 is a publisher's "no data", not a date.
 */
record StatedDate(LocalDate date, DatePrecision precision) {
  private static final int FIRST_YEAR = 1800;
  private static final int LAST_YEAR = 2200;

  /** The date, never finer than {@code finest}; null if the value is none. */
  static @Nullable StatedDate of(Object value, @Nullable DatePrecision finest) {
    StatedDate stated = parse(value);
    if (stated == null || finest == null || stated.precision.compareTo(finest) >= 0) {
      return stated;
    }
    LocalDate first = stated.date.withDayOfMonth(1);
    return new StatedDate(finest == DatePrecision.YEAR ? first.withMonth(1) : first, finest);
  }

  private static @Nullable StatedDate parse(Object value) {
    if (value instanceof Number number) {
      return ofNumber(number.doubleValue());
    }
    if (value instanceof String text) {
      return ofText(text.strip());
    }
    if (value instanceof LocalDate date) {
      return day(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }
    if (value instanceof LocalDateTime time) {
      return parse(time.toLocalDate());
    }
    return value instanceof Instant instant
        ? parse(instant.atOffset(ZoneOffset.UTC).toLocalDate())
        : null;
  }

  private static @Nullable StatedDate ofNumber(double number) {
    int whole = (int) number;
    if (whole != number) {
      return null;
    }
    if (whole <= 9999) {
      return year(whole);
    }
    return whole <= 999_999
        ? month(whole / 100, whole % 100)
        : day(whole / 10_000, whole / 100 % 100, whole % 100);
  }

  private static @Nullable StatedDate ofText(String text) {
    if (text.startsWith("<")) {
      StatedDate bound = ofText(text.substring(1).stripLeading());
      return bound == null ? null : new StatedDate(bound.date, DatePrecision.BEFORE);
    }
    int length = text.length();
    int year = digits(text, 0, 4);
    if (length == 4) {
      return year(year);
    }
    if (length == 8 && digits(text, 0, 8) >= 0) {
      return day(year, digits(text, 4, 6), digits(text, 6, 8));
    }
    if (length < 7 || !isSeparator(text.charAt(4))) {
      return null;
    }
    int month = digits(text, 5, 7);
    if (length == 7) {
      return month(year, month);
    }
    boolean isDay =
        length >= 10
            && text.charAt(7) == text.charAt(4)
            && (length == 10 || isTime(text.substring(10)));
    return isDay ? day(year, month, digits(text, 8, 10)) : null;
  }

  private static boolean isSeparator(char c) {
    return c == '-' || c == '/';
  }

  /** {@code T10:00:00Z}, {@code 10:00:00.000+00:00} and the like. */
  private static boolean isTime(String rest) {
    if (rest.length() < 6 || (rest.charAt(0) != 'T' && rest.charAt(0) != ' ')) {
      return false;
    }
    return rest.substring(1).chars().allMatch(c -> "0123456789:.+-Z".indexOf(c) >= 0);
  }

  /** The number those characters write, -1 if they are not all digits. */
  private static int digits(String text, int from, int to) {
    if (text.length() < to) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  private static @Nullable StatedDate year(int year) {
    return isYear(year) ? new StatedDate(LocalDate.of(year, 1, 1), DatePrecision.YEAR) : null;
  }

  private static @Nullable StatedDate month(int year, int month) {
    return isYear(year) && isMonth(month)
        ? new StatedDate(LocalDate.of(year, month, 1), DatePrecision.MONTH)
        : null;
  }

  private static @Nullable StatedDate day(int year, int month, int day) {
    return isYear(year)
            && isMonth(month)
            && day >= 1
            && day <= YearMonth.of(year, month).lengthOfMonth()
        ? new StatedDate(LocalDate.of(year, month, day), DatePrecision.DAY)
        : null;
  }

  private static boolean isYear(int year) {
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  }

  private static boolean isMonth(int month) {
    return month >= 1 && month <= 12;
  }
}
