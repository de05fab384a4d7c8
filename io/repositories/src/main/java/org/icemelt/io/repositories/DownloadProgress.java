package org.icemelt.io.repositories;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Says how far a download is, no more often than each ten seconds. */
final class DownloadProgress {
  private static final Duration BETWEEN = Duration.ofSeconds(10);
  private static final long MEGABYTE = 1_000_000;

  private final Clock clock;
  private final String dataset;
  private final RemoteFile file;
  private final Consumer<String> to;
  private Instant last;

  DownloadProgress(Clock clock, String dataset, RemoteFile file, Consumer<String> to) {
    this.clock = clock;
    this.dataset = dataset;
    this.file = file;
    this.to = to;
    this.last = clock.instant();
  }

  void has(long bytes) {
    Instant now = clock.instant();
    if (Duration.between(last, now).compareTo(BETWEEN) >= 0) {
      last = now;
      to.accept(
          "Dataset %s: %d MB of %s of %s"
              .formatted(
                  dataset,
                  bytes / MEGABYTE,
                  file.bytes() < 0 ? "unknown size" : file.bytes() / MEGABYTE + " MB",
                  file.name()));
    }
  }
}
