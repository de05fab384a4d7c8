package org.icemelt.transforms.harmonise;

import java.io.Serializable;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A value that its target cannot hold, so that the target is null there.
 *
 * @param row 0-based position in the source file
 * @param value as text, cut to {@value #MAX_VALUE} characters
 */
public record Unconvertible(String sourceFile, long row, String value) implements Serializable {
  static final int MAX_VALUE = 100;

  private static final Comparator<Unconvertible> BY_PLACE =
      Comparator.comparing(Unconvertible::sourceFile).thenComparingLong(Unconvertible::row);

  public Unconvertible {
    if (value.length() > MAX_VALUE) {
      value = value.substring(0, MAX_VALUE);
    }
  }

  static @Nullable Unconvertible first(@Nullable Unconvertible a, @Nullable Unconvertible b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return BY_PLACE.compare(a, b) <= 0 ? a : b;
  }
}
