package org.icemelt.io.geofiles;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A file that cannot be read as a whole. The message names the file as people know it, the place in
 * it (byte or row) where known, what is wrong and what to do.
 */
public final class GeoFileException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final long UNKNOWN = -1;

  private final Code code;
  private final long featuresBefore;

  /** Stable codes for {@code ingest_files} and reports. */
  public enum Code {
    FILE_MISSING,
    FILE_EMPTY,
    FILE_CUT,
    /** Somebody changed or removed the file between its inspection and the end of reading it. */
    FILE_CHANGED,
    FILE_MALFORMED,
    FORMAT_UNKNOWN,
    FORMAT_UNSUPPORTED,
    NO_LAYER,
    LAYER_UNKNOWN,
    /** The manifest's filter names a column that the dataset has not. */
    COLUMN_UNKNOWN,
    CRS_UNKNOWN,
    COMPANION_MISSING
  }

  public GeoFileException(Code code, String message) {
    super(message);
    this.code = code;
    this.featuresBefore = UNKNOWN;
  }

  public GeoFileException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.featuresBefore = UNKNOWN;
  }

  /**
   * @param featuresBefore complete features in front of the place where the file breaks
   */
  public GeoFileException(
      Code code, String message, long featuresBefore, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.featuresBefore = featuresBefore;
  }

  public Code code() {
    return code;
  }

  /** Complete features in front of the place where the file breaks, where that was counted. */
  public OptionalLong featuresBefore() {
    return featuresBefore == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(featuresBefore);
  }
}
