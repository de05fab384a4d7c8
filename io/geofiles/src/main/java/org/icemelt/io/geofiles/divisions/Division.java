package org.icemelt.io.geofiles.divisions;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/**
 * A country, a dependency, or a region of one.
 *
 * @param id Overture's id of the area
 * @param name the primary name, in the local language; the id if there is none
 * @param isoA2 ISO 3166-1 alpha-2 of the country it is or lies in; null if the file states none
 * @param isoA3 alpha-3 of the same; null where ISO has none (Kosovo)
 * @param level 0 for countries and dependencies, 1 for regions
 * @param parentId id of the country's area; null for level 0, and for a region whose country is in
 *     none of the files
 * @param geometry polygons in OGC:CRS84, longitude first; not repaired
 */
public record Division(
    String id,
    String name,
    @Nullable String isoA2,
    @Nullable String isoA3,
    int level,
    @Nullable String parentId,
    Geometry geometry) {
  public Division {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(geometry, "geometry");
  }
}
