package org.icemelt.io.geofiles.divisions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.icemelt.io.geofiles.Box;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.Format;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.GeoFiles;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.RowOutcome;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.geofiles.bytes.Store;
import org.icemelt.io.geofiles.geoparquet.AttributeRows;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * Reads the land areas of Overture's countries, dependencies and regions; smaller divisions and
 * areas at sea are passed over. The files are looked at twice: first for the countries' ids alone,
 * which are the regions' parents, then for the areas. One geometry is in memory at a time.
 *
 * <pre>{@code
 * Divisions divisions = Divisions.find("s3://bucket/theme=divisions/type=division_area/*");
 * divisions.read(new Box(-10, 35, 5, 44), division -> ..., reject -> ...);
 * }</pre>
 *
 * <p>A store's address needs its Beam file system on the class path and {@code
 * FileSystems.setDefaultPipelineOptions} called, as Beam's runners do.
 */
public final class Divisions {
  /** What rejects and messages call the dataset. */
  public static final String DATASET = "admin_boundaries";

  private static final Map<String, Integer> LEVELS =
      Map.of("country", 0, "dependency", 0, "region", 1);
  private static final String AT_SEA = "maritime";
  private static final FeatureSchema COLUMNS =
      FeatureSchema.of(
          new Column("id", ValueType.STRING),
          new Column("subtype", ValueType.STRING),
          new Column("class", ValueType.STRING),
          new Column("country", ValueType.STRING),
          new Column("names", ValueType.JSON));
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<GeoFile> files;

  private Divisions(List<GeoFile> files) {
    this.files = List.copyOf(files);
  }

  /**
   * Finds the files, in the order of their names.
   *
   * @param spec a file, a folder (all {@code .parquet} below it), a glob, or the same in a store:
   *     {@code s3://bucket/folder/}, with a slash at its end if it is a folder
   * @throws GeoFileException {@code FILE_MISSING} if there is none
   */
  public static Divisions find(String spec) throws GeoFileException, IOException {
    boolean folder = spec.endsWith("/") || (!Store.has(spec) && Files.isDirectory(Path.of(spec)));
    String pattern = folder ? spec.replaceAll("/+$", "") + "/**.parquet" : spec;
    try {
      List<GeoFile> files = new ArrayList<>();
      for (Metadata file : FileSystems.match(pattern, EmptyMatchTreatment.DISALLOW).metadata()) {
        String path = file.resourceId().toString();
        files.add(new GeoFile(DATASET, path, path, null, null, null, false));
      }
      files.sort((a, b) -> a.path().compareTo(b.path()));
      return new Divisions(files);
    } catch (FileNotFoundException e) {
      throw new GeoFileException(
          Code.FILE_MISSING,
          "Cannot read %s: there is no file %s. Give the files of Overture's type division_area."
              .formatted(DATASET, pattern),
          e);
    }
  }

  /** The files' paths or addresses. */
  public List<String> paths() {
    return files.stream().map(GeoFile::path).toList();
  }

  /**
   * Reads them all, file by file, each in its own order.
   *
   * @param window only areas whose box touches it, in degrees; null takes all
   * @param rejects areas whose geometry cannot be used
   */
  public void read(@Nullable Box window, Consumer<Division> divisions, Consumer<Reject> rejects)
      throws GeoFileException, IOException {
    Map<String, String> countries = countries();
    for (GeoFile file : files) {
      for (Layer layer : GeoFiles.inspect(file, Long.MAX_VALUE, window)) {
        for (Split split : layer.splits()) {
          read(layer, split, window, countries, divisions, rejects);
        }
      }
    }
  }

  private static void read(
      Layer layer,
      Split split,
      @Nullable Box window,
      Map<String, String> countries,
      Consumer<Division> divisions,
      Consumer<Reject> rejects)
      throws GeoFileException {
    try (FeatureCursor cursor = GeoFiles.open(layer, split, COLUMNS)) {
      for (RowOutcome row = cursor.next(); row != null; row = cursor.next()) {
        if (row instanceof RowOutcome.Read read && level(read.values()) >= 0) {
          if (window == null || touches(window, read.geometry())) {
            divisions.accept(division(read, countries));
          }
        } else if (row instanceof RowOutcome.Bad bad
            && (bad.values() == null || level(bad.values()) >= 0)) {
          rejects.accept(
              new Reject(
                  DATASET, layer.sourceFile(), bad.row(), bad.reason(), bad.detail(), bad.raw()));
        }
      }
    }
  }

  private static boolean touches(Box window, Geometry geometry) {
    Envelope box = geometry.getEnvelopeInternal();
    return window.touches(box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY());
  }

  /** The id of each country's land area by its ISO code; a dependency's where there is no other. */
  private Map<String, String> countries() throws GeoFileException, IOException {
    Map<String, String> countries = new HashMap<>();
    Map<String, String> dependencies = new HashMap<>();
    List<String> columns = COLUMNS.columns().stream().map(Column::name).limit(4).toList();
    for (GeoFile file : files) {
      requireDivisions(file);
      AttributeRows.forEach(
          file,
          columns,
          cells -> {
            List<@Nullable Object> values = java.util.Arrays.asList(cells);
            if (level(values) == 0 && cells[0] != null && cells[3] != null) {
              boolean country = "country".equals(cells[1]);
              (country ? countries : dependencies)
                  .putIfAbsent(cells[3].toString(), cells[0].toString());
            }
          });
    }
    dependencies.forEach(countries::putIfAbsent);
    return countries;
  }

  private static void requireDivisions(GeoFile file) throws GeoFileException {
    for (Layer layer : GeoFiles.inspect(file, Long.MAX_VALUE)) {
      if (layer.format() != Format.GEOPARQUET) {
        throw new GeoFileException(
            Code.FORMAT_UNSUPPORTED,
            "Cannot read %s of %s: it is %s. Overture's divisions are GeoParquet."
                .formatted(file.path(), DATASET, layer.format()));
      }
      for (String column : List.of("id", "subtype", "country")) {
        if (layer.schema().indexOf(column).isEmpty()) {
          throw new GeoFileException(
              Code.COLUMN_UNKNOWN,
              "Cannot read %s of %s: it has no column \"%s\". Give the files of Overture's type division_area; columns are %s"
                  .formatted(
                      file.path(),
                      DATASET,
                      column,
                      layer.schema().columns().stream().map(Column::name).toList()));
        }
      }
    }
  }

  /** -1 for what is passed over. */
  private static int level(List<@Nullable Object> values) {
    return AT_SEA.equals(values.get(2)) || values.get(1) == null
        ? -1
        : LEVELS.getOrDefault(String.valueOf(values.get(1)), -1);
  }

  private static Division division(RowOutcome.Read row, Map<String, String> countries) {
    List<@Nullable Object> values = row.values();
    String id = String.valueOf(values.get(0));
    String country = values.get(3) == null ? null : String.valueOf(values.get(3));
    int level = level(values);
    return new Division(
        id,
        name(values.get(4), id),
        country,
        country == null ? null : alpha3(country),
        level,
        level == 0 || country == null ? null : countries.get(country),
        row.geometry());
  }

  private static String name(@Nullable Object names, String otherwise) {
    if (names == null) {
      return otherwise;
    }
    try {
      JsonNode primary = MAPPER.readTree(names.toString()).path("primary");
      return primary.isTextual() ? primary.asText() : otherwise;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String alpha3(String alpha2) {
    Set<String> known = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);
    try {
      return known.contains(alpha2) ? new Locale("", alpha2).getISO3Country() : null;
    } catch (MissingResourceException e) {
      return null;
    }
  }
}
