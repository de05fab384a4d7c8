package org.icemelt.io.geofiles.geojson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.geofiles.Format;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.Split;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a GeoJSON file: columns, count, CRS, splits. Memory does not grow with the file.
 */
final class GeoJsonInspection {
  private static final ObjectMapper TREES = new ObjectMapper();
  private static final String DEFAULT_CRS = "EPSG:4326";

  private final GeoFile file;
  private final long splitBytes;
  private final GeoJsonSchema schema = new GeoJsonSchema();
  private final List<Split> splits = new ArrayList<>();
  private @Nullable String crs = DEFAULT_CRS;
  private long features;
  private long splitStart = -1;
  private long splitEnd;
  private long splitFirstRow;

  GeoJsonInspection(GeoFile file, long splitBytes) {
    this.file = file;
    this.splitBytes = splitBytes;
  }

  /** The layer of a FeatureCollection. */
  Layer collection() throws GeoFileException, IOException {
    try (JsonScanner scanner = new JsonScanner(file)) {
      readCollection(scanner);
      if (scanner.peek() != JsonScanner.END) {
        throw GeoJsonErrors.malformed(
            file,
            scanner.position() + 1,
            features,
            "more follows the FeatureCollection, which should be the whole file",
            null);
      }
    }
    return layer(Format.GEOJSON);
  }

  /** The layer of features, or bare geometries, one behind the other. */
  Layer sequence() throws GeoFileException, IOException {
    try (JsonScanner scanner = new JsonScanner(file)) {
      while (scanner.peek() != JsonScanner.END) {
        readFeature(scanner);
      }
    }
    return layer(features == 1 ? Format.GEOJSON : Format.GEOJSON_SEQ);
  }

  private void readCollection(JsonScanner scanner) throws GeoFileException, IOException {
    scanner.require('{');
    if (scanner.take('}')) {
      return;
    }
    do {
      scanner.readString();
      boolean isFeatures = scanner.tokenIs("features");
      boolean isCrs = scanner.tokenIs("crs");
      scanner.require(':');
      if (isFeatures && scanner.peek() == '[') {
        readFeatures(scanner);
      } else {
        scanner.peek();
        long start = scanner.position();
        scanner.skipValue();
        if (isCrs) {
          crs = crs(start, scanner.position());
        }
      }
    } while (scanner.take(','));
    scanner.require('}');
  }

  private @Nullable String crs(long start, long end) throws GeoFileException, IOException {
    try (JsonParser parser =
        JsonRegion.parse(Path.of(file.path()), start, end, JsonRegion.Frame.NONE)) {
      try {
        return CrsMember.text(TREES.readTree(parser));
      } catch (IOException e) {
        throw GeoJsonErrors.of(e, parser, file, start, features);
      }
    }
  }

  private void readFeatures(JsonScanner scanner) throws GeoFileException, IOException {
    scanner.require('[');
    if (scanner.take(']')) {
      return;
    }
    do {
      readFeature(scanner);
    } while (scanner.take(','));
    scanner.require(']');
  }

  private void readFeature(JsonScanner scanner) throws GeoFileException, IOException {
    boolean isObject = scanner.peek() == '{';
    long start = scanner.position();
    if (isObject) {
      readMembers(scanner);
    } else {
      scanner.skipValue();
    }
    long end = scanner.position();
    if (splitStart >= 0 && end - splitStart > splitBytes) {
      closeSplit();
    }
    if (splitStart < 0) {
      splitStart = start;
      splitFirstRow = features;
    }
    splitEnd = end;
    features++;
    scanner.countFeature();
  }

  private void readMembers(JsonScanner scanner) throws GeoFileException, IOException {
    scanner.require('{');
    if (scanner.take('}')) {
      return;
    }
    do {
      scanner.readString();
      boolean isProperties = scanner.tokenIs("properties");
      boolean isId = scanner.tokenIs(GeoJsonSchema.ID);
      scanner.require(':');
      if (isProperties && scanner.peek() == '{') {
        schema.addProperties(scanner);
      } else if (isId) {
        schema.addId(scanner);
      } else {
        scanner.skipValue();
      }
    } while (scanner.take(','));
    scanner.require('}');
  }

  private void closeSplit() {
    if (splitStart >= 0) {
      splits.add(new Split(splitStart, splitEnd, splitFirstRow, features - splitFirstRow));
      splitStart = -1;
    }
  }

  private Layer layer(Format format) {
    closeSplit();
    String stated = file.crsOverride() || crs == null ? file.crs() : crs;
    return new Layer(
        file, format, file.sourceFile(), null, stated, schema.toSchema(), features, splits);
  }
}
