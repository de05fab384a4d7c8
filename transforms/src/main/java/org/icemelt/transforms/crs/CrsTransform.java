package org.icemelt.transforms.crs;

import java.util.Optional;
import org.locationtech.jts.geom.Geometry;

/**
 * The way from one source's coordinates to EPSG:4326, longitude first, degrees. Made by {@link
 * CrsResolver}; one instance belongs to one thread.
 */
public sealed interface CrsTransform permits IdentityTransform, Reprojection {
  /** What the text was understood as: {@code EPSG:3035}, or the name that the WKT gives. */
  String sourceName();

  /** Whether the source is WGS 84 already, so that {@link #toLonLat} returns its argument. */
  boolean isIdentity();

  /**
   * Which datum would need a grid that was not applied, and how far off coordinates may be. Empty
   * where the shift to WGS 84 is as good as it gets.
   */
  Optional<String> warning();

  /**
   * The geometry with longitude as x and latitude as y, in degrees. The argument is not changed; Z
   * and M are carried along as they are.
   *
   * @throws OutOfReachException if a coordinate is none in this system
   */
  Geometry toLonLat(Geometry geometry);
}
