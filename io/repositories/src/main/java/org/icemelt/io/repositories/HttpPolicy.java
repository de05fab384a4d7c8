package org.icemelt.io.repositories;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;

/**
 * How patient downloads are.
 *
 * @param attempts requests in a row that may bring nothing before a file is given up; one that
 *     brought {@link #leastProgress} bytes starts the count anew
 * @param firstDelay wait before the first retry; each further one waits twice as long, up to {@code
 *     longestDelay}, each shortened at random by up to a half. A server's Retry-After is waited for
 *     in full, if it is no longer than {@code longestRetryAfter}
 * @param connectTimeout for a connection
 * @param answerTimeout for the head of an answer
 * @param stallTimeout for the next bytes of its body
 * @param slowestBytesPerSecond a body that comes slower over a whole {@code stallTimeout} is given
 *     up, as if it had stalled
 * @param requestsPerHost at one time, of one {@link SourceFiles}
 */
public record HttpPolicy(
    int attempts,
    Duration firstDelay,
    Duration longestDelay,
    Duration longestRetryAfter,
    Duration connectTimeout,
    Duration answerTimeout,
    Duration stallTimeout,
    long slowestBytesPerSecond,
    int requestsPerHost)
    implements Serializable {
  /** Five attempts, 1 s to 60 s apart; 20 s to connect, 60 s to answer or go on; four a host. */
  public static final HttpPolicy DEFAULT =
      new HttpPolicy(
          5,
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          100,
          4);

  public HttpPolicy {
    requireNonNull(firstDelay, "firstDelay");
    requireNonNull(longestDelay, "longestDelay");
    requireNonNull(longestRetryAfter, "longestRetryAfter");
    requireNonNull(connectTimeout, "connectTimeout");
    requireNonNull(answerTimeout, "answerTimeout");
    requireNonNull(stallTimeout, "stallTimeout");
    if (attempts < 1 || requestsPerHost < 1 || slowestBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "Invalid HttpPolicy: attempts and requestsPerHost must be at least 1,"
              + " slowestBytesPerSecond at least 0");
    }
  }

  /** Bytes that an attempt must bring to count as progress: what comes at the slowest speed. */
  long leastProgress() {
    return Math.max(1, slowestBytesPerSecond * stallTimeout.toMillis() / 1000);
  }
}
