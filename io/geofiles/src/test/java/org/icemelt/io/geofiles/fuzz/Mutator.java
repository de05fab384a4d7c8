package org.icemelt.io.geofiles.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Damages bytes: bits flipped, bytes overwritten, numbers in head and tail at their extremes. */
final class Mutator {
  /** Where headers, and the footers of some formats, lie. */
  private static final int HEAD = 256;

  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    2,
    0x7F,
    0x80,
    0xFF,
    Short.MAX_VALUE,
    0x8000,
    0xFFFF,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE / 8,
    0xFFFF_FFFFL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Double.doubleToLongBits(Double.NaN)
  };

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  byte[] mutate(byte[] good) {
    byte[] bytes = good.clone();
    if (bytes.length == 0) {
      return bytes;
    }
    int changes = 1 + random.nextInt(random.nextInt(4) == 0 ? 12 : 3);
    for (int i = 0; i < changes; i++) {
      int at = position(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> overwrite(bytes, at, 1 + random.nextInt(8));
        default -> number(bytes, at, 1 << random.nextInt(4));
      }
    }
    return bytes;
  }

  private int position(int length) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(Math.min(length, HEAD));
      case 1 -> length - 1 - random.nextInt(Math.min(length, HEAD));
      default -> random.nextInt(length);
    };
  }

  private void overwrite(byte[] bytes, int at, int size) {
    for (int i = at; i < Math.min(at + size, bytes.length); i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
  }

  /** An extreme, or a number close to the one that stands there, of 1, 2, 4 or 8 bytes. */
  private void number(byte[] bytes, int at, int size) {
    int from = Math.max(0, Math.min(at, bytes.length - size));
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(0, bytes, from, Math.min(size, bytes.length - from));
    long value =
        switch (random.nextInt(3)) {
          case 0 -> buffer.getLong(0) + random.nextInt(5) - 2;
          case 1 -> bytes.length + random.nextInt(5) - 2;
          default -> EXTREMES[random.nextInt(EXTREMES.length)];
        };
    boolean big = random.nextBoolean();
    for (int i = 0; i < size && from + i < bytes.length; i++) {
      bytes[from + i] = (byte) (value >>> 8 * (big ? size - 1 - i : i));
    }
  }
}
