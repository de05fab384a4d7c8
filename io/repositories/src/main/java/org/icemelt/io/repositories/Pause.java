package org.icemelt.io.repositories;

import java.time.Duration;

/** Waits between attempts. */
interface Pause {
  void pause(Duration duration) throws InterruptedException;

  /** Waits in fact. */
  static Pause sleeping() {
    return duration -> Thread.sleep(duration.toMillis());
  }
}
