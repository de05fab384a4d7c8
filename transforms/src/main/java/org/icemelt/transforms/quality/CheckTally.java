package org.icemelt.transforms.quality;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The row checks that failed on some rows, added up. Not for two threads at once. */
public final class CheckTally {
  private final RowChecks checks;
  private final Map<Check, CheckResult> failed = new EnumMap<>(Check.class);

  public CheckTally(RowChecks checks) {
    this.checks = checks;
  }

  /** Checks one row; see {@link RowChecks#failed}. */
  public void add(CheckedRow row, boolean sourceAreaIsOutline) {
    for (Check check : checks.failed(row, sourceAreaIsOutline)) {
      @Nullable String id = row.recordId();
      failed.merge(
          check,
          CheckResult.failed(check, 1, id == null ? "(a row without record_id)" : id),
          CheckResult::plus);
    }
  }

  /** The checks that failed at least once. */
  public List<CheckResult> results() {
    return new ArrayList<>(failed.values());
  }
}
