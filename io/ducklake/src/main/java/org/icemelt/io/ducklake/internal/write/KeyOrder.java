package org.icemelt.io.ducklake.internal.write;

import java.util.Arrays;
import java.util.List;
import org.icemelt.io.ducklake.TableRow;

/**
 * Sorts rows by their sort keys, unsigned; equal ones stay in the order in which they came. By
 * digits: byte after byte from the lowest, without a comparison of two rows.
 */
final class KeyOrder {
  private static final int VALUES = 1 << Byte.SIZE;

  private KeyOrder() {}

  static void sort(List<TableRow> rows) {
    int size = rows.size();
    long[] keys = new long[size];
    long differing = 0;
    for (int i = 0; i < size; i++) {
      keys[i] = rows.get(i).sortKey();
      differing |= keys[i] ^ keys[0];
    }
    if (differing == 0) {
      return;
    }
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    int[] next = new int[size];
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      if ((differing >>> shift) % VALUES != 0) {
        byDigit(keys, shift, order, next);
        int[] sorted = next;
        next = order;
        order = sorted;
      }
    }
    TableRow[] came = rows.toArray(TableRow[]::new);
    for (int i = 0; i < size; i++) {
      rows.set(i, came[order[i]]);
    }
  }

  private static void byDigit(long[] keys, int shift, int[] from, int[] to) {
    int[] starts = new int[VALUES + 1];
    for (long key : keys) {
      starts[digit(key, shift) + 1]++;
    }
    for (int value = 1; value < VALUES; value++) {
      starts[value] += starts[value - 1];
    }
    for (int row : from) {
      to[starts[digit(keys[row], shift)]++] = row;
    }
  }

  private static int digit(long key, int shift) {
    return (int) (key >>> shift) & (VALUES - 1);
  }
}
