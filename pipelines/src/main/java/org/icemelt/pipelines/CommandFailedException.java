package org.icemelt.pipelines;

import static java.util.Objects.requireNonNull;

/** A command that broke midway; the message says what, where and what to do next. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ExitCode exitCode;

  public CommandFailedException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = requireNonNull(exitCode);
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
