package org.icemelt.io.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/**
 * A feature placed on the globe: EPSG:4326, longitude first.
 *
 * @param feature the feature as read
 * @param sourceGeometry the source's vertices in EPSG:4326, repaired nowhere
 * @param geometry what is stored: {@code sourceGeometry} itself, or its repair
 * @param repaired whether {@code sourceGeometry} was invalid by OGC rules
 * @param areaM2 geodesic area of {@code geometry} on WGS 84 in m²; null for points and lines
 * @param centroidLon planar centroid of {@code geometry}, degrees
 * @param centroidLat planar centroid of {@code geometry}, degrees
 * @param h3Cell the centroid's H3 cell at resolution 12
 */
public record Site(
    Feature feature,
    Geometry sourceGeometry,
    Geometry geometry,
    boolean repaired,
    @Nullable Double areaM2,
    double centroidLon,
    double centroidLat,
    long h3Cell) {
  public Site {
    requireNonNull(feature, "feature");
    requireNonNull(sourceGeometry, "sourceGeometry");
    requireNonNull(geometry, "geometry");
  }
}
