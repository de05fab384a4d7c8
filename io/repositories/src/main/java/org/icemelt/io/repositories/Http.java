package org.icemelt.io.repositories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.icemelt.io.repositories.FetchException.Code;
import org.jspecify.annotations.Nullable;

/** Requests, with retries: for what may pass by itself (429, 5xx, broken connections), no other. */
final class Http {
  private static final int LARGEST_JSON = 64_000_000;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int REQUEST_TIMEOUT = 408;

  private final HttpPolicy policy;
  private final Pause pause;
  private final Clock clock;
  private final ProxySelector proxies;
  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<String, Semaphore> hosts = new ConcurrentHashMap<>();
  private @Nullable HttpClient client;

  Http(HttpPolicy policy, Pause pause, Clock clock) {
    this(policy, pause, clock, Proxies.ofThisProcess());
  }

  Http(HttpPolicy policy, Pause pause, Clock clock, ProxySelector proxies) {
    this.proxies = proxies;
    this.policy = policy;
    this.pause = pause;
    this.clock = clock;
  }

  HttpPolicy policy() {
    return policy;
  }

  Clock clock() {
    return clock;
  }

  /** Made when first needed: it starts a thread of its own. */
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(policy.connectTimeout())
              .followRedirects(HttpClient.Redirect.NORMAL)
              .proxy(proxies)
              .build();
      client = made;
    }
    return made;
  }

  /** Takes what may pass by itself. */
  static final class Passing extends Exception {
    private static final long serialVersionUID = 1L;
    private final @Nullable Duration retryAfter;
    private final boolean progress;

    Passing(
        String why, @Nullable Throwable cause, @Nullable Duration retryAfter, boolean progress) {
      super(why, cause);
      this.retryAfter = retryAfter;
      this.progress = progress;
    }

    /** The same failure, of an attempt that brought something. */
    Passing withProgress() {
      return new Passing(String.valueOf(getMessage()), getCause(), retryAfter, true);
    }
  }

  /** One try of a request. */
  interface Attempt<T> {
    T run() throws Passing, FetchException, IOException, InterruptedException;
  }

  /** Tries until it works, fails for good, or has failed too often. */
  <T> T retrying(String dataset, String url, Attempt<T> attempt)
      throws FetchException, IOException {
    int failures = 0;
    while (true) {
      try {
        return attempt.run();
      } catch (Passing failure) {
        failures = failure.progress ? 1 : failures + 1;
        if (failures >= policy.attempts()) {
          throw new FetchException(
              Code.REPOSITORY_UNREACHABLE,
              "Failed to get %s of dataset \"%s\": %s (%d attempts). Try again later."
                  .formatted(url, dataset, failure.getMessage(), failures),
              failure);
        }
        waitFor(dataset, url, failure, failures);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  /** A JSON document. */
  JsonNode json(String dataset, String url) throws FetchException, IOException {
    return retrying(
        dataset,
        url,
        () -> {
          try (Answer answer = send(request(url).header("Accept", "application/json"))) {
            refuse(dataset, url, answer.response());
            TimedBody body = answer.response().body();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (List<ByteBuffer> block = next(body); block != null; block = next(body)) {
              for (ByteBuffer buffer : block) {
                byte[] copy = new byte[buffer.remaining()];
                buffer.get(copy);
                bytes.write(copy);
              }
              if (bytes.size() > LARGEST_JSON) {
                throw notUnderstood(dataset, url, "an answer of more than 64 MB", null);
              }
            }
            return mapper.readTree(bytes.toByteArray());
          } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw notUnderstood(dataset, url, "no JSON", e);
          }
        });
  }

  /** The head of a file; empty if the server tells nothing. */
  Optional<HttpResponse<Void>> head(String url) throws IOException {
    try {
      HttpResponse<Void> response =
          client()
              .send(
                  request(url).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
                  HttpResponse.BodyHandlers.discarding());
      return response.statusCode() == 200 ? Optional.of(response) : Optional.empty();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (IOException | IllegalArgumentException unreachable) {
      return Optional.empty();
    }
  }

  HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(policy.answerTimeout())
        .header("User-Agent", "icemelt");
  }

  /** An answer; its host has a free place again when it is closed. */
  record Answer(HttpResponse<TimedBody> response, Semaphore host) implements AutoCloseable {
    @Override
    public void close() {
      response.body().close();
      host.release();
    }
  }

  /** Sends one request. */
  Answer send(HttpRequest.Builder builder) throws Passing, InterruptedException {
    HttpRequest request = builder.build();
    Semaphore host =
        hosts.computeIfAbsent(
            String.valueOf(request.uri().getAuthority()),
            name -> new Semaphore(policy.requestsPerHost()));
    host.acquire();
    HttpResponse<TimedBody> response = null;
    try {
      response = client().send(request, head -> new TimedBody(policy));
      return new Answer(response, host);
    } catch (IOException e) {
      throw new Passing("the connection failed: " + why(e), e, null, false);
    } finally {
      if (response == null) {
        host.release();
      }
    }
  }

  /** The next block of a body. */
  @Nullable List<ByteBuffer> next(TimedBody body) throws Passing, InterruptedException {
    try {
      return body.next();
    } catch (IOException e) {
      throw new Passing("the connection broke off: " + why(e), e, null, false);
    }
  }

  /** Refuses answers other than 200 and 206. */
  void refuse(String dataset, String url, HttpResponse<?> response) throws Passing, FetchException {
    int status = response.statusCode();
    if (status == 200 || status == 206) {
      return;
    }
    if (status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT || status >= 500) {
      throw new Passing("the server answered " + status, null, retryAfter(response), false);
    }
    boolean missing = status == 404 || status == 410;
    String what =
        status >= 300 && status < 400
            ? "it redirects too often (%d)".formatted(status)
            : "the server answered %d".formatted(status);
    throw new FetchException(
        missing ? Code.FILE_MISSING : Code.REPOSITORY_REFUSED,
        "Cannot get %s of dataset \"%s\": %s. %s"
            .formatted(
                url,
                dataset,
                what,
                missing ? "Correct the doi in the manifest." : "Get it by hand, if you may."));
  }

  FetchException notUnderstood(String dataset, String url, String what, @Nullable Throwable cause) {
    String message =
        "Cannot read dataset \"%s\": %s answered %s. Check the doi and the base URL."
            .formatted(dataset, url, what);
    return cause == null
        ? new FetchException(Code.REPOSITORY_REFUSED, message)
        : new FetchException(Code.REPOSITORY_REFUSED, message, cause);
  }

  static InterruptedIOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException interrupted = new InterruptedIOException("interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }

  private void waitFor(String dataset, String url, Passing failure, int failures)
      throws FetchException, IOException {
    Duration delay = failure.retryAfter;
    if (delay == null) {
      long doubled = policy.firstDelay().toMillis() << Math.min(failures - 1, 20);
      long bounded = Math.min(doubled, policy.longestDelay().toMillis());
      delay = Duration.ofMillis(bounded - (long) (bounded / 2.0 * random()));
    } else if (delay.compareTo(policy.longestRetryAfter()) > 0) {
      throw new FetchException(
          Code.REPOSITORY_UNREACHABLE,
          "Failed to get %s of dataset \"%s\": %s and asks to wait %d s. Try again then."
              .formatted(url, dataset, failure.getMessage(), delay.toSeconds()));
    }
    try {
      pause.pause(delay);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  private @Nullable Duration retryAfter(HttpResponse<?> response) {
    String text = response.headers().firstValue("Retry-After").orElse("").strip();
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Duration.ofSeconds(Math.max(0, Long.parseLong(text)));
    } catch (NumberFormatException noSeconds) {
      try {
        ZonedDateTime at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
        Duration wait = Duration.between(clock.instant(), at.toInstant());
        return wait.isNegative() ? Duration.ZERO : wait;
      } catch (DateTimeException noDate) {
        return null;
      }
    }
  }

  private static String why(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
