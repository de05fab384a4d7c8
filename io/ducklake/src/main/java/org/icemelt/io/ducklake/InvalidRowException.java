package org.icemelt.io.ducklake;

import org.jspecify.annotations.Nullable;

/** A row does not fit its table. Fix or filter the input. */
public final class InvalidRowException extends DuckLakeException {
  public InvalidRowException(String message) {
    this(message, null);
  }

  public InvalidRowException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
