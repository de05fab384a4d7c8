package org.icemelt.io.geofiles.geojson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.model.FeatureSchema;
import org.jspecify.annotations.Nullable;

/** Entry to GeoJSON for files that begin with a brace. */
public final class GeoJsonFiles {
  private GeoJsonFiles() {}

  public static List<Layer> inspect(GeoFile file, long splitBytes)
      throws GeoFileException, IOException {
    var inspection = new GeoJsonInspection(file, splitBytes);
    String type = typeOfFirst(file);
    return switch (type) {
      case "FeatureCollection" -> List.of(inspection.collection());
      case "Feature",
          "Point",
          "MultiPoint",
          "LineString",
          "MultiLineString",
          "Polygon",
          "MultiPolygon",
          "GeometryCollection" ->
          List.of(inspection.sequence());
      case "Topology" ->
          throw new GeoFileException(
              Code.FORMAT_UNSUPPORTED,
              "Cannot read %s of dataset %s: it is TopoJSON. Convert it to GeoJSON."
                  .formatted(file.sourceFile(), file.dataset()));
      default ->
          throw new GeoFileException(
              Code.FORMAT_UNKNOWN,
              "Cannot read %s of dataset %s: it is JSON, but %s. GeoJSON's outer object has a type "
                      .formatted(
                          file.sourceFile(),
                          file.dataset(),
                          type.isEmpty() ? "has no \"type\"" : "its type is \"" + type + "\"")
                  + "of FeatureCollection, Feature or a geometry.");
    };
  }

  public static FeatureCursor open(Layer layer, Split split, FeatureSchema target)
      throws IOException {
    return new GeoJsonCursor(layer, split, target);
  }

  /** The type of the first object; one with {@code features} is a collection whatever it says. */
  private static String typeOfFirst(GeoFile file) throws GeoFileException, IOException {
    Path path = Path.of(file.path());
    try (JsonParser parser = JsonRegion.parse(path, 0, Files.size(path), JsonRegion.Frame.NONE)) {
      try {
        @Nullable JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
          return "";
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          JsonToken value = parser.nextToken();
          if (name.equals("type") && value == JsonToken.VALUE_STRING) {
            return parser.getText();
          }
          if (name.equals("features") && value == JsonToken.START_ARRAY) {
            return "FeatureCollection";
          }
          parser.skipChildren();
        }
        return "";
      } catch (IOException e) {
        throw GeoJsonErrors.of(e, parser, file, 0, 0);
      }
    }
  }
}
