package org.icemelt.pipelines.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job on a cluster, seen through the JobManager's REST interface. A JobManager that does not
 * answer gives empty answers: whether the job is done is asked of Flink's own client, which is
 * patient.
 */
public final class FlinkJob {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI rest;
  private final String name;
  private @Nullable String id;

  FlinkJob(URI rest, String name) {
    this.rest = rest;
    this.name = name;
  }

  /** The job's page on the dashboard. */
  public String page() {
    return rest + "/#/job/running/" + id().orElse("");
  }

  /** The job's id; of several jobs of this name the youngest. */
  public Optional<String> id() {
    if (id == null) {
      long youngest = -1;
      for (JsonNode job : get("/jobs/overview").path("jobs")) {
        if (job.path("name").asText().equals(name) && job.path("start-time").asLong() > youngest) {
          youngest = job.path("start-time").asLong();
          id = job.path("jid").asText();
        }
      }
    }
    return Optional.ofNullable(id);
  }

  /**
   * Elements that went into a step so far, on all workers; those of attempts that died are not
   * counted.
   *
   * @param step name of the step in the pipeline, {@code StageRows/WriteFiles}
   */
  public long into(String step) {
    return ofVertex(step, "read-records");
  }

  /** Elements that came out of the operator that a step begins. */
  public long outOf(String step) {
    return ofVertex(step, "write-records");
  }

  private long ofVertex(String step, String metric) {
    for (JsonNode vertex : job().path("vertices")) {
      if (vertex.path("name").asText().contains("(" + step)) {
        return vertex.path("metrics").path(metric).asLong();
      }
    }
    return 0;
  }

  /** How often the job was begun anew because a worker or a step failed. */
  public long restarts() {
    return id().map(
            i -> get("/jobs/" + i + "/metrics?get=numRestarts").path(0).path("value").asLong())
        .orElse(0L);
  }

  /** Stack trace of what made it fail last; empty if nothing did or nobody can tell. */
  public Optional<String> failure() {
    return id().map(
            i -> {
              JsonNode all = get("/jobs/" + i + "/exceptions?maxExceptions=5");
              String root = all.path("root-exception").asText("");
              return root.isEmpty() || root.equals("null")
                  ? all.path("exceptionHistory")
                      .path("entries")
                      .path(0)
                      .path("stacktrace")
                      .asText("")
                  : root;
            })
        .filter(trace -> !trace.isEmpty());
  }

  private JsonNode job() {
    return id().map(i -> get("/jobs/" + i)).orElseGet(JSON::createObjectNode);
  }

  private JsonNode get(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(rest + path)).timeout(PATIENCE).GET().build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.createObjectNode();
    } catch (IOException e) {
      return JSON.createObjectNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return JSON.createObjectNode();
    }
  }
}
