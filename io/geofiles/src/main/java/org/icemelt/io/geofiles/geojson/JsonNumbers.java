package org.icemelt.io.geofiles.geojson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The nearest double to a number under a parser. Most coordinates have so few digits that one
 * division gives it (W. Clinger, How to read floating point numbers accurately, 1990): digits
 * without the point and the power of ten are both exact doubles then. All others the parser reads.
 */
final class JsonNumbers {
  private static final long EXACT = 1L << 53;

  /** More digits could overflow before they are compared with {@link #EXACT}. */
  private static final int DIGITS = 18;

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18
  };

  private JsonNumbers() {}

  static double doubleOf(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      int from = parser.getTextOffset();
      double exact = exact(parser.getTextCharacters(), from, from + parser.getTextLength());
      if (!Double.isNaN(exact)) {
        return exact;
      }
    }
    return parser.getDoubleValue();
  }

  /** NaN if one division is not surely enough. */
  private static double exact(char[] text, int from, int to) {
    boolean negative = text[from] == '-';
    int start = negative ? from + 1 : from;
    if (to - start > DIGITS + 1) {
      return Double.NaN;
    }
    long digits = 0;
    int point = to - 1;
    for (int i = start; i < to; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = 10 * digits + digit;
      } else if (text[i] == '.' && point == to - 1) {
        point = i;
      } else {
        return Double.NaN;
      }
    }
    if (digits > EXACT) {
      return Double.NaN;
    }
    double value = digits / POWERS[to - 1 - point];
    return negative ? -value : value;
  }
}
