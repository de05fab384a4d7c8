package org.icemelt.pipelines;

/** What a command's exit code means; scripts rely on the numbers. */
public enum ExitCode {
  /** All well. Rejects and warnings do not change it. */
  OK(0),
  /** A check failed. */
  CHECK_FAILED(1),
  /** Bad arguments or manifest; nothing was run. */
  BAD_INPUT(2),
  /** Finished, but some dataset failed; the rest is committed. */
  DATASET_FAILED(3),
  /** The run failed, or every dataset did; nothing is committed. */
  RUN_FAILED(4),
  /** The catalog could not say whether the commit took place. */
  OUTCOME_UNKNOWN(5),
  /** {@code freshness}: a source was checked too long ago for its warning limit. */
  STALE(1),
  /**
   * {@code freshness}: a source was checked too long ago for its error limit, or its age cannot be
   * told.
   */
  TOO_OLD(2);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
