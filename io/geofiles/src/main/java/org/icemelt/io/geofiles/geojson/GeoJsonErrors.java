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
    String place = "Failed to read %s of dataset %s: ".formatted(file.sourceFile(), file.dataset());
    boolean json = cause instanceof JsonProcessingException;
    if (json && (cause instanceof JsonEOFException || at >= new File(file.path()).length())) {
      return new GeoFileException(
          Code.FILE_CUT,
          place
              + "the file ends at byte %d in the middle of its JSON, after %d complete feature(s)."
                  .formatted(at, before)
              + " It was cut; fetch it again.",
          before,
          cause);
    }
    if (cause instanceof JsonProcessingException complaint) {
      return new GeoFileException(
          Code.FILE_MALFORMED,
          place
              + "it is no JSON at byte %d, after %d complete feature(s): %s."
                  .formatted(at, before, complaint.getOriginalMessage())
              + " Repair the file or fetch it again.",
          before,
          cause);
    }
    if (cause instanceof CharConversionException) {
      return new GeoFileException(
          Code.FILE_MALFORMED,
          place
              + "its text is not UTF-8 after %d complete feature(s): %s. Save it as UTF-8."
                  .formatted(before, cause.getMessage()),
          before,
          cause);
    }
    throw new UncheckedIOException(place + cause.getMessage(), cause);
  }
}
