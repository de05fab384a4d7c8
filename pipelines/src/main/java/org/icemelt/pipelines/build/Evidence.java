package org.icemelt.pipelines.build;

import java.io.Serializable;
import java.util.List;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.geofiles.SplitDone;
import org.icemelt.io.geofiles.SplitFailed;
import org.icemelt.transforms.harmonise.FieldFill;
import org.icemelt.transforms.harmonise.HarmoniseWarning;
import org.icemelt.transforms.quality.CheckResult;
import org.icemelt.transforms.quality.RowRanges;

/** What the verdict on a dataset rests on; all of it descriptors, never rows. */
sealed interface Evidence extends Serializable {
  record Planned(DatasetPlan plan) implements Evidence {}

  record Done(SplitDone split) implements Evidence {}

  record Failed(SplitFailed split) implements Evidence {}

  record Staged(StagedFile file) implements Evidence {}

  record Stored(RowCounts counts) implements Evidence {}

  record Rejected(RejectCounts counts) implements Evidence {}

  record Filled(FieldFill fill) implements Evidence {}

  record Checked(RowsChecked rows) implements Evidence {}

  record Warned(HarmoniseWarning warning) implements Evidence {}

  /**
   * Rows of one file that one bundle handed to the sink.
   *
   * @param finishedMillis when the bundle ended, for the report's seconds
   */
  record RowCounts(
      String dataset,
      String sourceFile,
      long stored,
      long repaired,
      long withArea,
      double areaM2,
      long finishedMillis)
      implements Serializable {}

  /**
   * What one bundle found of the rows of one file that it handed to the sink.
   *
   * @param failed checks that failed on some row
   * @param rows which rows they were
   */
  record RowsChecked(
      String dataset, String sourceFile, List<CheckResult> failed, List<RowRanges.Range> rows)
      implements Serializable {
    public RowsChecked {
      failed = List.copyOf(failed);
      rows = List.copyOf(rows);
    }
  }

  /** Rejects of one file that one bundle handed to the sink. */
  record RejectCounts(String dataset, String sourceFile, long rejected) implements Serializable {}
}
