package org.icemelt.transforms.crs;

import static org.icemelt.transforms.crs.CsvResource.field;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the tables inside proj4j-epsg say: the PROJ.4 definition of a code, and which datum is
 * behind a code or a name. Nothing is kept in memory; a look-up takes milliseconds and is made once
 * a source.
 */
final class EpsgTables {
  private static final String DEFINITIONS = "/proj4/nad/epsg";
  private static final String PROJECTED = "/proj4/pcs.csv";
  private static final String GEOGRAPHIC = "/proj4/gcs.csv";
  private static final String DATUMS = "/proj4/gdal_datum.csv";

  /** Heights have no place here, and proj4j refuses to hear of them. */
  private static final Pattern VERTICAL = Pattern.compile(" \\+(vunits|geoidgrids)=\\S+");

  private static final int PCS_GEOGRAPHIC = 3;
  private static final int GCS_NAME = 1;
  private static final int GCS_DATUM = 2;
  private static final int GCS_DATUM_NAME = 3;
  private static final int GCS_GREENWICH_DATUM = 4;
  private static final int GCS_MERIDIAN = 7;
  private static final String GREENWICH = "8901";
  private static final int DATUM_ESRI_NAME = 15;

  /** Names that EPSG has given since the tables were made. */
  private static final Map<String, String> RENAMED =
      Map.of("osgb36", "osgb1936", "ordnancesurveyofgreatbritain1936", "osgb1936");

  private EpsgTables() {}

  /** The PROJ.4 definition of an EPSG code, without its vertical part. */
  static Optional<String> definition(String code) {
    String start = "<" + code + ">";
    try (InputStream in = EpsgTables.class.getResourceAsStream(DEFINITIONS)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find " + DEFINITIONS + " on the class path");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(start)) {
          String definition = line.substring(start.length()).replace("<>", "").strip();
          return Optional.of(VERTICAL.matcher(definition).replaceAll(""))
              .filter(d -> !d.contains("+proj=geocent"));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to read " + DEFINITIONS, e);
    }
  }

  /** Code of the datum, counted from Greenwich, behind a geographic or projected code. */
  static Optional<String> datumOf(String code) {
    String geographic =
        CsvResource.first(PROJECTED, row -> field(row, 0).equals(code))
            .map(row -> field(row, PCS_GEOGRAPHIC))
            .orElse(code);
    return CsvResource.first(GEOGRAPHIC, row -> field(row, 0).equals(geographic))
        .map(row -> field(row, GCS_GREENWICH_DATUM));
  }

  /**
   * Code of the geographic system, counted from Greenwich, for a name of its datum or its own;
   * EPSG's and Esri's spellings are known, case, blanks and punctuation do not count.
   */
  static Optional<String> geographicByName(String datumName, String geographicName) {
    String datum = plain(datumName);
    String geographic = plain(geographicName);
    if (datum.isEmpty()) {
      return Optional.empty();
    }
    Optional<List<String>> row =
        CsvResource.first(
            GEOGRAPHIC,
            r ->
                plain(field(r, GCS_DATUM_NAME)).equals(datum)
                    || plain(field(r, GCS_NAME)).equals(geographic));
    if (row.isPresent()) {
      return row.flatMap(r -> geographicOfDatum(field(r, GCS_GREENWICH_DATUM)));
    }
    return CsvResource.first(DATUMS, r -> plain(field(r, DATUM_ESRI_NAME)).equals(datum))
        .flatMap(r -> geographicOfDatum(field(r, 0)));
  }

  /** Code of the first geographic system on a datum, counted from Greenwich. */
  static Optional<String> geographicOfDatum(String datumCode) {
    return CsvResource.first(
            GEOGRAPHIC,
            r -> field(r, GCS_DATUM).equals(datumCode) && field(r, GCS_MERIDIAN).equals(GREENWICH))
        .map(r -> field(r, 0));
  }

  /** The value of a term such as {@code towgs84} in a PROJ.4 definition. */
  static Optional<String> term(String definition, String name) {
    Matcher term = Pattern.compile("\\+" + name + "=(\\S+)").matcher(definition);
    return term.find() ? Optional.of(term.group(1)) : Optional.empty();
  }

  private static String plain(String name) {
    String bare = name.toLowerCase(Locale.ROOT).replaceFirst("^(d|gcs)_", "");
    String letters = bare.replaceAll("[^a-z0-9]|ensemble$", "");
    return RENAMED.getOrDefault(letters, letters);
  }
}
