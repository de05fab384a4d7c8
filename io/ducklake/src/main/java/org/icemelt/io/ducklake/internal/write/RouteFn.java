package org.icemelt.io.ducklake.internal.write;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.icemelt.io.ducklake.InvalidRowException;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.TableRow;

/** Beam rows as rows of their tables. */
public final class RouteFn extends DoFn<Row, TableRow> {
  public static final TupleTag<TableRow> ROWS = new TupleTag<>("rows") {};

  private final RowRouter router;
  private final Rejects rejects;

  public RouteFn(LakeConfig lake, RowRouter.Settings settings, Rejects rejects) {
    this.router = new RowRouter(settings, new Layouts(lake));
    this.rejects = rejects;
  }

  @ProcessElement
  public void processElement(@Element Row row, MultiOutputReceiver out) throws Exception {
    TableRow routed;
    try {
      routed = router.route(row);
    } catch (InvalidRowException e) {
      rejects.route(row, e, out);
      return;
    }
    out.get(ROWS).output(routed);
  }
}
