package org.icemelt.transforms.crs;

import static org.icemelt.transforms.crs.CsvResource.field;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What has to be said about a datum: the table of those for which PROJ's best way to WGS 84 is a
 * grid file, and those for which no shift at all is known here. NAD83, ETRS89, GDA94 and their like
 * are taken as WGS 84, as PROJ does without grids (1 to 4 m), and are not reported.
 */
final class DatumNotes {
  private static final String TABLE = "/org/icemelt/transforms/crs/grid-datums.csv";

  /** PROJ.4's datum words are looked up in proj4j, all but NAD27 with a Helmert shift. */
  private static final Pattern SHIFTED = Pattern.compile("\\+(towgs84|datum|nadgrids)=");

  /** Ellipsoids so near to WGS 84's that a datum on them without shift is a realisation of it. */
  private static final Pattern MODERN =
      Pattern.compile("\\+ellps=(GRS80|WGS84)\\b|\\+a=6378137(\\.0)? \\+rf=298\\.257[0-9]*");

  private DatumNotes() {}

  /**
   * The sentence for the report.
   *
   * @param datumCode EPSG code of the datum, where known
   * @param datumName for the sentence, where the table does not have it
   */
  static Optional<String> warning(Optional<String> datumCode, String datumName, String definition) {
    boolean shifted = SHIFTED.matcher(definition).find();
    Optional<String> listed =
        datumCode
            .flatMap(code -> CsvResource.first(TABLE, row -> field(row, 0).equals(code)))
            .map(
                row ->
                    "Datum "
                        + field(row, 1)
                        + ": the way to WGS 84 needs a grid ("
                        + field(row, 2)
                        + "); no grid was applied, "
                        + (shifted ? "a Helmert shift was" : "nor any shift")
                        + ". Coordinates may be off by: "
                        + field(row, 3)
                        + ".");
    if (listed.isPresent() || shifted || MODERN.matcher(definition).find()) {
      return listed;
    }
    return Optional.of(
        "Datum "
            + datumName
            + ": no shift to WGS 84 is known here; no grid and no shift was applied. Coordinates"
            + " may be off by 100 m to 1 km.");
  }
}
