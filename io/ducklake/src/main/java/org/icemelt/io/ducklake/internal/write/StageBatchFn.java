package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.InvalidRowException;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableRow;

/**
 * Writes the rows that gathered since the last time into files. All files of an element are closed
 * with it, so that a checkpoint holds either the rows or the names of their files.
 */
public final class StageBatchFn extends DoFn<KV<Integer, Iterable<Row>>, StagedFile> {
  public static final TupleTag<StagedFile> FILES = new TupleTag<>("files") {};

  private final Counter rowsWritten = Metrics.counter(DuckLakeIO.class, "rowsWritten");
  private final Counter filesWritten = Metrics.counter(DuckLakeIO.class, "filesWritten");
  private final Layouts layouts;
  private final RowRouter router;
  private final Rejects rejects;

  public StageBatchFn(LakeConfig lake, RowRouter.Settings settings, Rejects rejects) {
    this.layouts = new Layouts(lake);
    this.router = new RowRouter(settings, layouts);
    this.rejects = rejects;
  }

  @ProcessElement
  public void processElement(@Element KV<Integer, Iterable<Row>> batch, MultiOutputReceiver out)
      throws Exception {
    RowStager stager = new RowStager(layouts.now());
    try {
      for (Row row : batch.getValue()) {
        add(row, stager, out);
      }
      for (StagedFile file : stager.finish()) {
        rowsWritten.inc(file.recordCount());
        filesWritten.inc();
        out.get(FILES).output(file);
      }
    } catch (Exception e) {
      abandon(stager, e);
      throw e;
    }
  }

  private void add(Row row, RowStager stager, MultiOutputReceiver out) throws Exception {
    TableRow routed;
    try {
      routed = router.route(row);
    } catch (InvalidRowException e) {
      rejects.route(row, e, out);
      return;
    }
    stager.add(routed, "");
  }

  /** Leaves no files behind. */
  private static void abandon(RowStager stager, Exception failure) {
    try {
      stager.abandon();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
