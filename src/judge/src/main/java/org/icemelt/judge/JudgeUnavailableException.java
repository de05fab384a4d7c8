package org.icemelt.judge;

/** A tool that the judge needs is not to be had; the message says what was tried and what helps. */
public final class JudgeUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JudgeUnavailableException(String message) {
    super(message);
  }

  JudgeUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
