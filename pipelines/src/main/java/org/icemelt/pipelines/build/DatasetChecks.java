package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.icemelt.io.ducklake.Filter;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.transforms.quality.Check;
import org.icemelt.transforms.quality.CheckResult;
import org.icemelt.transforms.quality.RowRanges;
import org.jspecify.annotations.Nullable;

/**
 * The quality checks on a dataset before its commit: what its rows were found to be, and what can
 * only be said of all of them together.
 */
final class DatasetChecks {
  /** Checks of a run; age is asked of a lake. */
  static final Set<Check> OF_A_RUN = EnumSet.complementOf(EnumSet.of(Check.FRESHNESS));

  private static final double MOST_DRIFT = 0.2;

  private final BuildSettings settings;

  DatasetChecks(BuildSettings settings) {
    this.settings = requireNonNull(settings);
  }

  /** One result a check, in the order of the checks, those that passed too. */
  List<CheckResult> of(DatasetCase gathered) {
    Map<Check, CheckResult> results = new EnumMap<>(Check.class);
    OF_A_RUN.forEach(check -> results.put(check, CheckResult.passed(check)));
    gathered.checked().forEach(result -> results.merge(result.check(), result, CheckResult::plus));
    gathered
        .ranges()
        .forEach(
            (file, ranges) -> {
              OptionalLong repeated = RowRanges.firstRepeated(ranges);
              if (repeated.isPresent()) {
                String id =
                    "%s:%s#%d".formatted(gathered.plan().dataset(), file, repeated.getAsLong());
                add(results, CheckResult.failed(Check.UNIQUE_RECORD_ID, 1, id));
              }
            });
    long before = rowsBefore(gathered.plan().dataset());
    long now = gathered.stored();
    if (before > 0 && now == 0) {
      add(results, CheckResult.failed(Check.ROWS_REMAIN, before, before + " rows, now none"));
    } else if (before > 0 && Math.abs(now - before) > MOST_DRIFT * before) {
      add(
          results,
          CheckResult.failed(
              Check.ROW_COUNT_DRIFT,
              Math.abs(now - before),
              "%d rows, now %d".formatted(before, now)));
    }
    return new ArrayList<>(results.values());
  }

  private static void add(Map<Check, CheckResult> results, CheckResult result) {
    results.merge(result.check(), result, CheckResult::plus);
  }

  /** Rows of the dataset's latest stored run; 0 if there is none. */
  private long rowsBefore(String dataset) {
    Lake lake = Lake.of(settings.lake());
    if (!lake.exists() || lake.table(StandardTables.INGEST_FILES.id()).isEmpty()) {
      return 0;
    }
    LakeScan stored =
        LakeScan.of(settings.lake(), StandardTables.INGEST_FILES.id())
            .select("run_id", "processed_at", "stored", "status")
            .where(Filter.equal(StandardTables.DATASET_NAME, dataset));
    String latestRun = "";
    String latest = "";
    long rows = 0;
    try (RowCursor files = stored.plan().open()) {
      while (files.next()) {
        List<@Nullable Object> file = files.values();
        String run = String.valueOf(file.get(0));
        String time = String.valueOf(file.get(1));
        if (!FileRows.STORED.equals(file.get(3)) || run.equals(settings.runId())) {
          continue;
        }
        if (!run.equals(latestRun) && time.compareTo(latest) >= 0) {
          latestRun = run;
          latest = time;
          rows = 0;
        }
        rows += run.equals(latestRun) && file.get(2) != null ? (Long) file.get(2) : 0;
      }
    }
    return rows;
  }

  /** Rows of {@code quality_checks}. */
  List<List<@Nullable Object>> rows(String dataset, List<CheckResult> results) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (CheckResult result : results) {
      @Nullable Object[] values = {
        settings.runId(),
        dataset,
        StandardTables.STAGING.id().name(),
        result.check().word(),
        result.check().severity().word(),
        result.rowsFailed(),
        result.samples().isEmpty() ? null : String.join("; ", result.samples()),
        settings.processedAt()
      };
      rows.add(Arrays.asList(values));
    }
    return rows;
  }

  /** A line for the closing table. */
  static String told(CheckResult result) {
    return String.format(
        Locale.ROOT,
        "check %s failed for %d rows, e.g. %s",
        result.check().word(),
        result.rowsFailed(),
        result.samples().get(0));
  }
}
