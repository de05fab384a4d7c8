package org.icemelt.transforms.harmonise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.OptionalDouble;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateReferenceSystem;
import org.locationtech.proj4j.Proj4jException;

/** The length unit of a source's CRS, for areas that are stated in its square. */
final class LinearUnit {
  private LinearUnit() {}

  /**
   * Metres in one unit of a projected CRS given as EPSG code or URN, WKT or PROJJSON; empty for
   * geographic ones (degrees have no area) and for texts that do not tell.
   */
  static OptionalDouble metresOf(String crs) {
    String text = crs.strip();
    if (text.startsWith("{")) {
      return ofProjJson(text);
    }
    String upper = text.toUpperCase(Locale.ROOT);
    for (String word : new String[] {"PROJCS[", "PROJCRS[", "PROJECTEDCRS["}) {
      int start = upper.indexOf(word);
      if (start >= 0) {
        return ofWkt(upper, start + word.length());
      }
    }
    return upper.contains("EPSG") ? ofEpsg(upper) : OptionalDouble.empty();
  }

  private static OptionalDouble ofEpsg(String text) {
    String code = text.substring(text.lastIndexOf(':') + 1);
    try {
      CoordinateReferenceSystem crs = new CRSFactory().createFromName("EPSG:" + code);
      return crs.isGeographic()
          ? OptionalDouble.empty()
          : OptionalDouble.of(1 / crs.getProjection().getFromMetres());
    } catch (Proj4jException e) {
      return OptionalDouble.empty();
    }
  }

  /** The unit at the projected CRS's own level, or in its first axis (WKT 2). */
  private static OptionalDouble ofWkt(String wkt, int from) {
    int depth = 0;
    boolean inAxis = false;
    boolean quoted = false;
    for (int i = from; i < wkt.length() && depth >= 0; i++) {
      char c = wkt.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '[' || c == '(')) {
        String word = wordBefore(wkt, i);
        boolean isUnit = word.equals("UNIT") || word.equals("LENGTHUNIT");
        if (isUnit && (depth == 0 || inAxis)) {
          return factor(wkt, i);
        }
        inAxis |= depth == 0 && word.equals("AXIS");
        depth++;
      } else if (!quoted && (c == ']' || c == ')')) {
        depth--;
        inAxis &= depth > 0;
      }
    }
    return OptionalDouble.empty();
  }

  private static String wordBefore(String wkt, int end) {
    int start = end;
    while (start > 0 && Character.isLetterOrDigit(wkt.charAt(start - 1))) {
      start--;
    }
    return wkt.substring(start, end);
  }

  /** The number behind the name in {@code UNIT["metre",1]}. */
  private static OptionalDouble factor(String wkt, int open) {
    int comma = wkt.indexOf(',', wkt.indexOf('"', wkt.indexOf('"', open) + 1));
    int end = comma + 1;
    while (end < wkt.length() && "+-.E0123456789 ".indexOf(wkt.charAt(end)) >= 0) {
      end++;
    }
    try {
      return comma < 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(Double.parseDouble(wkt.substring(comma + 1, end).strip()));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static OptionalDouble ofProjJson(String text) {
    try {
      JsonNode crs = new ObjectMapper().readTree(text);
      if (crs.path("type").asText().equals("BoundCRS")) {
        crs = crs.path("source_crs");
      }
      if (crs.path("type").asText().equals("CompoundCRS")) {
        crs = crs.path("components").path(0);
      }
      if (!crs.path("type").asText().equals("ProjectedCRS")) {
        return OptionalDouble.empty();
      }
      JsonNode unit = crs.path("coordinate_system").path("axis").path(0).path("unit");
      if (unit.asText().equals("metre")) {
        return OptionalDouble.of(1);
      }
      JsonNode factor = unit.path("conversion_factor");
      return factor.isNumber() ? OptionalDouble.of(factor.doubleValue()) : OptionalDouble.empty();
    } catch (JsonProcessingException e) {
      return OptionalDouble.empty();
    }
  }
}
