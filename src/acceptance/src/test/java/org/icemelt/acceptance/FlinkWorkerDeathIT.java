package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.Synthetic.POLYGON;
import static org.icemelt.acceptance.Synthetic.collection;
import static org.icemelt.acceptance.Synthetic.feature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Workers and the JobManager die as by {@code kill -9}, each at a moment of the job: the lake holds
 * every row once, in one snapshot, with no file that nobody names, and the client knows.
 */
@ResourceLock("a Flink cluster")
class FlinkWorkerDeathIT {
  private static final int FEATURES = 20_000;

  private final FlinkCluster cluster = FlinkCluster.up();

  /** Written once; all runs read it. */
  private static final class Sources {
    static final Path FOLDER = RunFolder.empty("flink-death-sources").path();
    static final String MANIFEST = manifest();

    private static String manifest() {
      try {
        return SyntheticFarms.manifest(new LocalManifest(FOLDER), FEATURES);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private FlinkSubmission begin(RunFolder folder, String runId) {
    return begin(cluster, folder, runId);
  }

  private static FlinkSubmission begin(FlinkCluster cluster, RunFolder folder, String runId) {
    return begin(cluster, folder, runId, Sources.MANIFEST);
  }

  private static FlinkSubmission begin(
      FlinkCluster cluster, RunFolder folder, String runId, String manifest) {
    return cluster.begin(
        folder, runId, manifest, "--splitMb=1", "--layers=raw,staging", "--exportGeoparquet=false");
  }

  private static boolean isCommitted(RunFolder folder) {
    return !ids(folder, "SELECT snapshot_id FROM ducklake_snapshot WHERE snapshot_id > 0")
        .isEmpty();
  }

  private static List<Object> ids(RunFolder folder, String query) {
    if (!Files.exists(folder.catalog())) {
      return List.of();
    }
    try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:" + folder.catalog())) {
      return Judge.column(catalog, query);
    } catch (SQLException e) {
      if (e.getMessage().contains("no such table") || e.getMessage().contains("locked")) {
        return List.of(); // the lake is being made
      }
      throw new IllegalStateException(e);
    }
  }

  /** Every row once, in one snapshot; no file but those that the catalog names. */
  private static void requireEachRowOnce(FlinkSubmission run, Long... snapshots)
      throws SQLException {
    RunFolder folder = run.folder();
    assertThat(run.table().number("farms", "read")).isEqualTo(FEATURES);
    assertThat(run.table().number("farms", "stored")).isEqualTo(FEATURES);
    try (Connection duckdb = folder.open()) {
      for (String table : List.of("stg_pv_consolidated", "raw_farms")) {
        assertThat(
                Judge.rows(
                    duckdb,
                    "SELECT count(*), count(DISTINCT source_row), min(source_row), max(source_row),"
                        + " count(*) FILTER (length(geometry) > 20) FROM "
                        + table
                        + RunFolder.where("farms")))
            .as(table)
            .containsExactly(
                List.of((long) FEATURES, (long) FEATURES, 0L, FEATURES - 1L, (long) FEATURES));
      }
      assertThat( // fixed when the pipeline was built, whoever wrote the row
              Judge.value(
                  duckdb,
                  "SELECT count(DISTINCT processed_at) FROM stg_pv_consolidated"
                      + RunFolder.where("farms")))
          .isEqualTo(1L);
      assertThat(Judge.value(duckdb, "SELECT sum(id)::BIGINT FROM raw_farms"))
          .isEqualTo((FEATURES - 1L) * FEATURES / 2);
    }
    assertThat(folder.snapshots()).containsExactly(snapshots);
    assertThat(folder.files())
        .as("notes of what was fetched first")
        .noneMatch(f -> f.contains(".sources"));
    long files = folder.files().stream().filter(f -> f.endsWith(".parquet")).count();
    assertThat(files)
        .as("files in the lake's folder")
        .isEqualTo(ids(folder, "SELECT data_file_id FROM ducklake_data_file").size())
        .isPositive();
    assertThat(folder.faults()).isEmpty();
  }

  /** A worker dies on which a step is at work; the moment must not be over yet. */
  private void killWorkerOf(FlinkSubmission run, String step) {
    List<String> workers = new ArrayList<>();
    run.await(
        step + " is at work",
        () -> {
          workers.addAll(cluster.busyWorkers(run.job(), step));
          return !workers.isEmpty();
        });
    cluster.kill(workers.get(0));
  }

  private void requireBegunAnew(FlinkSubmission run) {
    requireFinished(run);
    assertThat(cluster.failures(run.job())).as("failures that it went on after").isPositive();
  }

  /** The REST interface may show a job as running for a few seconds after its client knows. */
  private static void requireFinished(FlinkSubmission run) {
    FlinkMoments.await("job ends", () -> !run.job().path("state").asText().equals("RUNNING"));
    assertThat(run.job().path("state").asText()).isEqualTo("FINISHED");
  }

  @Test
  void aWorkerDiesWhileReading() throws Exception {
    FlinkSubmission run = begin(RunFolder.empty("flink-death-reading"), "death-reading");
    run.await(
        "a reader runs",
        () ->
            FlinkCluster.vertex(run.job(), "FeaturesToFiles/ReadFeatures/ReadEach)")
                .path("status")
                .asText()
                .equals("RUNNING"));
    assertThat(isCommitted(run.folder())).isFalse();
    killWorkerOf(run, "FeaturesToFiles/ReadFeatures/ReadEach)");
    assertThat(isCommitted(run.folder())).as("committed before the kill").isFalse();
    run.end(0);
    requireBegunAnew(run);
    requireEachRowOnce(run, 0L, 1L);
  }

  @Test
  void aWorkerDiesWhileWriting() throws Exception {
    FlinkSubmission run = begin(RunFolder.empty("flink-death-writing"), "death-writing");
    run.await("a data file is begun", run::hasBegunFiles);
    killWorkerOf(run, "FeaturesToFiles/StageRows/WriteFiles");
    assertThat(isCommitted(run.folder())).as("committed before the kill").isFalse();
    run.end(0);
    requireBegunAnew(run);
    requireEachRowOnce(run, 0L, 1L);
  }

  @Test
  void aWorkerDiesDuringTheCommit() throws Exception {
    RunFolder folder = RunFolder.empty("flink-death-committing");
    String first =
        new LocalManifest(folder.path().resolve("before"))
            .dataset("before", "before.geojson", collection(feature("{\"a\": 1}", POLYGON)))
            .option();
    folder.build( // to be locked
        first, "--dataPath=" + folder.dataPath(), "--exportGeoparquet=false");
    try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:" + folder.catalog())) {
      FlinkSubmission run = begin(folder, "death-committing");
      run.await("a data file is begun", run::hasBegunFiles);
      Judge.execute(catalog, "BEGIN IMMEDIATE"); // a foreign lock: the commit has to wait
      run.await("the commit waits", run::isCommitting);
      killWorkerOf(run, "CommitSnapshot/Commit)");
      Judge.execute(catalog, "ROLLBACK");
      run.end(0);
      requireBegunAnew(run);
      requireEachRowOnce(run, 0L, 1L, 2L);
    }
  }

