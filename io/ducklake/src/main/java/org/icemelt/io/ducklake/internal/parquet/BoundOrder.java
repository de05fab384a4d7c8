package org.icemelt.io.ducklake.internal.parquet;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Locale;

/** Compares bounds in their text form as values of their column's type. */
public final class BoundOrder {
  private static final long NANOS_PER_DAY = 86_400_000_000_000L;

  private BoundOrder() {}

  /**
   * @param type text of the column's type in the catalog
   * @throws IllegalArgumentException if a text is no value of that type, or the type has no order
   */
  public static int compare(String type, String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    String plain = type.toLowerCase(Locale.ROOT);
    try {
      if (plain.startsWith("decimal") || plain.startsWith("int") || plain.startsWith("uint")) {
        return new BigDecimal(a).compareTo(new BigDecimal(b));
      }
      return switch (plain) {
        case "float32", "float64" -> Double.compare(number(a), number(b));
        case "boolean" -> Boolean.compare(truth(a), truth(b));
        case "date" -> Long.compare(day(a), day(b));
        case "time" -> LocalTime.parse(a).compareTo(LocalTime.parse(b));
        case "timestamp",
            "timestamp_us",
            "timestamp_s",
            "timestamp_ms",
            "timestamp_ns",
            "timestamptz" ->
            instant(a).compareTo(instant(b));
        case "varchar", "json", "blob", "uuid" ->
            Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
        default -> throw new IllegalArgumentException("Type " + type + " has no order");
      };
    } catch (NumberFormatException | java.time.DateTimeException e) {
      throw new IllegalArgumentException(
          "Invalid bound of a %s column: %s or %s".formatted(type, a, b), e);
    }
  }

  private static double number(String text) {
    double value =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "inf", "infinity" -> Double.POSITIVE_INFINITY;
          case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
          default -> Double.parseDouble(text);
        };
    return value == 0 ? 0 : value;
  }

  private static boolean truth(String text) {
    return text.equals("1") || text.equalsIgnoreCase("true");
  }

  private static long day(String text) {
    boolean bc = text.endsWith(" (BC)");
    String[] parts = (bc ? text.substring(0, text.length() - 5) : text).split("-", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("Invalid date: " + text);
    }
    int year = Integer.parseInt(parts[0]);
    return LocalDate.of(
            bc ? 1 - year : year, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]))
        .toEpochDay();
  }

  private static BigDecimal instant(String text) {
    String local = text.endsWith("+00") ? text.substring(0, text.length() - 3) : text;
    int blank = local.lastIndexOf(' ');
    if (blank < 0) {
      throw new IllegalArgumentException("Invalid timestamp: " + text);
    }
    return BigDecimal.valueOf(day(local.substring(0, blank)))
        .multiply(BigDecimal.valueOf(NANOS_PER_DAY))
        .add(BigDecimal.valueOf(LocalTime.parse(local.substring(blank + 1)).toNanoOfDay()));
  }
}
