package org.icemelt.io.geofiles.geojson;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code crs} member of GeoJSON's 2008 version as CRS text. */
final class CrsMember {
  private static final Pattern URN =
      Pattern.compile("urn:(?:x-)?ogc:def:crs:(\\w+):[^:]*:(\\w+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern URL =
      Pattern.compile("https?://www\\.opengis\\.net/def/crs/(\\w+)/[^/]+/(\\w+)");

  private CrsMember() {}

  /** {@code authority:code} where it is named so, else its text; null if it states none. */
  static @Nullable String text(JsonNode member) {
    JsonNode properties = member.path("properties");
    if (member.path("type").asText().equalsIgnoreCase("EPSG")) {
      return "EPSG:" + properties.path("code").asText();
    }
    String name = properties.path("name").asText(properties.path("href").asText(""));
    for (Pattern pattern : new Pattern[] {URN, URL}) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches()) {
        return matcher.group(1) + ":" + matcher.group(2);
      }
    }
    return name.isBlank() ? null : name;
  }
}
