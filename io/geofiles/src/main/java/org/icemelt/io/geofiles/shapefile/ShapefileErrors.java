package org.icemelt.io.geofiles.shapefile;

import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.jspecify.annotations.Nullable;

/** Exceptions that name the file and what to do. */
final class ShapefileErrors {
  private ShapefileErrors() {}

  static GeoFileException cut(GeoFile file, String what, long before, @Nullable Throwable cause) {
    return of(Code.FILE_CUT, file, what + ". It was cut; fetch it again.", before, cause);
  }

  static GeoFileException malformed(
      GeoFile file, String what, long before, @Nullable Throwable cause) {
    return of(Code.FILE_MALFORMED, file, what + ". Repair it or fetch it again.", before, cause);
  }

  static GeoFileException of(GeoFile file, DbfException cause, long before) {
    String what = String.valueOf(cause.getMessage());
    return cause.isCut() ? cut(file, what, before, cause) : malformed(file, what, before, cause);
  }

  private static GeoFileException of(
      Code code, GeoFile file, String what, long before, @Nullable Throwable cause) {
    return new GeoFileException(
        code,
        "Failed to read %s of dataset %s: %s".formatted(file.sourceFile(), file.dataset(), what),
        before,
        cause);
  }
}
