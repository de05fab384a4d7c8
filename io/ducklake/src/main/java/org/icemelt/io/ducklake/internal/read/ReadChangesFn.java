package org.icemelt.io.ducklake.internal.read;

import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.ChangeCursor;
import org.icemelt.io.ducklake.ChangeTask;
import org.icemelt.io.ducklake.DuckLakeIO;

/** Reads the rows of changes. */
public final class ReadChangesFn extends DoFn<ChangeTask, Row> {
  private final LedRows rows;
  private final Counter changesRead = Metrics.counter(DuckLakeIO.class, "changesRead");

  public ReadChangesFn(LedRows rows) {
    this.rows = rows;
  }

  @ProcessElement
  public void process(@Element ChangeTask task, OutputReceiver<Row> out) {
    try (ChangeCursor cursor = task.open()) {
      while (cursor.next()) {
        List<Object> before =
            List.of(
                cursor.snapshotId(), cursor.kind().name().toLowerCase(Locale.ROOT), cursor.rowId());
        out.output(rows.row(before, cursor.values()));
      }
      changesRead.inc(cursor.counts().rows());
    }
  }
}
