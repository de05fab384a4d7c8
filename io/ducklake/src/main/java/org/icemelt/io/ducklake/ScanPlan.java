package org.icemelt.io.ducklake;

import java.util.List;

/**
 * What reading a {@link LakeScan} comes to.
 *
 * @param snapshotId the snapshot that is read
 * @param table as it was called then
 * @param schema the columns that are read, in order
 * @param tasks all rows, each in one task
 * @param files data files that are read, in the order of their tasks
 * @param filesSkipped data files that the statistics rule out
 * @param inlinedRows rows that the catalog keeps, before any filter
 */
public record ScanPlan(
    long snapshotId,
    TableId table,
    TableSchema schema,
    List<ScanTask> tasks,
    List<PlannedFile> files,
    int filesSkipped,
    long inlinedRows) {
  public ScanPlan {
    tasks = List.copyOf(tasks);
    files = List.copyOf(files);
  }

  /**
   * A data file of a plan.
   *
   * @param path absolute
   * @param recordCount rows in it, deleted ones included
   * @param whole whether all its rows count: none is deleted, none younger than the snapshot
   * @param mapped whether the catalog, not field ids, says how its columns are called
   */
  public record PlannedFile(
      String path, long recordCount, long sizeBytes, boolean whole, boolean mapped) {}

  /** All rows, one task after the other. */
  public RowCursor open() {
    return new PlanCursor(tasks);
  }
}
