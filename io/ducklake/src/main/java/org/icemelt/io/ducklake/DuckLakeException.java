package org.icemelt.io.ducklake;

import org.jspecify.annotations.Nullable;

/** The lake could not be used as asked. The subtypes differ by what the caller can do. */
public abstract sealed class DuckLakeException extends RuntimeException
    permits CatalogUnavailableException,
        CommitOutcomeUnknownException,
        CommitRefusedException,
        DataFileException,
        InvalidRowException,
        LakeFormatException,
        NotInLakeException {
  DuckLakeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
