package org.icemelt.io.ducklake;

/** Walks over rows that were inserted or deleted. */
public interface ChangeCursor extends RowCursor {
  /** The snapshot that did it. */
  long snapshotId();

  ChangeKind kind();
}
