package org.icemelt.pipelines.layers;

import java.time.LocalDateTime;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.ScanTask;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;
import org.icemelt.transforms.duplicates.Rank;
import org.icemelt.transforms.statistics.Facts;
import org.jspecify.annotations.Nullable;

/** The sums of the curated layer over the prepared rows that the lake holds. */
@InStage(Stage.TRANSFORM)
final class SumUnified extends DoFn<ScanTask, KV<String, Piece>> {
  private static final List<String> COLUMNS =
      List.of(
          "dataset_name",
          "is_primary",
          "record_role",
          "technology",
          "status",
          "area_m2",
          "capacity_mw",
          "capacity_basis",
          "bbox_xmin",
          "bbox_ymin",
          "bbox_xmax",
          "bbox_ymax",
          "doi",
          "processed_at",
          "centroid_lon",
          "centroid_lat");

  private transient Sums sums = new Sums();

  /** What this reads of the prepared rows. */
  static LakeScan columns(LakeScan unified) {
    return unified.select(COLUMNS);
  }

  @StartBundle
  public void startBundle() {
    sums = new Sums();
  }

  @ProcessElement
  public void sum(@Element ScanTask task) {
    try (RowCursor rows = task.open()) {
      while (rows.next()) {
        List<@Nullable Object> row = rows.values();
        boolean primary = Boolean.TRUE.equals(row.get(1));
        boolean counts =
            Rank.counts(
                String.valueOf(row.get(2)), String.valueOf(row.get(3)), String.valueOf(row.get(4)));
        sums.addCurated(
            new Facts(
                String.valueOf(row.get(0)),
                primary && counts,
                primary,
                (Double) row.get(5),
                (Double) row.get(6),
                (String) row.get(7),
                number(row.get(8)),
                number(row.get(9)),
                number(row.get(10)),
                number(row.get(11)),
                (String) row.get(12),
                (LocalDateTime) row.get(13)),
            number(row.get(14)),
            number(row.get(15)));
      }
    }
  }

  private static double number(@Nullable Object value) {
    return value == null ? Double.NaN : (Double) value;
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    sums.drain(
        piece ->
            context.output(
                KV.of("", piece), BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE));
  }
}
