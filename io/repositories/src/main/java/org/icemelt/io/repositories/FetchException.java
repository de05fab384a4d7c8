package org.icemelt.io.repositories;

import static java.util.Objects.requireNonNull;

/**
 * A dataset whose files cannot be had as asked. The message names the dataset, the file or archive,
 * what is wrong and what to do. Trouble with the local disk is an {@link java.io.IOException}
 * instead: a retry may help there.
 */
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Code code;

  /** Stable codes for {@code ingest_files} and reports. */
  public enum Code {
    /** Nothing lies at the path or address. */
    FILE_MISSING,
    /** No file that there was is wanted; the message lists those there were. */
    FILTER_MATCHED_NOTHING,
    /** An archive names a file outside itself, or one that no file can be called. */
    ARCHIVE_UNSAFE_NAME,
    /** An archive holds a symbolic or hard link. */
    ARCHIVE_LINK,
    /** An archive unpacks to more than its limits allow. */
    ARCHIVE_BOMB,
    /** An archive is cut, damaged, encrypted or none. */
    ARCHIVE_BROKEN,
    /** A file's checksum is not the one stated. */
    CHECKSUM_MISMATCH,
    /** A file's size is not the one stated. */
    SIZE_MISMATCH,
    /** A download is larger than allowed. */
    TOO_LARGE,
    /** The repository refused, or answered what cannot be understood. */
    REPOSITORY_REFUSED,
    /** The repository could not be reached, or broke off, after all retries. */
    REPOSITORY_UNREACHABLE,
    /** The locator is nothing that the repository knows. */
    LOCATOR_INVALID
  }

  public FetchException(Code code, String message) {
    super(message);
    this.code = requireNonNull(code, "code");
  }

  public FetchException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = requireNonNull(code, "code");
  }

  public Code code() {
    return code;
  }
}