  /** Lets a run commit, and keeps the job from ending with that. */
  private static FlinkSubmission beginAndCommit(
      FlinkCluster cluster, RunFolder folder, String runId) throws Exception {
    Files.createDirectories(inTheWayOf(folder, runId));
    FlinkSubmission run = begin(cluster, folder, runId);
    run.await("the snapshot is there", () -> isCommitted(folder));
    return run;
  }

  /** A folder where the run's report should be. */
  private static Path inTheWayOf(RunFolder folder, String runId) {
    return folder.path().resolve("db/runs/" + runId + ".json/in-the-way");
  }

  private static void clearTheWay(RunFolder folder, String runId) throws IOException {
    Files.delete(inTheWayOf(folder, runId));
    Files.delete(inTheWayOf(folder, runId).getParent());
  }

  @Test
  void aWorkerDiesRightAfterTheCommit() throws Exception {
    RunFolder folder = RunFolder.empty("flink-death-after");
    FlinkSubmission run = beginAndCommit(cluster, folder, "death-after");
    killWorkerOf(run, "WriteReport");
    clearTheWay(folder, "death-after");
    run.end(0);
    requireBegunAnew(run);
    requireEachRowOnce(run, 0L, 1L);
    assertThat(run.said()).contains("Run death-after was committed before, as snapshot 1");
  }

