package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.icemelt.judge.Command;
import org.icemelt.judge.ProjectRoot;

/**
 * A real cluster, brought up by the scripts of {@code runner-configs/flink-cluster}: a ZooKeeper
 * peer, a JobManager and two TaskManagers, each a process of its own, on ports that were free.
 */
final class FlinkCluster implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static FlinkCluster shared;

  private final Path scripts = ProjectRoot.path().resolve("runner-configs/flink-cluster");
  private final RunFolder folder;
  private final List<String> start;
  private final Map<String, String> environment = new TreeMap<>();

  private FlinkCluster(String name, String... further) {
    folder = RunFolder.empty(name);
    start = new ArrayList<>(List.of("--task-managers", "2"));
    // less memory than most have; and REST shows what is, not what was three seconds ago
    start.add("-Dtaskmanager.memory.process.size=1200m");
    start.add("-Dweb.refresh-interval=200");
    start.addAll(List.of(further));
    for (String port : List.of("FLINK_REST_PORT", "FLINK_RPC_PORT", "FLINK_ZOOKEEPER_PORT")) {
      environment.put(port, Integer.toString(freePort()));
    }
    environment.put("FLINK_CONF_DIR", scripts.resolve("conf").toString());
    environment.put("FLINK_RUN_DIR", folder.path().toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    // jobs of half a minute are over before the second compiler's work pays
    environment.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseParallelGC");
  }

  /** The one cluster of this test run, all its processes up; it ends with the test run. */
  static synchronized FlinkCluster up() {
    if (shared == null) {
      shared = new FlinkCluster("flink-cluster", "--ha");
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    shared.repair();
    return shared;
  }

  /** Another cluster, whose JobManager forgets its jobs when it dies. */
  static FlinkCluster withoutHighAvailability() {
    FlinkCluster cluster = new FlinkCluster("flink-cluster-plain");
    cluster.repair();
    return cluster;
  }

  /** Another cluster, whose checkpoints are files, as they have to be for jobs without end. */
  static FlinkCluster withCheckpoints() {
    RunFolder checkpoints = RunFolder.empty("flink-checkpoints");
    FlinkCluster cluster =
        new FlinkCluster(
            "flink-cluster-streaming",
            "-Dstate.checkpoints.dir=file://" + checkpoints.path(),
            // a job without end is begun anew more often than a batch job
            "-Drestart-strategy.exponential-delay.attempts-before-reset-backoff=1000");
    cluster.repair();
    return cluster;
  }

  /** Starts what does not run. */
  void repair() {
    script("start", start.toArray(String[]::new));
  }

  @Override
  public void close() {
    script("stop");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one of the scripts to its end and claims that it succeeds. */
  Command script(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(scripts.resolve(name).toString()));
    command.addAll(List.of(arguments));
    try {
      Command run = Command.run(folder.path(), environment, LIMIT, command);
      assertThat(run.exitCode()).as("%s: %s", command, run).isZero();
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code submit} in a folder, to its end, and claims its exit code. */
  Command submit(int exitCode, RunFolder in, String... arguments) {
    return run(exitCode, in, submission(in, arguments));
  }

  /** The same as on a cluster that {@code start} did not bring up: the job brings the jar. */
  Command submitWithJar(int exitCode, RunFolder in, String... arguments) {
    List<String> command = new ArrayList<>(List.of("env", "FLINK_MASTER=" + master()));
    command.addAll(submission(in, arguments));
    return run(exitCode, in, command);
  }

  /** Runs Flink's own command line in a folder, to its end: {@code flink run ARGUMENTS}. */
  Command flinkRun(int exitCode, RunFolder in, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                scripts.resolve("target/lib") + "/*",
                "org.apache.flink.client.cli.CliFrontend",
                "run",
                "--jobmanager",
                master(),
                "-c",
                "org.icemelt.pipelines.Main",
                ProjectRoot.path().resolve("pipelines/target/icemelt.jar").toString()));
    command.addAll(List.of(arguments));
    return run(exitCode, in, command);
  }

  /** Runs a client in a folder, to its end, and claims its exit code. */
  Command run(int exitCode, RunFolder in, List<String> command) {
    try {
      Command run = Command.run(in.path(), environment, LIMIT, command);
      assertThat(run.exitCode())
          .as("%s%n--- stdout ---%n%s%n--- stderr ---%n%s", command, run.stdout(), run.stderr())
          .isEqualTo(exitCode);
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code submit} in a folder and does not wait. */
  FlinkSubmission begin(RunFolder in, String runId, String... arguments) {
    List<String> command = submission(in, arguments);
    command.add("--runId=" + runId);
    return FlinkSubmission.start(this, in, runId, command, environment);
  }

  private List<String> submission(RunFolder in, String... arguments) {
    List<String> command = new ArrayList<>(List.of(scripts.resolve("submit").toString()));
    command.addAll(List.of(arguments));
    command.add("--dataPath=" + in.dataPath());
    return command;
  }

  /** Ends one of the cluster's processes as {@code kill -9} does. */
  void kill(String process) {
    ProcessHandle handle = ProcessHandle.of(Long.parseLong(pid(process))).orElseThrow();
    assertThat(handle.destroyForcibly()).as("kill %s", process).isTrue();
    handle.onExit().join();
  }

  private String pid(String process) {
    try {
      return Files.readString(folder.path().resolve(process + ".pid")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answer of the JobManager; an empty object while it is down. */
  JsonNode rest(String path) {
    URI uri = URI.create("http://" + master() + path);
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.createObjectNode();
    } catch (IOException e) {
      return JSON.createObjectNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks the JobManager to do something; its answer. */
  JsonNode post(String path, String json) {
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(URI.create("http://" + master() + path))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(json))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isBetween(200, 299);
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code host:port} of the JobManager. */
  String master() {
    return "127.0.0.1:" + environment.get("FLINK_REST_PORT");
  }

  /** The job of that name; empty as long as the cluster knows none. */
  JsonNode job(String name) {
    return StreamSupport.stream(rest("/jobs/overview").path("jobs").spliterator(), false)
        .filter(job -> job.path("name").asText().equals(name))
        .map(job -> rest("/jobs/" + job.path("jid").asText()))
        .findFirst()
        .orElseGet(JSON::createObjectNode);
  }

  /** The part of a job that runs a step; empty if there is none. */
  static JsonNode vertex(JsonNode job, String step) {
    return StreamSupport.stream(job.path("vertices").spliterator(), false)
        .filter(vertex -> vertex.path("name").asText().contains("(" + step))
        .findFirst()
        .orElseGet(JSON::createObjectNode);
  }

  /** Names of the workers that run, or ran, a step. */
  List<String> workers(JsonNode job, String step) {
    return workers(job, step, subtask -> true);
  }

  /** The same, but only those where the step is still at work: an idle subtask ends early. */
  List<String> busyWorkers(JsonNode job, String step) {
    return workers(job, step, subtask -> subtask.path("status").asText().equals("RUNNING"));
  }

  private List<String> workers(JsonNode job, String step, Predicate<JsonNode> which) {
    JsonNode subtasks =
        rest("/jobs/%s/vertices/%s"
                .formatted(job.path("jid").asText(), vertex(job, step).path("id").asText()))
            .path("subtasks");
    return StreamSupport.stream(subtasks.spliterator(), false)
        .filter(which)
        .map(subtask -> subtask.path("taskmanager-id").asText())
        .filter(worker -> worker.startsWith("taskmanager-")) // else not assigned
        .sorted()
        .toList();
  }

  /** The most memory, in bytes, that a process of the cluster has held since it was started. */
  long peakMemory(String process) {
    try (Stream<String> status = Files.lines(Path.of("/proc", pid(process), "status"))) {
      String peak = status.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Long.parseLong(peak.replaceAll("\\D", "")) * 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a process ended itself for, such as memory that ran out; also of those before it. */
  List<String> fatalErrors(String process) {
    try (Stream<String> log = Files.lines(folder.path().resolve(process + ".log"))) {
      return log.filter(line -> line.contains("Fatal error") || line.contains("OutOfMemoryError"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The classes that each job brought and a process still holds once it has tidied up, job by job.
   */
  List<Set<String>> classesOfJobs(String process) {
    jcmd(process, "GC.run");
    List<Set<String>> jobs = new ArrayList<>();
    boolean ofJob = false;
    for (String line : jcmd(process, "VM.classloaders", "show-classes=true", "fold=false")) {
      String[] words = line.strip().split("\\s+");
      String last = words[words.length - 1];
      if (line.contains("+-- ")) {
        ofJob = line.contains("+-- org.apache.flink.util.ChildFirstClassLoader");
        if (ofJob) {
          jobs.add(new TreeSet<>());
        }
      } else if (ofJob && last.contains(".")) {
        jobs.get(jobs.size() - 1).add(last);
      }
    }
    jobs.removeIf(Set::isEmpty); // of jobs that brought none
    return jobs;
  }

  private List<String> jcmd(String process, String... words) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    List<String> command = new ArrayList<>(List.of(jcmd, pid(process)));
    command.addAll(List.of(words));
    return run(0, folder, command).stdout().lines().toList();
  }

  /** How many failures the job went on after, or ended with. */
  int failures(JsonNode job) {
    return rest("/jobs/%s/exceptions?maxExceptions=100".formatted(job.path("jid").asText()))
        .path("exceptionHistory")
        .path("entries")
        .size();
  }
}
