package org.icemelt.io.repositories;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dataset whose files cannot be had as asked. The message names the dataset, the file or archive,
 * what is wrong and what to do. Trouble with the local disk is an {@link java.io.IOException}
 * instead: a retry may help there.
 */
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Code code;
  private final @Nullable String file;
  private final @Nullable String url;

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
    /** A file is not what it was when an earlier attempt of the same run fetched it. */
    SOURCE_CHANGED,
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
    this(code, message, null);
  }

  public FetchException(Code code, String message, @Nullable Throwable cause) {
    this(code, message, cause, null, null);
  }

  private FetchException(
      Code code,
      String message,
      @Nullable Throwable cause,
      @Nullable String file,
      @Nullable String url) {
    super(message, cause);
    this.code = requireNonNull(code, "code");
    this.file = file;
    this.url = url;
  }

  /** The same failure, which is that of one published file. */
  FetchException of(Origin.Entry entry) {
    if (file != null) {
      return this;
    }
    FetchException same =
        new FetchException(
            code, String.valueOf(getMessage()), getCause(), entry.name(), entry.url());
    same.setStackTrace(getStackTrace());
    return same;
  }

  public Code code() {
    return code;
  }

  /** The published file that could not be had or used; empty if the failure is of no one file. */
  public Optional<String> file() {
    return Optional.ofNullable(file);
  }

  /** Where that file comes from. */
  public Optional<String> url() {
    return Optional.ofNullable(url);
  }
}
