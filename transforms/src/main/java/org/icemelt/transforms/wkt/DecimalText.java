package org.icemelt.transforms.wkt;

import java.math.BigDecimal;

/** Doubles as plain decimals that parse back to the same bits, {@code -0.0} included. */
final class DecimalText {
  private static final int MOST_DECIMALS = 14;
  private static final double[] SCALES = {1e13, 1e14};
  private static final int[] DECIMALS = {13, MOST_DECIMALS};

  /** Below this, the value's own rounding and the product's together stay under half a unit. */
  private static final double EXACT_BELOW = 1L << 51;

  /** Beyond these, an exponent is shorter and every parser of WKT takes it. */
  private static final int LEAST_EXPONENT = -20;

  private static final int GREATEST_EXPONENT = 20;

  private DecimalText() {}

  /** Appends the value; NaN and infinities come out as Java names them. */
  static void append(StringBuilder out, double value) {
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

  private static void appendScaled(StringBuilder out, long scaled, int decimals) {
    long digits = Math.abs(scaled);
    int left = decimals;
    while (left > 0 && digits % 10 == 0) {
      digits /= 10;
      left--;
    }
    if (scaled < 0) {
      out.append('-');
    }
    long unit = 1;
    for (int i = 0; i < left; i++) {
      unit *= 10;
    }
    out.append(digits / unit);
    if (left > 0) {
      out.append('.');
      long fraction = digits % unit;
      for (long place = unit / 10; place > fraction && place > 1; place /= 10) {
        out.append('0');
      }
      out.append(fraction);
    }
  }

  private static void appendShortest(StringBuilder out, double value) {
    String text = Double.toString(value);
    int e = text.indexOf('E');
    if (e < 0) {
      int end = text.endsWith(".0") ? text.length() - 2 : text.length();
      out.append(text, 0, end);
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
