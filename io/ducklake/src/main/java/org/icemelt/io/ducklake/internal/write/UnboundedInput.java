package org.icemelt.io.ducklake.internal.write;

import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What unbounded input needs of Flink's checkpoints.
 *
 * <p>Beam's Flink runner (2.70) keeps what waits for a checkpoint in a ring of buffers, one more
 * than the checkpoints that may be under way at once. A checkpoint that was restored keeps its
 * buffer until the next one is complete, and that many checkpoints later the ring comes round to
 * it: what arrives then is handed out before any checkpoint holds it, and before what came earlier.
 * With the default, 1, this happens at the first checkpoint after every restart.
 */
public final class UnboundedInput {
  /** Flink's own. */
  private static final long DEFAULT_TIMEOUT_MILLIS = 600_000;

  private UnboundedInput() {}

  /**
   * Does nothing where there are no such checkpoints.
   *
   * @throws IllegalArgumentException if the ring may come round, naming the option to give
   */
  public static void requireCheckpointBuffers(PipelineOptions options) {
    long interval = number(options, "checkpointingInterval").orElse(-1L);
    if (interval <= 0) {
      return;
    }
    long timeout =
        number(options, "checkpointTimeoutMillis")
            .filter(given -> given > 0)
            .orElse(DEFAULT_TIMEOUT_MILLIS);
    long needed = timeout / interval + 2; // one may begin as another times out
    long given = number(options, "numConcurrentCheckpoints").orElse(1L);
    if (given < needed) {
      throw new IllegalArgumentException(
          "Cannot write unbounded input to DuckLake with --numConcurrentCheckpoints=%d: after a restart Beam's Flink runner would hand out rows that no checkpoint holds yet, and they would be stored twice or not at all. Give --numConcurrentCheckpoints=%d: with an interval of %d ms and a timeout of %d ms (--checkpointTimeoutMillis) that many are never under way at once."
              .formatted(given, needed, interval, timeout));
    }
    if (NamedOption.of(options, "failOnCheckpointingErrors").equals(Optional.of("false"))) {
      throw new IllegalArgumentException(
          "Cannot write unbounded input to DuckLake with --failOnCheckpointingErrors=false: after many failed checkpoints Beam's Flink runner would hand out rows that no checkpoint holds yet. Leave it out.");
    }
  }

  private static Optional<Long> number(PipelineOptions options, String name) {
    return NamedOption.of(options, name).map(Long::valueOf);
  }
}
