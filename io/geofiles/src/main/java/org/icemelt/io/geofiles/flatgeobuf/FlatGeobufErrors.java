package org.icemelt.io.geofiles.flatgeobuf;

import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.jspecify.annotations.Nullable;

/** What may be wrong with a whole file, in sentences. */
final class FlatGeobufErrors {
  private FlatGeobufErrors() {}

  static GeoFileException cut(
      GeoFile file, String what, long featuresBefore, @Nullable Throwable cause) {
    return new GeoFileException(
        Code.FILE_CUT,
        "Failed to read %s of dataset %s: %s. It was cut; fetch it again."
            .formatted(file.sourceFile(), file.dataset(), what),
        featuresBefore,
        cause);
  }

  static GeoFileException malformed(
      GeoFile file, String what, long featuresBefore, @Nullable Throwable cause) {
    return new GeoFileException(
        Code.FILE_MALFORMED,
        "Failed to read %s of dataset %s: %s. Repair the file or fetch it again."
            .formatted(file.sourceFile(), file.dataset(), what),
        featuresBefore,
        cause);
  }
}
