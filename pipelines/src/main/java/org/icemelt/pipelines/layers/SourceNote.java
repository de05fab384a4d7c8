package org.icemelt.pipelines.layers;

import java.io.Serializable;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.pipelines.build.StandardTables;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ingest_files} says of a dataset: of one file, or summed over those of its latest
 * stored run.
 */
record SourceNote(
    String dataset,
    String runId,
    LocalDateTime processedAt,
    @Nullable String license,
    long rejected)
    implements Serializable {
  private static final List<String> COLUMNS =
      List.of("dataset_name", "run_id", "processed_at", "license", "rejected", "status");

  /** What is read of {@code ingest_files}: known without a look at the lake. */
  static final TableSchema SCHEMA =
      new TableSchema(
          StandardTables.INGEST_FILES.schema().columns().stream()
              .filter(column -> COLUMNS.contains(column.name()))
              .toList());

  /** The notes of each dataset's latest run, added up. */
  static Map<String, SourceNote> latest(Iterable<SourceNote> all) {
    Map<String, SourceNote> latest = new HashMap<>();
    all.forEach(note -> latest.merge(note.dataset, note, SourceNote::later));
    return latest;
  }

  private SourceNote later(SourceNote other) {
    if (runId.equals(other.runId)) {
      boolean mine =
          other.license == null || (license != null && license.compareTo(other.license) <= 0);
      return new SourceNote(
          dataset, runId, processedAt, mine ? license : other.license, rejected + other.rejected);
    }
    int order = processedAt.compareTo(other.processedAt);
    return order > 0 || (order == 0 && runId.compareTo(other.runId) > 0) ? this : other;
  }

  /** Rows of {@code ingest_files} → notes on the stored ones. */
  static final class FromRow extends DoFn<Row, SourceNote> {
    @ProcessElement
    public void note(@Element Row row, OutputReceiver<SourceNote> out) {
      if (Objects.equals(row.getString("status"), "stored")) {
        Long rejected = row.getInt64("rejected");
        out.output(
            new SourceNote(
                Objects.requireNonNull(row.getString("dataset_name")),
                String.valueOf(row.getString("run_id")),
                Objects.requireNonNull(
                    row.getLogicalTypeValue("processed_at", LocalDateTime.class)),
                row.getString("license"),
                rejected == null ? 0 : rejected));
      }
    }
  }
}
