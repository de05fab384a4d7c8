package org.icemelt.transforms.admin;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;

/**
 * A country or one of its regions.
 *
 * @param id unique among the boundaries used together
 * @param isoA2 ISO 3166-1 alpha-2; null where there is none
 * @param isoA3 for a country its three letters; null where there are none
 * @param level 0 for countries, 1 for their first division
 * @param parentId the country's id; null for countries
 * @param wkt outline in EPSG:4326, longitude first
 */
public record Boundary(
    String id,
    String name,
    @Nullable String isoA2,
    @Nullable String isoA3,
    int level,
    @Nullable String parentId,
    String wkt,
    double minLon,
    double minLat,
    double maxLon,
    double maxLat)
    implements Serializable {
  public Boundary {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(wkt, "wkt");
    if (level < 0 || level > 1) {
      throw new IllegalArgumentException(
          "Invalid boundary %s: level %d; only 0 and 1 are used.".formatted(id, level));
    }
    if (level == 1 && parentId == null) {
      throw new IllegalArgumentException("Invalid boundary " + id + ": it has no country.");
    }
  }

  Envelope envelope() {
    return new Envelope(minLon, maxLon, minLat, maxLat);
  }
}
