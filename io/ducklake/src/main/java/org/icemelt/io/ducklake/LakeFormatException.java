package org.icemelt.io.ducklake;

import org.jspecify.annotations.Nullable;

/** The catalog is no lake that this version can write. An operator has to act. */
public final class LakeFormatException extends DuckLakeException {
  public LakeFormatException(String message) {
    this(message, null);
  }

  public LakeFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
