package org.icemelt.transforms.crs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PROJJSON as WKT 2: the two say the same in different brackets. */
final class ProjJson {
  private static final Map<String, String> KEYWORDS =
      Map.of(
          "ProjectedCRS", "PROJCRS",
          "GeographicCRS", "GEOGCRS",
          "GeodeticCRS", "GEODCRS",
          "CompoundCRS", "COMPOUNDCRS",
          "VerticalCRS", "VERTCRS",
          "BoundCRS", "BOUNDCRS");

  private ProjJson() {}

  /**
   * @throws IllegalArgumentException if the text is not JSON, or no CRS
   */
  static WktNode toWkt(String json) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON (" + e.getOriginalMessage() + ")", e);
    }
    return crs(root);
  }

  private static WktNode crs(JsonNode crs) {
    String type = crs.path("type").asText();
    String keyword = KEYWORDS.get(type);
    if (keyword == null) {
      throw new IllegalArgumentException("its type \"" + type + "\" is no CRS of PROJJSON");
    }
    List<Object> parts = new ArrayList<>();
    parts.add(crs.path("name").asText());
    crs.path("components").forEach(c -> parts.add(crs(c)));
    if (crs.has("source_crs")) {
      parts.add(WktNode.of("SOURCECRS", crs(crs.path("source_crs"))));
    }
    if (crs.has("base_crs")) {
      List<Object> base = new ArrayList<>();
      base.add(crs.path("base_crs").path("name").asText());
      addGeographic(crs.path("base_crs"), base);
      parts.add(new WktNode("BASEGEOGCRS", base));
    } else {
      addGeographic(crs, parts);
    }
    if (crs.has("conversion")) {
      parts.add(conversion(crs.path("conversion")));
    }
    crs.path("coordinate_system")
        .path("axis")
        .forEach(a -> parts.add(WktNode.of("AXIS", a.path("name").asText(), unit(a.path("unit")))));
    addId(crs, parts);
    return new WktNode(keyword, parts);
  }

  private static void addGeographic(JsonNode crs, List<Object> parts) {
    JsonNode datum = crs.has("datum") ? crs.path("datum") : crs.path("datum_ensemble");
    if (datum.isMissingNode()) {
      return;
    }
    List<Object> shape = new ArrayList<>();
    shape.add(datum.path("name").asText());
    shape.add(ellipsoid(datum.path("ellipsoid")));
    addId(datum, shape);
    parts.add(new WktNode("DATUM", shape));
    JsonNode meridian = datum.path("prime_meridian");
    if (!meridian.isMissingNode()) {
      JsonNode longitude = meridian.path("longitude");
      parts.add(
          WktNode.of(
              "PRIMEM",
              meridian.path("name").asText(),
              value(longitude),
              unit(longitude.isObject() ? longitude.path("unit") : null)));
    }
    addId(crs, parts);
  }

  private static WktNode ellipsoid(JsonNode ellipsoid) {
    String major = value(ellipsoid.path("semi_major_axis"));
    String flattening = value(ellipsoid.path("inverse_flattening"));
    if (ellipsoid.has("radius")) {
      major = value(ellipsoid.path("radius"));
      flattening = "0";
    } else if (ellipsoid.has("semi_minor_axis")) {
      double a = Double.parseDouble(major);
      double b = Double.parseDouble(value(ellipsoid.path("semi_minor_axis")));
      flattening = a == b ? "0" : Double.toString(a / (a - b));
    }
    return WktNode.of("ELLIPSOID", ellipsoid.path("name").asText(), major, flattening);
  }

  private static WktNode conversion(JsonNode conversion) {
    List<Object> parts = new ArrayList<>();
    parts.add(conversion.path("name").asText());
    parts.add(WktNode.of("METHOD", conversion.path("method").path("name").asText()));
    for (JsonNode parameter : conversion.path("parameters")) {
      parts.add(
          WktNode.of(
              "PARAMETER",
              parameter.path("name").asText(),
              value(parameter.path("value")),
              unit(parameter.path("unit"))));
    }
    return new WktNode("CONVERSION", parts);
  }

  /** A unit by name or as an object; without one, degree as PROJJSON has it. */
  private static WktNode unit(@Nullable JsonNode unit) {
    if (unit == null || unit.asText().equals("degree")) {
      return WktNode.of("ANGLEUNIT", "degree", "0.017453292519943295");
    }
    if (unit.isObject()) {
      boolean angle = unit.path("type").asText().equals("AngularUnit");
      boolean length = unit.path("type").asText().equals("LinearUnit");
      return WktNode.of(
          angle ? "ANGLEUNIT" : length ? "LENGTHUNIT" : "SCALEUNIT",
          unit.path("name").asText(),
          unit.path("conversion_factor").asText());
    }
    return unit.asText().equals("metre")
        ? WktNode.of("LENGTHUNIT", "metre", "1")
        : WktNode.of("SCALEUNIT", "unity", "1");
  }

  /** A number, or {@code {"value": number, "unit": …}}. */
  private static String value(JsonNode number) {
    return (number.isObject() ? number.path("value") : number).asText();
  }

  private static void addId(JsonNode object, List<Object> parts) {
    JsonNode id = object.has("id") ? object.path("id") : object.path("ids").path(0);
    if (id.has("authority")) {
      parts.add(WktNode.of("ID", id.path("authority").asText(), id.path("code").asText()));
    }
  }
}
