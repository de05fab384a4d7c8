package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.icemelt.io.ducklake.CatalogUnavailableException;

/** Tries again, with growing pauses, what failed because others were using the catalog. */
final class Turns {
  /** Something that asks the catalog on a connection of its own. */
  @FunctionalInterface
  interface Try<T> {
    T run() throws SQLException;
  }

  private static final long FIRST_WAIT_MS = 10;
  private static final long LONGEST_WAIT_MS = 500;

  private Turns() {}

  /**
   * @param patience how long to go on trying
   * @param passing whether a failure may be gone at the next try
   * @param what the verb for a message: cannot … the catalog
   * @throws org.icemelt.io.ducklake.DuckLakeException what the last failure means
   */
  static <T> T take(
      Duration patience,
      Clock clock,
      Predicate<SQLException> passing,
      String what,
      Catalog catalog,
      Try<T> attempt) {
    Instant deadline = clock.instant().plus(patience);
    long wait = FIRST_WAIT_MS;
    while (true) {
      try {
        return attempt.run();
      } catch (SQLException e) {
        if (!passing.test(e) || clock.instant().isAfter(deadline)) {
          throw catalog.failure(what, e);
        }
        pause(wait, e);
        wait = Math.min(LONGEST_WAIT_MS, wait * 2);
      }
    }
  }

  private static void pause(long longest, SQLException reason) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogUnavailableException(
          "Cannot wait for the catalog: the thread was interrupted. Nothing was changed.", reason);
    }
  }
}
