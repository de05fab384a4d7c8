package org.icemelt.io.ducklake.internal.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.icemelt.io.ducklake.internal.catalog.CommitStep;
import org.junit.jupiter.api.Test;

class CommitTimesTest {
  @Test
  void theTimeIsThatOfTheAttemptThatWentThrough() {
    Iterator<Long> nanos = List.of(1_000L, 50_000L, 57_000L).iterator();
    CommitTimes times = new CommitTimes(nanos::next);
    assertThat(times.held()).isZero();
    for (CommitStep step :
        List.of(
            CommitStep.FILES_READY,
            CommitStep.BEGUN, // gave way
            CommitStep.FILES_READY,
            CommitStep.BEGUN,
            CommitStep.WRITTEN,
            CommitStep.COMMITTED)) {
      times.reached(step);
    }
    assertThat(times.attempts()).isEqualTo(2);
    assertThat(times.held()).isEqualTo(Duration.ofNanos(7_000));
  }
}
