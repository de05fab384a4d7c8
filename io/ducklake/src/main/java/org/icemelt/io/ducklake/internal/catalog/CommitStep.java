package org.icemelt.io.ducklake.internal.catalog;

/** How far one attempt at a commit has come. An attempt may end after any of them. */
public enum CommitStep {
  /** All files are written and were seen there; the transaction has not begun. */
  FILES_READY,
  /** The transaction has begun; where a catalog has one write lock, it is held from here on. */
  BEGUN,
  /** All statements were sent and the snapshot is complete; COMMIT comes next. */
  WRITTEN,
  /** The catalog has said that the commit is done, and the lock is free. */
  COMMITTED
}
