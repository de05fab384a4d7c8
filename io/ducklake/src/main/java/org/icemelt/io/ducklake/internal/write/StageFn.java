package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.ducklake.WriteJournal;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a bundle into files of its own. */
public final class StageFn extends DoFn<TableRow, StagedFile> {
  private final Counter rowsWritten = Metrics.counter(DuckLakeIO.class, "rowsWritten");
  private final Counter filesWritten = Metrics.counter(DuckLakeIO.class, "filesWritten");
  private final Layouts layouts;
  private final SerializableFunction<TableRow, String> unit;
  private final @Nullable WriteJournal journal;
  private transient @Nullable Map<BoundedWindow, RowStager> stagers;

  public StageFn(
      LakeConfig lake,
      SerializableFunction<TableRow, String> unit,
      @Nullable WriteJournal journal) {
    this.layouts = new Layouts(lake);
    this.unit = unit;
    this.journal = journal;
  }

  @StartBundle
  public void startBundle() {
    stagers = new LinkedHashMap<>();
  }

  @ProcessElement
  public void processElement(@Element TableRow row, BoundedWindow window) throws IOException {
    try {
      stager(window).add(row, unit.apply(row));
    } catch (IOException | RuntimeException e) {
      abandon(e);
      throw e;
    }
  }

  /** Leaves no files behind. */
  private void abandon(Exception failure) {
    try {
      teardown();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private RowStager stager(BoundedWindow window) {
    Map<BoundedWindow, RowStager> open = stagers;
    if (open == null) {
      throw new IllegalStateException("A bundle starts before its elements come");
    }
    RowStager stager = open.get(window);
    if (stager == null) {
      stager = new RowStager(layouts.now(), journal);
      open.put(window, stager);
    }
    return stager;
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException {
    Map<BoundedWindow, RowStager> open = stagers;
    if (open == null) {
      return;
    }
    Map<BoundedWindow, List<StagedFile>> files = new LinkedHashMap<>();
    try {
      for (Map.Entry<BoundedWindow, RowStager> window : open.entrySet()) {
        files.put(window.getKey(), window.getValue().finish());
      }
    } catch (IOException | RuntimeException e) {
      abandon(e);
      throw e;
    }
    stagers = null;
    files.forEach(
        (window, made) -> {
          for (StagedFile file : made) {
            rowsWritten.inc(file.recordCount());
            filesWritten.inc();
            context.output(file, window.maxTimestamp(), window);
          }
        });
  }

  /** A bundle that did not finish leaves no files behind. */
  @Teardown
  public void teardown() throws IOException {
    Map<BoundedWindow, RowStager> open = stagers;
    if (open != null) {
      for (RowStager stager : open.values()) {
        stager.abandon();
      }
      stagers = null;
    }
  }
}
