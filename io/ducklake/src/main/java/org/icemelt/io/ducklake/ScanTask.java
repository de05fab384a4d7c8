package org.icemelt.io.ducklake;

import java.io.Serializable;
import java.util.List;

/**
 * A part of a {@link ScanPlan}: rows of one data file, or of those that the catalog keeps. It holds
 * all that reading takes, so it can be sent to another machine and read there, also after the
 * catalog has moved on.
 */
public interface ScanTask extends Serializable {
  /** Where the rows are, for messages. */
  String source();

  /** How much there is to read at most. */
  long bytes();

  /**
   * The same rows as several tasks, of whole row groups.
   *
   * @param targetBytes about how much a task shall read; one row group is the least
   */
  List<? extends ScanTask> split(long targetBytes);

  /** Starts to read. */
  RowCursor open();
}
