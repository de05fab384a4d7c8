package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;
import org.apache.beam.sdk.PipelineResult;
import org.icemelt.io.ducklake.CommitOutcomeUnknownException;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.runner.FlinkFailure;
import org.icemelt.pipelines.runner.FolderNotSharedException;

/** What a run that broke leaves to do and to say; the catalog knows whether it was committed. */
final class FailedRun {
  private final BuildSettings settings;

  FailedRun(BuildSettings settings) {
    this.settings = requireNonNull(settings);
  }

  /** A pipeline that threw. */
  CommandFailedException because(Throwable cause) {
    boolean unknown = false;
    Throwable told = null;
    for (Throwable t = cause; t != null; t = t.getCause()) {
      unknown |= t instanceof CommitOutcomeUnknownException;
      if (!(told instanceof DuckLakeException)) {
        told = t;
      }
    }
    return failed(unknown, false, String.valueOf(requireNonNull(told).getMessage()), cause);
  }

  /** A job that the cluster gave up, or that somebody cancelled there. */
  CommandFailedException because(PipelineResult.State state, Optional<String> stackTrace) {
    FlinkFailure failure = FlinkFailure.of(stackTrace.orElse(""));
    String told =
        state == PipelineResult.State.CANCELLED ? "the job was cancelled" : failure.told();
    return failed(
        failure.has(CommitOutcomeUnknownException.class),
        failure.has(FolderNotSharedException.class),
        told,
        new IllegalStateException(stackTrace.orElse("job state " + state)));
  }

  private CommandFailedException failed(
      boolean unknown, boolean refused, String told, Throwable cause) {
    if (unknown) {
      return new CommandFailedException(ExitCode.OUTCOME_UNKNOWN, told, cause);
    }
    removeLeftovers(cause);
    Optional<CommitResult> commit = commit(cause);
    if (commit.isPresent()) {
      return new CommandFailedException(
          ExitCode.CHECK_FAILED,
          "The run was committed as snapshot %s, and failed after that: %s"
              .formatted(commit.get().snapshotId(), told),
          cause);
    }
    return refused
        ? new CommandFailedException(ExitCode.BAD_INPUT, told, cause)
        : new CommandFailedException(
            ExitCode.RUN_FAILED, "The run failed, nothing was committed: " + told, cause);
  }

  private Optional<CommitResult> commit(Throwable cause) {
    try {
      Lake lake = Lake.of(settings.lake());
      return lake.exists() ? lake.commit(settings.runId()) : Optional.empty();
    } catch (DuckLakeException e) {
      cause.addSuppressed(e);
      return Optional.empty();
    }
  }

  private void removeLeftovers(Throwable cause) {
    try {
      settings.journal().stopRun();
      settings.journal().removeLeftovers(settings.lake());
      settings.journal().close();
      settings.firstFetch().forget();
    } catch (IOException | DuckLakeException e) {
      cause.addSuppressed(e); // the journal stays, and with it the names of the files
    }
  }
}
