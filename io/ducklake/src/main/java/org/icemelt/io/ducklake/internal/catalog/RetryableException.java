package org.icemelt.io.ducklake.internal.catalog;

import org.icemelt.io.ducklake.DuckLakeException;

/** An attempt failed in a way that the next may not. */
public final class RetryableException extends Exception {
  private final transient DuckLakeException failure;
  private final boolean whileCommitting;

  /**
   * @param failure what to tell the caller if nothing was committed for certain
   * @param answer what the catalog, or the way to it, said
   */
  RetryableException(DuckLakeException failure, Exception answer, boolean whileCommitting) {
    super(answer.getMessage(), failure);
    this.failure = failure;
    this.whileCommitting = whileCommitting;
  }

  /** What to throw if there is no next attempt. */
  public DuckLakeException failure() {
    return failure;
  }

  /** Whether the catalog was told to commit and did not answer, so that it may have happened. */
  public boolean whileCommitting() {
    return whileCommitting;
  }
}
