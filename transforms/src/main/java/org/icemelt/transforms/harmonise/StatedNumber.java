package org.icemelt.transforms.harmonise;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers and ids as sources write them. */
final class StatedNumber {
  private StatedNumber() {}

  /**
   * The quantity in the target's own unit; NaN if it is no number, or infinite, or below zero,
   * which no area or capacity is (publishers write -9999 for "no data"). 0 stays 0.
   *
   * @param factor from the value's unit to the target's own; null if the value states its unit
   */
  static double quantity(Object value, @Nullable Double factor) {
    double number;
    if (value instanceof Number n) {
      number = factor == null ? Double.NaN : n.doubleValue() * factor;
    } else if (value instanceof String text) {
      number = factor == null ? withUnit(text.strip()) : decimal(text.strip()) * factor;
    } else {
      return Double.NaN;
    }
    return number >= 0 && number <= Double.MAX_VALUE ? number : Double.NaN;
  }

  /** MW of a text such as {@code 150 kW}, {@code 7.5 kWp} or {@code 2MW}; NaN for any other. */
  private static double withUnit(String text) {
    int end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    Unit unit =
        end == text.length() ? null : Unit.of(Target.CAPACITY_MW, text.substring(end)).orElse(null);
    Double factor = unit == null ? null : unit.factor();
    return factor == null ? Double.NaN : decimal(text.substring(0, end).strip()) * factor;
  }

  /**
   * A decimal number with {@code .}; NaN for anything else, hexadecimal and {@code 1d} included.
   */
  private static double decimal(String text) {
    if (text.isEmpty()) {
      return Double.NaN;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
        return Double.NaN;
      }
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** The value as an id: text stripped, whole floats as integers; null for NaN and infinities. */
  static @Nullable String id(Object value) {
    if (value instanceof String text) {
      return text.strip();
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (!Double.isFinite(number)) {
        return null;
      }
      if (number != Math.rint(number)) {
        return value.toString();
      }
      return Math.abs(number) < 1e18
          ? Long.toString((long) number)
          : new BigDecimal(number).toPlainString();
    }
    return value.toString();
  }
}
