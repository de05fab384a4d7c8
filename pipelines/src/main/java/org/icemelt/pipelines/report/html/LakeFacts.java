package org.icemelt.pipelines.report.html;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.pipelines.query.LakeQuery;
import org.icemelt.pipelines.query.QueryException;

/**
 * What the lake says of its sources. All values are texts as DuckDB prints them, empty for NULL.
 * What cannot be read is among the {@link #gaps}.
 */
final class LakeFacts {
  /** A file of a dataset; {@code snapshot} holds its rows, empty if it cannot be told. */
  record SourceFact(
      String dataset,
      String file,
      String url,
      String doi,
      String version,
      String license,
      String checksum,
      String bytes,
      String format,
      String crs,
      String read,
      String stored,
      String rejected,
      String repaired,
      String filtered,
      String status,
      String runId,
      String fetchedAt,
      String snapshot) {}

  /** Rejected features of one dataset for one reason. */
  record RejectFact(String dataset, String reason, String count, List<RejectSample> samples) {}

  /** One rejected feature, its geometry or text cut. */
  record RejectSample(String file, String row, String detail, String text) {}

  /** A quality check of a dataset's latest run; {@code failed} if some row did not pass it. */
  record CheckFact(
      String dataset,
      String table,
      String check,
      String severity,
      String rows,
      String sample,
      boolean failed,
      boolean error) {}

  private static final String LATEST =
      """
      WITH latest AS (
        SELECT dataset_name, arg_max(run_id, processed_at) AS run_id
        FROM ingest_files WHERE status = 'stored' GROUP BY dataset_name)
      """;

  private static final String SOURCES =
      """
      SELECT f.dataset_name, source_file, url, doi, version, license, checksum, bytes, format, crs,
        features_read, stored, rejected, repaired, filtered, status, f.run_id,
        strftime(fetched_at, '%Y-%m-%d %H:%M:%S')
      FROM ingest_files f
      WHERE (dataset_name, run_id) IN (SELECT (dataset_name, run_id) FROM latest)
        OR (status = 'failed' AND run_id = (SELECT arg_max(run_id, processed_at) FROM ingest_files))
      ORDER BY f.dataset_name, source_file
      """;

  private static final String REJECTS =
      """
      SELECT dataset_name, reason, count(*) OVER w, source_file, source_row, detail,
        left(geometry, 160)
      FROM ingest_rejects
      WINDOW w AS (PARTITION BY dataset_name, reason)
      QUALIFY row_number() OVER (PARTITION BY dataset_name, reason
        ORDER BY source_file, source_row) <= 5
      ORDER BY dataset_name, reason, source_file, source_row
      """;

  private static final String CHECKS =
      """
      SELECT q.dataset_name, table_name, check_name, severity, rows_failed, sample
      FROM quality_checks q
      WHERE run_id IN (SELECT run_id FROM latest) OR run_id = (
        SELECT arg_max(run_id, processed_at) FROM quality_checks)
      ORDER BY ALL
      """;

  private static final String DUPLICATES =
      "SELECT dataset_name, count(*) FROM prep_pv_datasets_unified WHERE NOT is_primary GROUP BY 1";

  private final Lake lake;
  private final List<String> gaps = new ArrayList<>();
  private final Map<String, String> snapshots = new HashMap<>();
  private List<SourceFact> sources = List.of();
  private List<RejectFact> rejects = List.of();
  private List<CheckFact> checks = List.of();
  private final Map<String, String> duplicates = new HashMap<>();
  private boolean prepared;

  private LakeFacts(Lake lake) {
    this.lake = lake;
  }

  static LakeFacts of(Lake lake) {
    LakeFacts facts = new LakeFacts(lake);
    if (!lake.exists()) {
      return facts;
    }
    try (LakeQuery query = LakeQuery.open(lake)) {
      facts.sources = facts.rows(query, "ingest_files", LATEST + SOURCES, facts::source);
      facts.rejects = rejects(facts.rows(query, "ingest_rejects", REJECTS, row -> row));
      facts.checks = facts.rows(query, "quality_checks", LATEST + CHECKS, LakeFacts::check);
      facts
          .rows(query, "prep_pv_datasets_unified", DUPLICATES, row -> row)
          .forEach(row -> facts.duplicates.put(row.get(0), row.get(1)));
      facts.prepared = lake.table(TableId.of("main", "prep_pv_datasets_unified")).isPresent();
    } catch (QueryException e) {
      facts.gaps.add("The lake cannot be queried: " + e.getMessage());
    }
    return facts;
  }

  List<SourceFact> sources() {
    return sources;
  }

  List<RejectFact> rejects() {
    return rejects;
  }

  List<CheckFact> checks() {
    return checks;
  }

  /** A dataset's rows that are not primary; empty without the prepared layer. */
  Optional<Long> duplicates(String dataset) {
    return prepared
        ? Optional.of(Long.parseLong(duplicates.getOrDefault(dataset, "0")))
        : Optional.empty();
  }

  List<String> gaps() {
    return gaps;
  }

  private <T> List<T> rows(
      LakeQuery query, String table, String sql, Function<List<String>, T> make) {
    if (lake.table(TableId.of("main", table)).isEmpty()) {
      return List.of();
    }
    try {
      return query.run(sql).rows().stream().map(make).toList();
    } catch (QueryException e) {
      gaps.add("Table %s cannot be read: %s".formatted(table, e.getMessage()));
      return List.of();
    }
  }

  private SourceFact source(List<String> row) {
    return new SourceFact(
        row.get(0),
        row.get(1),
        row.get(2),
        row.get(3),
        row.get(4),
        row.get(5),
        row.get(6),
        row.get(7),
        row.get(8),
        row.get(9),
        row.get(10),
        row.get(11),
        row.get(12),
        row.get(13),
        row.get(14),
        row.get(15),
        row.get(16),
        row.get(17),
        snapshots.computeIfAbsent(row.get(16), this::snapshot));
  }

  private String snapshot(String runId) {
    try {
      Optional<CommitResult> commit = lake.commit(runId);
      return commit.map(CommitResult::snapshotId).map(String::valueOf).orElse("");
    } catch (DuckLakeException e) {
      gaps.add("The snapshot of run %s is not known: %s".formatted(runId, e.getMessage()));
      return "";
    }
  }

  private static List<RejectFact> rejects(List<List<String>> rows) {
    List<RejectFact> facts = new ArrayList<>();
    for (List<String> row : rows) {
      RejectFact last = facts.isEmpty() ? null : facts.get(facts.size() - 1);
      if (last == null || !last.dataset().equals(row.get(0)) || !last.reason().equals(row.get(1))) {
        last = new RejectFact(row.get(0), row.get(1), row.get(2), new ArrayList<>());
        facts.add(last);
      }
      last.samples().add(new RejectSample(row.get(3), row.get(4), row.get(5), row.get(6)));
    }
    return facts;
  }

  private static CheckFact check(List<String> row) {
    return new CheckFact(
        row.get(0),
        row.get(1),
        row.get(2),
        row.get(3),
        row.get(4),
        row.get(5),
        !row.get(4).equals("0"),
        row.get(3).equals("error"));
  }
}
