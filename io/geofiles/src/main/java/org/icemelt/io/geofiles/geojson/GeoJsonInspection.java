package org.icemelt.io.geofiles.geojson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.geofiles.Format;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
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
    try (JsonParser parser = open()) {
      try {
        readCollection(parser);
        requireEnd(parser);
      } catch (IOException e) {
        throw GeoJsonErrors.of(e, parser, file, 0, features);
      }
    }
    return layer(Format.GEOJSON);
  }

  /** The layer of features, or bare geometries, one behind the other. */
  Layer sequence() throws GeoFileException, IOException {
    try (JsonParser parser = open()) {
      try {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          readFeature(token, parser);
        }
      } catch (IOException e) {
        throw GeoJsonErrors.of(e, parser, file, 0, features);
      }
    }
    return layer(features == 1 ? Format.GEOJSON : Format.GEOJSON_SEQ);
  }

  private JsonParser open() throws IOException {
    Path path = Path.of(file.path());
    return JsonRegion.parse(path, 0, Files.size(path), JsonRegion.Frame.NONE);
  }

  private void readCollection(JsonParser parser) throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("features") && value == JsonToken.START_ARRAY) {
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
          readFeature(t, parser);
        }
      } else if (name.equals("crs")) {
        crs = CrsMember.text(TREES.readTree(parser));
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readFeature(JsonToken token, JsonParser parser) throws IOException {
    long start = parser.currentTokenLocation().getByteOffset();
    if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("properties") && value == JsonToken.START_OBJECT) {
          schema.addProperties(parser);
        } else if (name.equals(GeoJsonSchema.ID)) {
          schema.addId(value, parser);
        } else {
          parser.skipChildren();
        }
      }
    } else {
      parser.skipChildren();
      parser.finishToken();
    }
    long end = parser.currentLocation().getByteOffset();
    if (splitStart >= 0 && end - splitStart > splitBytes) {
      closeSplit();
    }
    if (splitStart < 0) {
      splitStart = start;
      splitFirstRow = features;
    }
    splitEnd = end;
    features++;
  }

  private void closeSplit() {
    if (splitStart >= 0) {
      splits.add(new Split(splitStart, splitEnd, splitFirstRow, features - splitFirstRow));
      splitStart = -1;
    }
  }

  private void requireEnd(JsonParser parser) throws GeoFileException, IOException {
    if (parser.nextToken() != null) {
      throw new GeoFileException(
          Code.FILE_MALFORMED,
          "Failed to read %s of dataset %s: more JSON follows the FeatureCollection at byte %d."
                  .formatted(
                      file.sourceFile(),
                      file.dataset(),
                      parser.currentTokenLocation().getByteOffset())
              + " Split the file into one collection each.");
    }
  }

  private Layer layer(Format format) {
    closeSplit();
    String stated = file.crsOverride() || crs == null ? file.crs() : crs;
    return new Layer(
        file, format, file.sourceFile(), null, stated, schema.toSchema(), features, splits);
  }
}
