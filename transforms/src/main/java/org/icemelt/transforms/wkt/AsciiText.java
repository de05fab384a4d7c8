package org.icemelt.transforms.wkt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text of ASCII characters that grows at its end. */
final class AsciiText {
  private static final int LARGEST_KEPT = 1 << 20;
  private static final int FIRST = 1 << 10;

  private byte[] bytes = new byte[FIRST];
  private int length;

  /** Begins anew; the room of a text that was not too large is kept. */
  void clear() {
    if (bytes.length > LARGEST_KEPT) {
      bytes = new byte[FIRST];
    }
    length = 0;
  }

  void append(char ascii) {
    room(1)[length++] = (byte) ascii;
  }

  void append(String ascii) {
    byte[] out = room(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      out[length++] = (byte) ascii.charAt(i);
    }
  }

  /** The decimal digits of a number that is not negative. */
  void appendDigits(int number) {
    int width = 1;
    for (int left = tenth(number); left > 0; left = tenth(left)) {
      width++;
    }
    appendDigits(number, width);
  }

  /**
   * As many digits of a number that is not negative, leading zeros among them.
   *
   * @param width no less than the number has, 10 at most
   */
  void appendDigits(int number, int width) {
    byte[] out = room(10);
    int left = number;
    for (int i = length + width - 1; i >= length; i--) {
      int tenth = tenth(left);
      out[i] = (byte) ('0' + (left - 10 * tenth));
      left = tenth;
    }
    length += width;
  }

  /** A tenth of an int that is not negative; code that was compiled quickly would divide for it. */
  static int tenth(int number) {
    return (int) (number * 0xCCCC_CCCDL >>> 35);
  }

  private byte[] room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
    return bytes;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }
}
