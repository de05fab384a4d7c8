package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.PipelineResult;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** Prints, while the run works, files and rows done and the rate; to standard error. */
final class Progress implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.millis(500);
  private static final long PRINT_EVERY_MILLIS = 2_000;

  private final PrintStream err;
  private final long started = System.currentTimeMillis();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "icemelt-progress");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Counters counters;

  private Progress(Counters counters, PrintStream err) {
    this.counters = requireNonNull(counters);
    this.err = requireNonNull(err);
  }

  static Progress start(Counters counters, PrintStream err) {
    Progress progress = new Progress(counters, err);
    progress.clock.scheduleAtFixedRate(
        progress::print, PRINT_EVERY_MILLIS, PRINT_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return progress;
  }

  void count(Counters better) {
    counters = better;
  }

  /** Returns how the pipeline ended; throws what made it fail, where the runner tells. */
  static PipelineResult.State untilDone(PipelineResult result) {
    while (true) {
      PipelineResult.@Nullable State state = result.waitUntilFinish(BETWEEN_LOOKS);
      if (state != null && state.isTerminal()) {
        return state;
      }
    }
  }

  private void print() {
    long millis = System.currentTimeMillis() - started;
    err.printf(Locale.ROOT, "%5.1f s  %s%n", millis / 1000.0, counters.after(millis));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      clock.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    print();
  }
}