  /** Begun anew from its first step, the job reads what it read before: not the new version. */
  @Test
  void theJobManagerDiesWhileWritingAndThePublisherHasANewVersion() throws Exception {
    RunFolder folder = RunFolder.empty("flink-death-jobmanager");
    Path published = Files.createDirectories(folder.path().resolve("published"));
    Path farms = published.resolve("farms.geojson");
    Files.copy(Sources.FOLDER.resolve("farms.geojson"), farms);
    try (LoopbackServer publisher = new LoopbackServer().file("/farms.geojson", farms)) {
      String manifest =
          new LocalManifest(published)
              .address("farms", "direct_download", publisher.base() + "/farms.geojson")
              .option();
      FlinkSubmission run = begin(cluster, folder, "death-jobmanager", manifest);
      run.await("a data file is begun", run::hasBegunFiles);
      cluster.kill("jobmanager");
      assertThat(isCommitted(folder)).as("committed before the kill").isFalse();
      Files.write(farms, collection(feature("{\"id\": -1}", POLYGON)));
      publisher.forget();
      FlinkCluster.up();
      run.end(0);
      requireFinished(run);
      requireEachRowOnce(run, 0L, 1L);
      assertThat(publisher.log()).as("requests of the job begun anew").isEmpty();
    }
  }

  @Test
  void theJobManagerDiesRightAfterTheCommitAndKnowsItAgain() throws Exception {
    RunFolder folder = RunFolder.empty("flink-death-jobmanager-after");
    FlinkSubmission run = beginAndCommit(cluster, folder, "death-jobmanager-after");
    cluster.kill("jobmanager");
    clearTheWay(folder, "death-jobmanager-after");
    FlinkCluster.up();
    run.end(0);
    requireFinished(run);
    requireEachRowOnce(run, 0L, 1L);
    assertThat(run.said()).contains("was committed before, as snapshot 1");
  }

  @Test
  void withoutHighAvailabilityTheSameRunIdIsGivenAgain() throws Exception {
    try (FlinkCluster plain = FlinkCluster.withoutHighAvailability()) {
      RunFolder folder = RunFolder.empty("flink-death-resubmit");
      FlinkSubmission lost = beginAndCommit(plain, folder, "death-resubmit");
      plain.kill("jobmanager");
      lost.client().destroyForcibly().onExit().join();
      clearTheWay(folder, "death-resubmit");
      plain.repair();
      FlinkSubmission again = begin(plain, folder, "death-resubmit");
      again.end(0);
      requireFinished(again);
      requireEachRowOnce(again, 0L, 1L);
      assertThat(again.said()).contains("Run death-resubmit was committed before, as snapshot 1");
    }
  }

  @Test
  void ctrlCCancelsTheJobAndLeavesNothing() throws Exception {
    RunFolder folder = RunFolder.empty("flink-interrupt");
    FlinkSubmission run = begin(folder, "interrupt");
    run.await("a data file is begun", run::hasBegunFiles);
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(run.client().pid())).start();
    assertThat(kill.waitFor()).isZero();
    run.end(130);
    assertThat(run.said()).contains("interrupted: cancelling the run");
    FlinkMoments.await("job ends", () -> !run.job().path("state").asText().startsWith("CANCELL"));
    assertThat(run.job().path("state").asText()).isEqualTo("CANCELED");
    assertThat(isCommitted(folder)).isFalse();
    assertThat(folder.files()).noneMatch(file -> file.endsWith(".parquet"));
  }
}
