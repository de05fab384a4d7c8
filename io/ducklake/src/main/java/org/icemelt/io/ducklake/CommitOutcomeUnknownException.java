package org.icemelt.io.ducklake;

import org.jspecify.annotations.Nullable;

/**
 * The connection broke while the catalog took the commit, and it cannot be asked whether it did. No
 * file was deleted. Run again with the same write id: it will see.
 */
public final class CommitOutcomeUnknownException extends DuckLakeException {
  public CommitOutcomeUnknownException(String message) {
    this(message, null);
  }

  public CommitOutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
