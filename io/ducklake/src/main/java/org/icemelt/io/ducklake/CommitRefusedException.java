package org.icemelt.io.ducklake;

import org.jspecify.annotations.Nullable;

/** The commit does not fit the lake. Nothing was registered; change the input or the lake first. */
public final class CommitRefusedException extends DuckLakeException {
  public CommitRefusedException(String message) {
    this(message, null);
  }

  public CommitRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
