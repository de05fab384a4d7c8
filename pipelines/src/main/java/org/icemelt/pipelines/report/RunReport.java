package org.icemelt.pipelines.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.report.DatasetReport.Status;
import org.icemelt.pipelines.stage.Spent;
import org.jspecify.annotations.Nullable;

/**
 * The report of one run, kept as {@code <runId>.json}; written also when nothing was committed.
 *
 * @param processedAt the run's one time stamp, UTC, ISO-8601
 * @param commit what the commit did
 * @param snapshotId the snapshot that holds the run; null if nothing was committed
 * @param layers the prepared and curated layers; null if they were not asked for, or not begun
 * @param timings what the time went into, as far as the runner tells; null if none was kept
 * @param message why the commit was refused, or what else the reader must know
 */
public record RunReport(
    String runId,
    String processedAt,
    Commit commit,
    @Nullable Long snapshotId,
    @Nullable String message,
    List<DatasetReport> datasets,
    @Nullable LayersReport layers,
    @Nullable List<Spent> timings)
    implements Serializable {
  /** What the commit step did. */
  public enum Commit {
    COMMITTED,
    /** This run id was committed before; nothing was added now. */
    ALREADY_COMMITTED,
    /** Every dataset was unchanged, or none was left to store. */
    NOTHING_TO_DO,
    REFUSED,
    UNKNOWN
  }

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  public RunReport {
    requireNonNull(runId, "runId");
    requireNonNull(commit, "commit");
    datasets = List.copyOf(datasets);
    timings = timings == null ? List.of() : List.copyOf(timings);
  }

  /** A report on the first pipeline. */
  public RunReport(
      String runId,
      String processedAt,
      Commit commit,
      @Nullable Long snapshotId,
      @Nullable String message,
      List<DatasetReport> datasets) {
    this(runId, processedAt, commit, snapshotId, message, datasets, null, List.of());
  }

  /** The report of a run that only computes layers. */
  public static RunReport ofLayersOnly(String runId, String processedAt) {
    return new RunReport(runId, processedAt, Commit.NOTHING_TO_DO, null, null, List.of());
  }

  /** The same run with what became of its layers. */
  public RunReport with(LayersReport report) {
    return new RunReport(
        runId, processedAt, commit, snapshotId, message, datasets, report, timings);
  }

  /** The same run with what the time of its first pipeline went into. */
  public RunReport withTimings(List<Spent> spent) {
    return new RunReport(runId, processedAt, commit, snapshotId, message, datasets, layers, spent);
  }

  /** The exit code that this report asks for. */
  public ExitCode exitCode() {
    ExitCode sources = exitCodeOfSources();
    boolean broken = layers != null && layers.outcome() == LayersReport.Outcome.FAILED;
    if (!broken || sources != ExitCode.OK) {
      return sources;
    }
    return datasets.isEmpty() ? ExitCode.RUN_FAILED : ExitCode.CHECK_FAILED;
  }

  private ExitCode exitCodeOfSources() {
    if (commit == Commit.UNKNOWN) {
      return ExitCode.OUTCOME_UNKNOWN;
    }
    if (commit == Commit.REFUSED) {
      return ExitCode.RUN_FAILED;
    }
    List<DatasetReport> tried =
        datasets.stream().filter(d -> d.status() != Status.SKIPPED).toList();
    long failed = tried.stream().filter(DatasetReport::failed).count();
    if (failed == 0) {
      return ExitCode.OK;
    }
    if (tried.stream().noneMatch(d -> d.status() == Status.FAILED)) {
      return ExitCode.CHECK_FAILED;
    }
    return failed == tried.size() ? ExitCode.RUN_FAILED : ExitCode.DATASET_FAILED;
  }

  /** Writes the report beside its final name, then moves it there. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = file(folder, runId);
    Path partial = Files.createTempFile(folder, runId, ".partial");
    Files.writeString(partial, toJson());
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  public static RunReport read(Path folder, String runId) throws IOException {
    return JSON.readValue(Files.readString(file(folder, runId)), RunReport.class);
  }

  public static Path file(Path folder, String runId) {
    return folder.resolve(runId + ".json");
  }

  private String toJson() throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
  }
}
