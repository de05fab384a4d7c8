package org.icemelt.io.ducklake.internal.catalog;

import org.icemelt.io.ducklake.DuckLakeException;

/** An attempt failed in a way that the next may not. */
public final class RetryableException extends Exception {
  private final transient DuckLakeException failure;
  private final boolean whileCommitting;

  RetryableException(DuckLakeException failure, boolean whileCommitting) {
    super(failure.getMessage(), failure);
    this.failure = failure;
    this.whileCommitting = whileCommitting;
  }

  /** What to throw if there is no next attempt. */
  public DuckLakeException failure() {
    return failure;
  }

  /** Whether the catalog was taking the commit, so that it may have happened. */
  public boolean whileCommitting() {
    return whileCommitting;
  }
}
