package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.icemelt.judge.Judge;
import org.icemelt.judge.ProjectRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * An endless write on a real cluster: a worker dies between a commit and the checkpoint after it,
 * the job is stopped with a savepoint and goes on from it; every event is in the lake once. {@code
 * -Dicemelt.streaming.minutes=N} does it again and again for so long.
 */
@ResourceLock("a Flink cluster")
class FlinkStreamingIT {
  private static final String ALL =
      "(SELECT number, text, 0 AS t FROM lake.n0 UNION ALL SELECT number, text, 1 FROM lake.n1"
          + " UNION ALL SELECT number, text, 2 FROM lake.n2)";
  private static final Pattern PANE =
      Pattern.compile("\\{\"write_id\":\"([^\"]+)\",\"pane\":(\\d+),.*");

  /** In a long run the job is not stopped in every round. */
  private static final int ROUNDS_OF_A_JOB = 4;

  private final RunFolder folder = RunFolder.empty("flink-streaming");
  private final FlinkCluster cluster = FlinkCluster.withCheckpoints();
  private int jobs;
  private int rounds;
  private long restores;

  @Test
  void everyEventIsInTheLakeOnceThroughWorkersDeathsAndSavepoints() throws Exception {
    long end =
        System.nanoTime()
            + TimeUnit.MINUTES.toNanos(Integer.getInteger("icemelt.streaming.minutes", 0));
    try (cluster) {
      Path program = program();
      String job = begin(program);
      long last;
      do {
        awaitSnapshots(job, 2);
        killAWorkerBeforeTheNextCheckpoint(job);
        awaitSnapshots(job, 2);
        last = number("SELECT max(number) FROM " + ALL);
        rounds++;
        if (rounds % ROUNDS_OF_A_JOB == 1 || System.nanoTime() > end) {
          job = begin(program, "--savepointPath=" + stopWithSavepoint(job));
        }
      } while (System.nanoTime() < end);
      awaitSnapshots(job, 2);
      awaitEvents(job, last);
      stopWithSavepoint(job);

      List<String> deliveries = Files.readAllLines(deliveries());
      long again = deliveries.stream().filter(d -> d.startsWith("ALREADY_COMMITTED")).count();
      System.out.printf(
          "workers killed: %d; restores from a checkpoint: %d; savepoints resumed: %d; panes delivered: %d, of these again and recognised: %d; snapshots: %d; events 0 to %d, each once%n",
          rounds, restores, jobs - 1, deliveries.size(), again, snapshots(), last);
      assertThat(restores).as("restores").isGreaterThanOrEqualTo(rounds);
      assertThat(again).as("panes delivered again").isPositive();
      requireEachEventOnce(last);
      requireOneSnapshotForEachTrigger();
    }
  }

