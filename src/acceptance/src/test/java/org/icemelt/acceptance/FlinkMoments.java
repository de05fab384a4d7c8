package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Moments of a job, taken from what it has done. */
final class FlinkMoments {
  private static final long LIMIT_SECONDS = 600;

  private FlinkMoments() {}

  /** Returns as soon as the moment has come; if it never does, the test fails. */
  static void await(String moment, BooleanSupplier hasCome) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!hasCome.getAsBoolean()) {
      assertThat(System.nanoTime()).as("moment: %s", moment).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }
}
