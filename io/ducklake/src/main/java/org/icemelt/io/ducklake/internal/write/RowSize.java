package org.icemelt.io.ducklake.internal.write;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how much memory a row takes. */
final class RowSize {
  private static final int REFERENCE = 8;
  private static final int SMALL_OBJECT = 24;

  private RowSize() {}

  static long of(List<@Nullable Object> values) {
    long bytes = SMALL_OBJECT;
    for (int i = 0; i < values.size(); i++) {
      bytes += of(values.get(i));
    }
    return bytes;
  }

  private static long of(@Nullable Object value) {
    if (value == null) {
      return REFERENCE;
    }
    if (value instanceof Number) { // a class, and so told quickly; interfaces are not
      return REFERENCE + SMALL_OBJECT;
    }
    if (value instanceof String text) {
      return SMALL_OBJECT + SMALL_OBJECT + text.length();
    }
    if (value instanceof byte[] bytes) {
      return SMALL_OBJECT + bytes.length;
    }
    if (value instanceof Collection<?> items) {
      long bytes = SMALL_OBJECT;
      for (Object item : items) {
        bytes += of(item);
      }
      return bytes;
    }
    if (value instanceof Map<?, ?> map) {
      return of(map.keySet()) + of(map.values());
    }
    return REFERENCE + SMALL_OBJECT;
  }
}
