package org.icemelt.pipelines.publish;

import org.jspecify.annotations.Nullable;

/** The lake could not be copied; the message says why. */
public final class PublishException extends Exception {
  private static final long serialVersionUID = 1L;

  PublishException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
