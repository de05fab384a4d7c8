package org.icemelt.pipelines.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.icemelt.io.ducklake.CommitOutcomeUnknownException;
import org.icemelt.io.ducklake.CommitRefusedException;
import org.junit.jupiter.api.Test;

class FlinkFailureTest {
  private static final String TRACE =
      """
      org.apache.flink.runtime.JobException: Recovery is suppressed by FixedDelayRestartBackoffTimeStrategy(maxNumberRestartAttempts=5)
      \tat org.apache.flink.runtime.executiongraph.failover.ExecutionFailureHandler.handleFailure(ExecutionFailureHandler.java:219)
      Caused by: org.apache.beam.sdk.util.UserCodeException: org.icemelt.io.ducklake.CommitRefusedException: Cannot commit: gone
      \tat org.apache.beam.sdk.util.UserCodeException.wrap(UserCodeException.java:39)
      \t... 12 more
      Caused by: org.icemelt.io.ducklake.CommitRefusedException: Cannot commit: gone.
      Nothing was registered.
      \tat org.icemelt.io.ducklake.internal.write.Committer.requireFiles(Committer.java:1)
      Caused by: java.io.IOException: no such file
      \t... 3 more
      """;

  @Test
  void readsEachCauseWithAllLinesOfItsMessage() {
    assertThat(FlinkFailure.of(TRACE).causes())
        .extracting(FlinkFailure.Cause::message)
        .element(2)
        .isEqualTo("Cannot commit: gone.\nNothing was registered.");
  }

  @Test
  void tellsOurOwnExceptionBeforeFlinks() {
    assertThat(FlinkFailure.of(TRACE).told())
        .isEqualTo("Cannot commit: gone.\nNothing was registered.");
  }

  @Test
  void tellsTheInnermostWhereNoneIsOurs() {
    assertThat(FlinkFailure.of("a.BException: b\n\tat x\nCaused by: c.DError: heap\n").told())
        .isEqualTo("heap");
  }

  @Test
  void knowsTheTypesOfTheCauses() {
    FlinkFailure failure = FlinkFailure.of(TRACE);
    assertThat(failure.has(CommitRefusedException.class)).isTrue();
    assertThat(failure.has(CommitOutcomeUnknownException.class)).isFalse();
  }

  @Test
  void saysWhereToLookWhenNothingIsKnown() {
    assertThat(FlinkFailure.of("").told()).contains("dashboard");
  }
}
