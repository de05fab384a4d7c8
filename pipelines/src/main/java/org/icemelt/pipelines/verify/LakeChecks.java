package org.icemelt.pipelines.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.pipelines.layers.LayersSource;
import org.icemelt.pipelines.query.LakeQuery;
import org.icemelt.pipelines.query.QueryException;
import org.icemelt.transforms.quality.CheckResult;

/** The checks of {@code verify}: files as the catalog says, ids unique, all features accounted. */
final class LakeChecks {
  private static final TableId STAGING = new TableId("main", "stg_pv_consolidated");
  private static final TableId FILES = new TableId("main", "ingest_files");
  private static final String UNIQUE =
      "SELECT record_id, count(*) AS n FROM stg_pv_consolidated GROUP BY record_id"
          + " HAVING n > 1 OR record_id IS NULL ORDER BY ALL LIMIT 5";
  private static final String ACCOUNTED =
      """
      WITH latest AS (
        SELECT dataset_name, arg_max(run_id, processed_at) AS run_id
        FROM ingest_files WHERE status = 'stored' GROUP BY dataset_name),
      counted AS (
        SELECT f.dataset_name, sum(features_read) AS features_read, sum(stored) AS stored,
               sum(rejected) AS rejected
        FROM ingest_files f JOIN latest USING (dataset_name, run_id)
        WHERE f.status = 'stored' GROUP BY f.dataset_name)
      SELECT dataset_name, features_read, stored, rejected, count(s.record_id) AS rows
      FROM counted LEFT JOIN stg_pv_consolidated s USING (dataset_name)
      GROUP BY ALL
      HAVING features_read <> stored + rejected OR stored <> count(s.record_id)
      ORDER BY ALL
      """;

  private final LakeConfig config;
  private final Lake lake;
  private final List<String> faults = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private LakeChecks(LakeConfig config) {
    this.config = config;
    this.lake = Lake.of(config);
  }

  static LakeVerdict of(LakeConfig config) {
    LakeChecks checks = new LakeChecks(config);
    Lake lake = checks.lake;
    List<LakeVerdict.TableLine> tables = new ArrayList<>();
    for (Lake.TableInfo table : lake.tables()) {
      table.files().forEach(f -> checks.file(table, f));
      tables.add(
          new LakeVerdict.TableLine(
              table.name().schema() + "." + table.name().name(),
              table.rows(),
              table.files().size(),
              table.files().stream().mapToLong(Lake.FileInfo::sizeBytes).sum()));
    }
    if (checks.faults.isEmpty()) {
      checks.content();
      checks.quality();
      LayersSource.stale(lake).ifPresent(checks.notes::add);
    }
    return new LakeVerdict(
        lake.latestSnapshot().map(Lake.SnapshotInfo::id).orElse(0L),
        tables,
        checks.faults,
        checks.notes);
  }

  private void file(Lake.TableInfo table, Lake.FileInfo file) {
    try {
      OptionalLong size = Lake.sizeOf(file);
      if (size.isEmpty()) {
        fault(table, "data file %s is missing", file.path());
      } else if (size.getAsLong() != file.sizeBytes()) {
        fault(
            table,
            "data file %s has %d bytes, the catalog says %d",
            file.path(),
            size.getAsLong(),
            file.sizeBytes());
      } else {
        long rows = Lake.rowsOf(file);
        if (rows != file.recordCount()) {
          fault(
              table,
              "data file %s has %d rows, the catalog says %d",
              file.path(),
              rows,
              file.recordCount());
        }
      }
    } catch (IOException e) {
      fault(table, "data file %s cannot be read: %s", file.path(), e.getMessage());
    }
  }

  private void content() {
    if (lake.table(STAGING).isEmpty() || lake.table(FILES).isEmpty()) {
      return;
    }
    try (LakeQuery query = LakeQuery.open(lake)) {
      for (List<String> row : query.run(UNIQUE).rows()) {
        faults.add(
            "main.stg_pv_consolidated: record_id %s stands in %s rows"
                .formatted(row.get(0), row.get(1)));
      }
      for (List<String> row : query.run(ACCOUNTED).rows()) {
        faults.add(
            "dataset %s: %s read, %s stored, %s rejected, but %s rows in stg_pv_consolidated"
                .formatted(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)));
      }
    } catch (QueryException e) {
      faults.add("cannot query the lake: " + e.getMessage());
    }
  }

  /** The checks of a run, now on all rows that the lake holds. */
  private void quality() {
    if (lake.table(STAGING).isEmpty()) {
      return;
    }
    for (CheckResult result : StoredRowChecks.of(config, lake)) {
      String what =
          "%s: check %s failed for %d rows, e.g. %s"
              .formatted(
                  STAGING.schema() + "." + STAGING.name(),
                  result.check().word(),
                  result.rowsFailed(),
                  result.samples().get(0));
      (result.isError() ? faults : notes).add(what);
    }
  }

  private void fault(Lake.TableInfo table, String what, Object... values) {
    faults.add(table.name().schema() + "." + table.name().name() + ": " + what.formatted(values));
  }
}
