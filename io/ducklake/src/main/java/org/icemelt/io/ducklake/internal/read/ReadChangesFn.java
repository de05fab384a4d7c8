package org.icemelt.io.ducklake.internal.read;

import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.ChangeCursor;
import org.icemelt.io.ducklake.ChangeTask;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.TableSchema;
import org.jspecify.annotations.Nullable;

/** Reads the rows of changes. */
public final class ReadChangesFn extends DoFn<ChangeTask, Row> {
  private final Schema schema;
  private final TableSchema columns;
  private final Counter changesRead = Metrics.counter(DuckLakeIO.class, "changesRead");

  private transient @Nullable List<LakeToBeam.Conversion> conversions;

  public ReadChangesFn(Schema schema, TableSchema columns) {
    this.schema = schema;
    this.columns = columns;
  }

  @ProcessElement
  public void process(@Element ChangeTask task, OutputReceiver<Row> out) {
    List<LakeToBeam.Conversion> known = conversions;
    if (known == null) {
      known = LakeToBeam.conversions(columns);
      conversions = known;
    }
    try (ChangeCursor rows = task.open()) {
      while (rows.next()) {
        List<Object> before =
            List.of(
                rows.snapshotId(), rows.kind().name().toLowerCase(Locale.ROOT), rows.rowId());
        out.output(LakeToBeam.row(schema, before, rows.values(), known));
      }
      changesRead.inc(rows.counts().rows());
    }
  }
}
