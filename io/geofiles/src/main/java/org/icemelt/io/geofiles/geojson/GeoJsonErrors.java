package org.icemelt.io.geofiles.geojson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.jspecify.annotations.Nullable;

/** What a parser's complaint means for the file. */
final class GeoJsonErrors {
  private GeoJsonErrors() {}

  /**
   * The exception to throw for {@code cause}.
   *
   * @param shift what to add to the parser's byte offsets to get the file's
   * @param before complete features in front of the place
   * @throws UncheckedIOException if the file could not be read, which is no property of it
   */
  static GeoFileException of(
      IOException cause, JsonParser parser, GeoFile file, long shift, long before) {
    long at = shift + Math.max(0, parser.currentLocation().getByteOffset());
    boolean json = cause instanceof JsonProcessingException;
    if (json && (cause instanceof JsonEOFException || at >= new File(file.path()).length())) {
      return cut(file, at, before, cause);
    }
    if (cause instanceof JsonProcessingException complaint) {
      return malformed(file, at, before, complaint.getOriginalMessage(), cause);
    }
    if (cause instanceof CharConversionException) {
      return malformed(file, at, before, cause.getMessage() + " (its text is not UTF-8)", cause);
    }
    throw new UncheckedIOException(place(file) + cause.getMessage(), cause);
  }

  static GeoFileException cut(GeoFile file, long at, long before, @Nullable Throwable cause) {
    return new GeoFileException(
        Code.FILE_CUT,
        place(file)
            + "the file ends at byte %d in the middle of its JSON, after %d complete feature(s)."
                .formatted(at, before)
            + " It was cut; fetch it again.",
        before,
        cause);
  }

  static GeoFileException malformed(
      GeoFile file, long at, long before, String fault, @Nullable Throwable cause) {
    return new GeoFileException(
        Code.FILE_MALFORMED,
        place(file)
            + "it is no JSON at byte %d, after %d complete feature(s): %s."
                .formatted(at, before, fault)
            + " Repair the file or fetch it again.",
        before,
        cause);
  }

  private static String place(GeoFile file) {
    return "Failed to read %s of dataset %s: ".formatted(file.sourceFile(), file.dataset());
  }
}