  private void requireEachEventOnce(long upTo) throws SQLException {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT count(*) - count(DISTINCT number), bool_and(text = 'event ' || number),"
                      + " bool_and(number % 3 = t), count(DISTINCT number) FILTER (number <= "
                      + upTo
                      + "), min(number) FROM "
                      + ALL))
          .containsExactly(List.of(0L, true, true, upTo + 1, 0L));
    }
    // files that were written after the checkpoint to which a job went back are named by nobody
    folder.expect(0, "maintain", "--cleanup", "--olderThan=0s");
    assertThat(folder.faults()).isEmpty();
  }

  /**
   * The runner numbers the triggers that had data, for each job anew: the snapshots have these
   * numbers, each once.
   */
  private void requireOneSnapshotForEachTrigger() throws SQLException {
    Map<String, List<Long>> panes = new TreeMap<>();
    try (Connection duckdb = folder.open()) {
      for (Object info :
          Judge.column(
              duckdb,
              "SELECT commit_extra_info FROM ducklake_snapshots('lake') WHERE snapshot_id > 0 ORDER"
                  + " BY snapshot_id")) {
        Matcher pane = PANE.matcher(String.valueOf(info));
        assertThat(pane.matches()).as("%s", info).isTrue();
        panes
            .computeIfAbsent(pane.group(1), write -> new ArrayList<>())
            .add(Long.valueOf(pane.group(2)));
      }
    }
    assertThat(panes).as("write ids").hasSize(jobs);
    panes.forEach(
        (write, numbers) ->
            assertThat(numbers)
                .as("panes of %s", write)
                .containsExactlyElementsOf(LongStream.range(0, numbers.size()).boxed().toList()));
  }

  /** Jar with the classes of the program that the cluster does not know. */
  private Path program() throws IOException {
    Path classes = Path.of("target/test-classes").toAbsolutePath();
    Map<String, Path> members = new TreeMap<>();
    try (Stream<Path> all = Files.list(classes.resolve("org/icemelt/acceptance"))) {
      all.filter(file -> file.getFileName().toString().startsWith("EndlessEvents"))
          .forEach(file -> members.put(classes.relativize(file).toString(), file));
    }
    assertThat(members).isNotEmpty();
    Path jar = folder.path().resolve("endless.jar");
    Packed.zip(jar, members);
    return jar;
  }

  private Path deliveries() {
    return folder.path().resolve("deliveries.txt");
  }

  /** Submits the program and gives the job's id. */
  private String begin(Path program, String... further) throws IOException {
    String name = "endless-" + jobs++;
    Path icemelt = ProjectRoot.path().resolve("pipelines/target/icemelt.jar");
    Files.createDirectories(folder.catalog().getParent());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", program + ":" + icemelt, EndlessEvents.class.getName()));
    command.addAll(List.of("--runner=FlinkRunner", "--flinkMaster=" + cluster.master()));
    command.addAll(List.of("--streaming=true", "--attachedMode=false", "--parallelism=2"));
    command.addAll(List.of("--objectReuse=true", "--fasterCopy=true", "--jobName=" + name));
    // as many as can be under way at once, and two more: see the README of runner-configs
    command.addAll(List.of("--checkpointingInterval=4000", "--checkpointTimeoutMillis=60000"));
    command.add("--numConcurrentCheckpoints=17");
    command.add("--filesToStage=" + program + "," + icemelt);
    command.add("--catalog=sqlite:" + folder.catalog());
    command.add("--dataPath=" + folder.dataPath());
    command.add("--deliveries=" + deliveries());
    command.addAll(List.of(further));
    cluster.run(0, folder, command);
    return StreamSupport.stream(cluster.rest("/jobs/overview").path("jobs").spliterator(), false)
        .filter(job -> job.path("name").asText().equals(name))
        .max(Comparator.comparingLong(job -> job.path("start-time").asLong()))
        .map(job -> job.path("jid").asText())
        .orElseThrow();
  }

  private void requireRunning(String job) {
    JsonNode state = cluster.rest("/jobs/" + job).path("state");
    assertThat(state.asText(""))
        .as("job: %s", cluster.rest("/jobs/" + job + "/exceptions"))
        .isNotIn("FAILED", "CANCELED", "FINISHED");
  }

  private void awaitSnapshots(String job, long more) {
    long before = snapshots();
    FlinkMoments.await(
        more + " snapshots after " + before,
        () -> {
          requireRunning(job);
          return snapshots() >= before + more;
        });
  }

  /** Workers read at different speeds: until the slowest is there, looks after each snapshot. */
  private void awaitEvents(String job, long upTo) {
    String there = "SELECT count(DISTINCT number) FROM " + ALL + " WHERE number <= " + upTo;
    while (number(there) <= upTo) {
      awaitSnapshots(job, 1);
    }
  }

  private long snapshots() {
    return Long.parseLong(
        catalog("SELECT count(*) FROM ducklake_snapshot WHERE snapshot_id > 0", "0"));
  }

  private Instant newestSnapshot() {
    String text =
        catalog(
            "SELECT snapshot_time FROM ducklake_snapshot ORDER BY snapshot_id DESC LIMIT 1", "");
    return Instant.parse(text.replace(' ', 'T').replaceFirst("\\+00$", "Z"));
  }

  private String catalog(String query, String ifNone) {
    if (!Files.exists(folder.catalog())) {
      return ifNone;
    }
    try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:" + folder.catalog())) {
      return String.valueOf(Judge.value(catalog, query));
    } catch (SQLException e) {
      if (e.getMessage().contains("no such table") || e.getMessage().contains("locked")) {
        return ifNone; // the lake is being made
      }
      throw new IllegalStateException(e);
    }
  }

  private long number(String query) {
    try (Connection duckdb = folder.open()) {
      return ((Number) Judge.value(duckdb, query)).longValue();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * As soon as a snapshot is there, a worker dies. The checkpoint that the job then goes back to
   * was complete before that snapshot, so it holds its pane still.
   */
  private void killAWorkerBeforeTheNextCheckpoint(String job) {
    List<String> workers = committers(job);
    assertThat(workers).as("workers that commit").isNotEmpty();
    long restored = restored(job);
    awaitSnapshots(job, 1);
    cluster.kill(workers.get(0));
    Instant committed = newestSnapshot();
    FlinkMoments.await("the job goes back", () -> restored(job) > restored);
    restores += restored(job) - restored;
    assertThat(completed(job, newestRestored(job)))
        .as("completion of the checkpoint that the job went back to")
        .isBefore(committed);
    cluster.repair();
  }

  private long restored(String job) {
    return cluster.rest("/jobs/" + job + "/checkpoints").at("/counts/restored").asLong();
  }

  private long newestRestored(String job) {
    return cluster.rest("/jobs/" + job + "/checkpoints").at("/latest/restored/id").asLong();
  }

  private Instant completed(String job, long checkpoint) {
    JsonNode details = cluster.rest("/jobs/" + job + "/checkpoints/details/" + checkpoint);
    assertThat(details.path("status").asText()).isEqualTo("COMPLETED");
    return Instant.ofEpochMilli(details.path("latest_ack_timestamp").asLong());
  }

  private List<String> committers(String job) {
    List<String> workers = new ArrayList<>();
    for (JsonNode vertex : cluster.rest("/jobs/" + job).path("vertices")) {
      if (vertex.path("name").asText().contains("Write/Commit/Commit")) {
        cluster
            .rest("/jobs/" + job + "/vertices/" + vertex.path("id").asText())
            .path("subtasks")
            .forEach(subtask -> workers.add(subtask.path("taskmanager-id").asText()));
      }
    }
    return workers;
  }

  private String stopWithSavepoint(String job) {
    String trigger =
        cluster
            .post(
                "/jobs/" + job + "/stop",
                "{\"drain\":false,\"targetDirectory\":\"file://%s\"}"
                    .formatted(folder.path().resolve("savepoints")))
            .path("request-id")
            .asText();
    String path = "/jobs/" + job + "/savepoints/" + trigger;
    FlinkMoments.await(
        "the savepoint is there",
        () -> cluster.rest(path).path("status").path("id").asText().equals("COMPLETED"));
    JsonNode operation = cluster.rest(path).path("operation");
    assertThat(operation.path("location").asText()).as("savepoint: %s", operation).isNotEmpty();
    FlinkMoments.await(
        "the job has stopped",
        () -> cluster.rest("/jobs/" + job).path("state").asText().equals("FINISHED"));
    return operation.path("location").asText();
  }
}
