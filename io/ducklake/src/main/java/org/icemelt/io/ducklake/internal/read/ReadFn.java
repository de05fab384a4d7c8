package org.icemelt.io.ducklake.internal.read;

import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.ReadCounts;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.ScanTask;
import org.icemelt.io.ducklake.TableSchema;
import org.jspecify.annotations.Nullable;

/** Reads the rows of tasks. */
public final class ReadFn extends DoFn<ScanTask, Row> {
  private final Schema schema;
  private final TableSchema columns;
  private final boolean rowIds;
  private final Counter rowsRead = Metrics.counter(DuckLakeIO.class, "rowsRead");
  private final Counter groupsRead = Metrics.counter(DuckLakeIO.class, "rowGroupsRead");
  private final Counter groupsSkipped = Metrics.counter(DuckLakeIO.class, "rowGroupsSkipped");

  private transient @Nullable List<LakeToBeam.Conversion> conversions;

  public ReadFn(Schema schema, TableSchema columns, boolean rowIds) {
    this.schema = schema;
    this.columns = columns;
    this.rowIds = rowIds;
  }

  @ProcessElement
  public void process(@Element ScanTask task, OutputReceiver<Row> out) {
    List<LakeToBeam.Conversion> known = conversions;
    if (known == null) {
      known = LakeToBeam.conversions(columns);
      conversions = known;
    }
    try (RowCursor rows = task.open()) {
      while (rows.next()) {
        List<Long> before = rowIds ? List.of(rows.rowId()) : List.of();
        out.output(LakeToBeam.row(schema, before, rows.values(), known));
      }
      ReadCounts counts = rows.counts();
      rowsRead.inc(counts.rows());
      groupsRead.inc(counts.rowGroups());
      groupsSkipped.inc(counts.rowGroupsSkipped());
    }
  }
}
