package org.icemelt.pipelines.verify;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.io.ducklake.Filter;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.transforms.quality.Check;
import org.icemelt.transforms.quality.CheckResult;
import org.icemelt.transforms.quality.CheckTally;
import org.icemelt.transforms.quality.CheckedRow;
import org.icemelt.transforms.quality.RowChecks;
import org.jspecify.annotations.Nullable;

/** The quality checks on the rows of the staging table, whoever wrote them. */
final class StoredRowChecks {
  private static final TableId STAGING = new TableId("main", "stg_pv_consolidated");
  private static final TableId MAPPING = new TableId("main", "field_mapping");
  private static final int MOST_DAYS = 7;
  private static final String[] COLUMNS = {
    "record_id",
    "dataset_name",
    "unified_id",
    "geometry",
    "geometry_type",
    "centroid_lon",
    "centroid_lat",
    "area_m2",
    "source_area_m2",
    "capacity_mw",
    "capacity_basis",
    "install_date",
    "install_date_precision",
    "technology",
    "status",
    "record_role",
    "processed_at"
  };

  private StoredRowChecks() {}

  /** Those that failed, by dataset all together. */
  static List<CheckResult> of(LakeConfig config, Lake lake) {
    LocalDateTime now = LocalDateTime.now(Clock.system(ZoneOffset.UTC));
    CheckTally tally = new CheckTally(new RowChecks(LocalDate.from(now)));
    Map<String, Boolean> outlines = sourceAreaIsOutline(config, lake);
    Map<String, LocalDateTime> processed = new TreeMap<>();
    try (RowCursor rows = LakeScan.of(config, STAGING).select(COLUMNS).plan().open()) {
      while (rows.next()) {
        List<@Nullable Object> row = rows.values();
        String dataset = String.valueOf(row.get(1));
        tally.add(checked(row), outlines.getOrDefault(dataset, false));
        LocalDateTime time = (LocalDateTime) row.get(16);
        if (time != null) {
          processed.merge(dataset, time, (a, b) -> a.isAfter(b) ? a : b);
        }
      }
    }
    List<CheckResult> results = new ArrayList<>(tally.results());
    processed.forEach(
        (dataset, time) -> {
          if (time.isBefore(now.minusDays(MOST_DAYS))) {
            results.add(
                CheckResult.failed(
                    Check.FRESHNESS, 1, "%s was last processed at %s".formatted(dataset, time)));
          }
        });
    return results;
  }

  private static CheckedRow checked(List<@Nullable Object> row) {
    return new CheckedRow(
        (String) row.get(0),
        (String) row.get(1),
        (String) row.get(2),
        (String) row.get(3),
        null,
        (String) row.get(4),
        (Double) row.get(5),
        (Double) row.get(6),
        (Double) row.get(7),
        (Double) row.get(8),
        (Double) row.get(9),
        (String) row.get(10),
        (LocalDate) row.get(11),
        (String) row.get(12),
        (String) row.get(13),
        (String) row.get(14),
        (String) row.get(15));
  }

  /** Datasets whose publisher's area is that of the outline, and no other. */
  private static Map<String, Boolean> sourceAreaIsOutline(LakeConfig config, Lake lake) {
    Map<String, Boolean> outlines = new HashMap<>();
    if (lake.table(MAPPING).isPresent()) {
      LakeScan areas =
          LakeScan.of(config, MAPPING)
              .select("dataset_name", "kind")
              .where(Filter.equal("target_column", "source_area_m2"));
      try (RowCursor rows = areas.plan().open()) {
        while (rows.next()) {
          List<@Nullable Object> row = rows.values();
          outlines.merge(
              String.valueOf(row.get(0)), "polygon".equals(row.get(1)), Boolean::logicalAnd);
        }
      }
    }
    return outlines;
  }
}
