package org.icemelt.io.geofiles.shapefile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * One field of a .dbf.
 *
 * @param type dBASE's letter
 * @param offset of its first byte in the record
 */
record DbfField(String name, char type, int offset, int length, int decimals) {
  private static final int INT32_DIGITS = 9;
  private static final int INT64_DIGITS = 18;

  Column column() {
    return new Column(name, valueType());
  }

  ValueType valueType() {
    return switch (type) {
      case 'N' -> {
        if (decimals > 0 || length > INT64_DIGITS) {
          yield ValueType.FLOAT64;
        }
        yield length > INT32_DIGITS ? ValueType.INT64 : ValueType.INT32;
      }
      case 'F' -> ValueType.FLOAT64;
      case 'D' -> ValueType.DATE;
      case 'L' -> ValueType.BOOLEAN;
      default -> ValueType.STRING;
    };
  }

  /**
   * The value in a record's bytes, without blanks around it; null if blank, filled with asterisks,
   * or none of its type.
   */
  @Nullable Object read(byte[] record, Charset charset) {
    int start = offset;
    int end = offset + length;
    for (int i = start; i < end; i++) {
      if (record[i] == 0) {
        end = i;
      }
    }
    while (end > start && record[end - 1] == ' ') {
      end--;
    }
    while (start < end && record[start] == ' ') {
      start++;
    }
    if (valueType() == ValueType.STRING) {
      return end == start ? null : text(record, start, end, charset);
    }
    if (start == end || record[start] == '*') {
      return null;
    }
    return switch (valueType()) {
      case BOOLEAN -> truth(record[start]);
      case DATE -> date(record, start, end);
      case FLOAT64 -> real(record, start, end);
      default -> whole(record, start, end);
    };
  }

  private static String text(byte[] record, int start, int end, Charset charset) {
    int cut = charset.equals(UTF_8) ? endOfWholeCharacters(record, start, end) : end;
    return new String(record, start, cut - start, charset);
  }

  /** Writers cut long text at the field's width, UTF-8 even inside a character. */
  private static int endOfWholeCharacters(byte[] record, int start, int end) {
    int lead = end - 1;
    while (lead > start && end - lead < 4 && (record[lead] & 0xC0) == 0x80) {
      lead--;
    }
    int first = record[lead] & 0xFF;
    int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    return lead + size > end ? lead : end;
  }

  private static @Nullable Boolean truth(byte letter) {
    return switch (letter) {
      case 'T', 't', 'Y', 'y' -> true;
      case 'F', 'f', 'N', 'n' -> false;
      default -> null;
    };
  }

  private static @Nullable LocalDate date(byte[] record, int start, int end) {
    if (end - start != 8) {
      return null;
    }
    int number = 0;
    for (int i = start; i < end; i++) {
      int digit = record[i] - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      number = 10 * number + digit;
    }
    try {
      return number == 0 ? null : LocalDate.of(number / 10_000, number / 100 % 100, number % 100);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Double real(byte[] record, int start, int end) {
    byte last = record[end - 1];
    if (last != '.' && (last < '0' || last > '9')) {
      return null; // words, and Java's own endings such as 1f
    }
    String digits = new String(record, start, end - start, ISO_8859_1);
    try {
      return Double.valueOf(digits.indexOf(',') < 0 ? digits : digits.replace(',', '.'));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private @Nullable Object whole(byte[] record, int start, int end) {
    boolean negative = record[start] == '-';
    int from = negative || record[start] == '+' ? start + 1 : start;
    long number = 0;
    for (int i = from; i < end; i++) {
      int digit = record[i] - '0';
      if (digit < 0 || digit > 9) {
        return wholeOfReal(record, start, end);
      }
      number = 10 * number + digit;
    }
    return from == end ? null : sized(negative ? -number : number);
  }

  private @Nullable Object wholeOfReal(byte[] record, int start, int end) {
    Double real = real(record, start, end);
    return real != null && real == Math.rint(real) && Math.abs(real) < 1e18
        ? sized(real.longValue())
        : null;
  }

  private @Nullable Object sized(long number) {
    if (valueType() == ValueType.INT64) {
      return number;
    }
    return number == (int) number ? (Object) (int) number : null;
  }
}
