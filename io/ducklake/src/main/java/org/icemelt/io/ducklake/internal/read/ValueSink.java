package org.icemelt.io.ducklake.internal.read;

import org.jspecify.annotations.Nullable;

/** Where a converter puts the value that it made. */
@FunctionalInterface
interface ValueSink {
  void accept(@Nullable Object value);
}
