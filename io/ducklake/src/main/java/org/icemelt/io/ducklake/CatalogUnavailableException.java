package org.icemelt.io.ducklake;

import org.jspecify.annotations.Nullable;

/**
 * The catalog or a file cannot be reached now. Nothing was changed; the same call may work later.
 */
public final class CatalogUnavailableException extends DuckLakeException {
  public CatalogUnavailableException(String message) {
    this(message, null);
  }

  public CatalogUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
