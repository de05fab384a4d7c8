package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.repositories.FetchedFile;
import org.icemelt.pipelines.build.DatasetCase.FileTally;
import org.icemelt.pipelines.build.DatasetPlan.PlannedFile;
import org.icemelt.pipelines.manifest.Publication;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code ingest_files}: where each file (and layer) of a dataset came from, and what became
 * of its features. A file that failed is there with what is known of it; a dataset whose files were
 * not even listed has one row without a {@code source_file}.
 */
final class FileRows implements Serializable {
  static final String STORED = "stored";
  static final String FAILED = "failed";

  private final String runId;
  private final LocalDateTime processedAt;

  FileRows(String runId, LocalDateTime processedAt) {
    this.runId = runId;
    this.processedAt = processedAt;
  }

  List<List<@Nullable Object>> of(DatasetCase gathered, String status) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (PlannedFile planned : gathered.plan().files()) {
      for (Layer layer : planned.layers()) {
        rows.add(
            row(
                gathered,
                status,
                layer.sourceFile(),
                planned.file().url(),
                planned.file(),
                layer,
                requireNonNull(gathered.files().get(layer.sourceFile()))));
      }
    }
    for (BrokenFile broken : gathered.plan().broken()) {
      rows.add(
          row(
              gathered,
              status,
              broken.sourceFile(),
              broken.url(),
              broken.fetched(),
              null,
              new FileTally()));
    }
    return rows;
  }

  private List<@Nullable Object> row(
      DatasetCase gathered,
      String status,
      @Nullable String sourceFile,
      String url,
      @Nullable FetchedFile file,
      @Nullable Layer layer,
      FileTally tally) {
    DatasetPlan plan = gathered.plan();
    Publication publication = plan.spec().publication();
    boolean stored = status.equals(STORED);
    @Nullable Object[] values = {
      runId,
      plan.dataset(),
      sourceFile,
      url,
      publication.recordDoi(),
      file == null || file.version() == null ? publication.version() : file.version(),
      file == null || file.license() == null ? publication.license() : file.license(),
      file == null ? null : file.checksum(),
      file == null ? null : file.bytes(),
      layer == null ? null : layer.format().name().toLowerCase(Locale.ROOT),
      layer == null ? null : layer.crs(),
      tally.read,
      stored ? tally.stored : 0L,
      stored ? tally.rejected : 0L,
      stored ? tally.repaired : 0L,
      tally.filtered,
      status,
      file == null ? null : LocalDateTime.ofInstant(file.fetchedAt(), ZoneOffset.UTC),
      gathered.seconds(),
      processedAt,
      plan.fingerprint()
    };
    return Arrays.asList(values);
  }
}
