package org.icemelt.io.ducklake.internal.read;

import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.ReadCounts;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.ScanTask;

/** Reads the rows of tasks. */
public final class ReadFn extends DoFn<ScanTask, Row> {
  private final LedRows rows;
  private final boolean rowIds;
  private final Counter rowsRead = Metrics.counter(DuckLakeIO.class, "rowsRead");
  private final Counter groupsRead = Metrics.counter(DuckLakeIO.class, "rowGroupsRead");
  private final Counter groupsSkipped = Metrics.counter(DuckLakeIO.class, "rowGroupsSkipped");

  public ReadFn(LedRows rows, boolean rowIds) {
    this.rows = rows;
    this.rowIds = rowIds;
  }

  @ProcessElement
  public void process(@Element ScanTask task, OutputReceiver<Row> out) {
    try (RowCursor cursor = task.open()) {
      while (cursor.next()) {
        List<Long> before = rowIds ? List.of(cursor.rowId()) : List.of();
        out.output(rows.row(before, cursor.values()));
      }
      ReadCounts counts = cursor.counts();
      rowsRead.inc(counts.rows());
      groupsRead.inc(counts.rowGroups());
      groupsSkipped.inc(counts.rowGroupsSkipped());
    }
  }
}
