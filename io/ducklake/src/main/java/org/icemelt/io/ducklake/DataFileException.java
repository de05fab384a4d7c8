package org.icemelt.io.ducklake;

import org.jspecify.annotations.Nullable;

/** A file of a lake is missing or damaged; the message names it. Other tables can be read. */
public final class DataFileException extends DuckLakeException {
  public DataFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
