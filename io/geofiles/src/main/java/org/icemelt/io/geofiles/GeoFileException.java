package org.icemelt.io.geofiles;

/**
 * A file that cannot be read as a whole. The message names the file as people know it, the place in
 * it (byte or row) where known, what is wrong and what to do.
 */
public final class GeoFileException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Code code;

  /** Stable codes for {@code ingest_files} and reports. */
  public enum Code {
    FILE_MISSING,
    FILE_EMPTY,
    FILE_CUT,
    FILE_MALFORMED,
    FORMAT_UNKNOWN,
    FORMAT_UNSUPPORTED,
    NO_LAYER,
    LAYER_UNKNOWN,
    CRS_UNKNOWN,
    COMPANION_MISSING
  }

  public GeoFileException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public GeoFileException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
