package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.icemelt.judge.Judge;
import org.icemelt.judge.ProjectRoot;
import org.junit.jupiter.api.Test;

/**
 * An endless write on a real cluster: a worker dies between a commit and the checkpoint after it,
 * the job is stopped with a savepoint and goes on from it; every event is in the lake once.
 */
class FlinkStreamingIT {
  private static final String ALL =
      "(SELECT number, text, 0 AS t FROM lake.n0 UNION ALL SELECT number, text, 1 FROM lake.n1"
          + " UNION ALL SELECT number, text, 2 FROM lake.n2)";

  private final RunFolder folder = RunFolder.empty("flink-streaming");
  private final FlinkCluster cluster = FlinkCluster.withCheckpoints();

  @Test
  void everyEventIsInTheLakeOnceThroughAWorkersDeathAndASavepoint() throws Exception {
    try (cluster) {
      Path program = program();
      String first = begin(program, "endless-1");
      awaitSnapshots(first, 3);
      killAWorkerBeforeTheNextCheckpoint(first);
      cluster.repair();
      FlinkMoments.await("the job was begun anew", () -> restarts(first) > 0);
      awaitSnapshots(first, snapshots() + 3);
      long restores =
          cluster.rest("/jobs/" + first + "/checkpoints").path("counts").path("restored").asLong();
      long lastOfFirst = number("SELECT max(number) FROM " + ALL);
      String savepoint = stopWithSavepoint(first);

      String second = begin(program, "endless-2", "--savepointPath=" + savepoint);
      FlinkMoments.await(
          "what the first job had read is in the lake",
          () -> {
            requireRunning(second);
            return number("SELECT count(*) FROM " + ALL + " WHERE number <= " + lastOfFirst)
                > lastOfFirst;
          });
      stopWithSavepoint(second);

      List<String> deliveries = Files.readAllLines(deliveries());
      long again = deliveries.stream().filter(d -> d.startsWith("ALREADY_COMMITTED")).count();
      long last = number("SELECT max(number) FROM " + ALL);
      System.out.printf(
          "restores from a checkpoint: %d; panes delivered: %d, of these again and recognised: %d; snapshots: %d; events up to %d%n",
          restores, deliveries.size(), again, snapshots(), last);
      assertThat(restores).as("restores").isPositive();
      assertThat(again).as("panes delivered again").isPositive();
      requireEachEventOnce(lastOfFirst);
    }
  }

  private void requireEachEventOnce(long upTo) throws SQLException {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT count(*) - count(DISTINCT number), bool_and(text = 'event ' || number), bool_and(number % 3 = t), count(DISTINCT number) FILTER (number <= "
                      + upTo
                      + "), min(number) FROM "
                      + ALL))
          .containsExactly(List.of(0L, true, true, upTo + 1, 0L));
    }
    assertThat(folder.faults()).isEmpty();
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
  private String begin(Path program, String name, String... further) throws IOException {
    Path icemelt = ProjectRoot.path().resolve("pipelines/target/icemelt.jar");
    Files.createDirectories(folder.catalog().getParent());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", program + ":" + icemelt, EndlessEvents.class.getName()));
    command.addAll(List.of("--runner=FlinkRunner", "--flinkMaster=" + cluster.master()));
    command.addAll(List.of("--streaming=true", "--attachedMode=false", "--parallelism=2"));
    command.addAll(List.of("--checkpointingInterval=4000", "--jobName=" + name));
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

  private void awaitSnapshots(String job, long count) {
    FlinkMoments.await(
        count + " snapshots",
        () -> {
          requireRunning(job);
          return snapshots() >= count;
        });
  }

  /** Snapshots with rows, as the catalog says. */
  private long snapshots() {
    return catalog("SELECT count(*) FROM ducklake_snapshot WHERE snapshot_id > 0");
  }

  private long catalog(String query) {
    if (!Files.exists(folder.catalog())) {
      return 0;
    }
    try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:" + folder.catalog())) {
      return ((Number) Judge.value(catalog, query)).longValue();
    } catch (SQLException e) {
      if (e.getMessage().contains("no such table") || e.getMessage().contains("locked")) {
        return 0; // the lake is being made
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

  private long restarts(String job) {
    return cluster.rest("/jobs/" + job + "/metrics?get=numRestarts").path(0).path("value").asLong();
  }

  private long completed(String job) {
    return cluster.rest("/jobs/" + job + "/checkpoints").path("counts").path("completed").asLong();
  }

  /**
   * As soon as a snapshot is there, a worker dies; no checkpoint was completed in between, so the
   * one that the whole job goes back to holds the pane still.
   */
  private void killAWorkerBeforeTheNextCheckpoint(String job) {
    long before = snapshots();
    FlinkMoments.await("another commit", () -> snapshots() > before);
    long checkpoints = completed(job);
    List<String> workers = committers(job);
    assertThat(workers).as("workers that commit").isNotEmpty();
    cluster.kill(workers.get(0));
    assertThat(completed(job)).as("checkpoints between commit and death").isEqualTo(checkpoints);
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
