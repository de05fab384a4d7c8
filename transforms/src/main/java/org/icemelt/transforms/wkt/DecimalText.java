package org.icemelt.transforms.wkt;

import java.math.BigDecimal;

/** Doubles as plain decimals that parse back to the same bits, {@code -0.0} included. */
final class DecimalText {
  private static final int MOST_DECIMALS = 14;
  private static final double[] SCALES = {1e13, 1e14};
  private static final long[] UNITS = {10_000_000_000_000L, 100_000_000_000_000L};
  private static final int[] DECIMALS = {13, MOST_DECIMALS};

  /** Decimals are written in two halves that fit into ints. */
  private static final int HALF = 7;

  private static final int HALF_UNIT = 10_000_000;

  /** Below this, the value's own rounding and the product's together stay under half a unit. */
  private static final double EXACT_BELOW = 1L << 51;

  /** Beyond these, an exponent is shorter and every parser of WKT takes it. */
  private static final int LEAST_EXPONENT = -20;

  private static final int GREATEST_EXPONENT = 20;

  private DecimalText() {}

  /** Appends the value; NaN and infinities come out as Java names them. */
  static void append(AsciiText out, double value) {
    for (int i = 0; i < SCALES.length; i++) {
      double scaled = Math.rint(value * SCALES[i]);
      // both operands are exact integers here, so the quotient is the double nearest to the decimal
      if (Math.abs(scaled) < EXACT_BELOW && scaled != 0 && scaled / SCALES[i] == value) {
        appendScaled(out, (long) scaled, DECIMALS[i]);
        return;
      }
    }
    appendShortest(out, value);
  }

  /**
   * Works on ints: a division of longs is a call in code that was compiled quickly. All doubles
   * here are integers below 2<sup>53</sup> and quotients of them, whose whole part is exact.
   */
  private static void appendScaled(AsciiText out, long scaled, int decimals) {
    if (scaled < 0) {
      out.append('-');
    }
    long digits = Math.abs(scaled);
    int whole = (int) ((double) digits / SCALES[decimals - DECIMALS[0]]);
    long fraction = digits - whole * UNITS[decimals - DECIMALS[0]];
    out.appendDigits(whole);
    if (fraction == 0) {
      return;
    }
    out.append('.');
    int high = (int) ((double) fraction / HALF_UNIT);
    int low = (int) (fraction - (long) high * HALF_UNIT);
    if (low == 0) {
      appendStripped(out, high, decimals - HALF);
    } else {
      out.appendDigits(high, decimals - HALF);
      appendStripped(out, low, HALF);
    }
  }

  /** Without the zeros at the end; the number is not 0. */
  private static void appendStripped(AsciiText out, int number, int width) {
    int digits = number;
    int left = width;
    for (int tenth = AsciiText.tenth(digits);
        tenth * 10 == digits;
        tenth = AsciiText.tenth(tenth)) {
      digits = tenth;
      left--;
    }
    out.appendDigits(digits, left);
  }

  private static void appendShortest(AsciiText out, double value) {
    String text = Double.toString(value);
    int e = text.indexOf('E');
    if (e < 0) {
      int end = text.endsWith(".0") ? text.length() - 2 : text.length();
      out.append(text.substring(0, end));
      return;
    }
    int exponent = Integer.parseInt(text.substring(e + 1));
    if (exponent < LEAST_EXPONENT || exponent > GREATEST_EXPONENT) {
      out.append(text);
      return;
    }
    out.append(new BigDecimal(text).stripTrailingZeros().toPlainString());
  }
}
