package org.icemelt.transforms.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.icemelt.transforms.wkt.WktWriter;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * The boundaries that ship with the program: Natural Earth at 1:50 million, 241 countries and the
 * 100 states of the four largest of them. Made with Natural Earth; public domain.
 */
public final class NaturalEarth {
  /** Name and edition, for fingerprints and reports. */
  public static final String EDITION = "Natural Earth 50m, commit 0b9a6ceb";

  private static final String COUNTRIES = "ne_50m_admin_0_countries.json.gz";
  private static final String STATES = "ne_50m_admin_1_states_provinces.json.gz";

  /** Two countries whose ISO codes Natural Earth withholds because of overseas parts. */
  private static final Map<String, String> WITHHELD = Map.of("FRA", "FR", "NOR", "NO");

  private static final String NO_CODE = "-99";
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private NaturalEarth() {}

  /** All of them, countries first. */
  public static List<Boundary> boundaries() {
    List<Boundary> all = new ArrayList<>(features(COUNTRIES, NaturalEarth::country));
    all.addAll(features(STATES, NaturalEarth::state));
    return List.copyOf(all);
  }

  private static Boundary country(JsonNode feature) {
    JsonNode properties = feature.get("properties");
    String a3 = properties.get("ADM0_A3").asText();
    String stated = code(properties.get("ISO_A2"));
    return boundary(
        feature,
        a3,
        properties.get("ADMIN").asText(),
        stated == null ? WITHHELD.get(a3) : stated,
        a3,
        null);
  }

  private static Boundary state(JsonNode feature) {
    JsonNode properties = feature.get("properties");
    String country = properties.get("adm0_a3").asText();
    return boundary(
        feature,
        properties.get("adm1_code").asText(),
        properties.get("name").asText(),
        code(properties.get("iso_a2")),
        country,
        country);
  }

  private static @Nullable String code(JsonNode value) {
    return value.isNull() || value.asText().equals(NO_CODE) ? null : value.asText();
  }

  private static Boundary boundary(
      JsonNode feature,
      String id,
      String name,
      @Nullable String isoA2,
      @Nullable String isoA3,
      @Nullable String parent) {
    Geometry outline = outline(feature.get("geometry"));
    Envelope box = outline.getEnvelopeInternal();
    return new Boundary(
        id,
        name,
        isoA2,
        isoA3,
        parent == null ? 0 : 1,
        parent,
        new WktWriter().write(outline),
        box.getMinX(),
        box.getMinY(),
        box.getMaxX(),
        box.getMaxY());
  }

  private static Geometry outline(JsonNode geometry) {
    JsonNode coordinates = geometry.get("coordinates");
    if (geometry.get("type").asText().equals("Polygon")) {
      return polygon(coordinates);
    }
    Polygon[] polygons = new Polygon[coordinates.size()];
    for (int i = 0; i < polygons.length; i++) {
      polygons[i] = polygon(coordinates.get(i));
    }
    return GEOMETRIES.createMultiPolygon(polygons);
  }

  private static Polygon polygon(JsonNode rings) {
    LinearRing[] holes = new LinearRing[rings.size() - 1];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = ring(rings.get(i + 1));
    }
    return GEOMETRIES.createPolygon(ring(rings.get(0)), holes);
  }

  private static LinearRing ring(JsonNode points) {
    Coordinate[] coordinates = new Coordinate[points.size()];
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] =
          new Coordinate(points.get(i).get(0).asDouble(), points.get(i).get(1).asDouble());
    }
    return GEOMETRIES.createLinearRing(coordinates);
  }

  private static List<Boundary> features(String resource, Function<JsonNode, Boundary> make) {
    List<Boundary> found = new ArrayList<>();
    try (InputStream in = NaturalEarth.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find " + resource + " on the class path");
      }
      try (JsonParser json = new ObjectMapper().createParser(new GZIPInputStream(in))) {
        while (json.nextToken() != JsonToken.START_ARRAY) {
          if (!json.hasCurrentToken()) {
            throw new IOException("it has no features");
          }
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
          found.add(make.apply(json.readValueAsTree()));
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to read " + resource + ": " + e.getMessage(), e);
    }
  }
}
