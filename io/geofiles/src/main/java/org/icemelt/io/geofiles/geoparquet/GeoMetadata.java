package org.icemelt.io.geofiles.geoparquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * What the footer's {@code geo} key says of the primary geometry column.
 *
 * @param crs {@code authority:code} where the PROJJSON has an id, else its text; {@code OGC:CRS84}
 *     if the key is absent; null if it is null, which means unknown
 * @param covering where each geometry's box is repeated; null if it is not
 */
record GeoMetadata(
    String column, String encoding, @Nullable String crs, @Nullable Covering covering) {
  static final String KEY = "geo";
  static final String WKB = "WKB";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String DEFAULT_CRS = "OGC:CRS84";

  /**
   * @throws IllegalArgumentException if the text is no metadata of the format, saying why
   */
  static GeoMetadata parse(String text) {
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
    }
    String column = root.path("primary_column").asText("");
    JsonNode description = root.path("columns").path(column);
    if (!description.isObject()) {
      throw new IllegalArgumentException("it does not describe a primary column");
    }
    return new GeoMetadata(
        column,
        description.path("encoding").asText(""),
        crs(description),
        Covering.of(description));
  }

  private static @Nullable String crs(JsonNode description) {
    JsonNode crs = description.get("crs");
    if (crs == null) {
      return DEFAULT_CRS;
    }
    if (crs.isNull()) {
      return null;
    }
    JsonNode authority = crs.path("id").path("authority");
    JsonNode code = crs.path("id").path("code");
    if (authority.isTextual() && !code.isMissingNode()) {
      return authority.asText() + ":" + code.asText();
    }
    return crs.isTextual() ? crs.asText() : crs.toString();
  }
}
