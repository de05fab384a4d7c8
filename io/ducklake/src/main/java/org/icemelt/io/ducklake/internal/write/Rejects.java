package org.icemelt.io.ducklake.internal.write;

import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.errorhandling.BadRecordRouter;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.FailedRow;
import org.icemelt.io.ducklake.InvalidRowException;
import org.icemelt.io.ducklake.TableId;

/** Where rows go that cannot be stored. */
public final class Rejects implements Serializable {
  /** What becomes of such a row. */
  public enum Way {
    /** It fails its bundle, and so the pipeline. */
    FAIL,
    /** It comes out as a {@link FailedRow}. */
    COLLECT,
    /** It comes out as Beam's {@link BadRecord}. */
    BAD_RECORD
  }

  public static final TupleTag<FailedRow> FAILED = new TupleTag<>("failed") {};
  public static final TupleTag<BadRecord> BAD = BadRecordRouter.BAD_RECORD_TAG;

  private final Counter rowsFailed = Metrics.counter(DuckLakeIO.class, "rowsFailed");
  private final Way way;
  private final Coder<Row> coder;

  public Rejects(Way way, Coder<Row> coder) {
    this.way = way;
    this.coder = coder;
  }

  void route(Row row, InvalidRowException e, MultiOutputReceiver out) throws Exception {
    if (way == Way.FAIL) {
      throw e;
    }
    rowsFailed.inc();
    if (way == Way.COLLECT) {
      TableId table = e.table().orElse(null);
      out.get(FAILED).output(new FailedRow(row, table, e.reason(), String.valueOf(e.getMessage())));
    } else {
      BadRecordRouter.RECORDING_ROUTER.route(
          out, row, coder, e, "DuckLakeIO cannot store a row: " + e.reason());
    }
  }
}
