package org.icemelt.transforms.crs;

import java.util.Optional;
import org.locationtech.jts.geom.Geometry;

/** WGS 84 itself: geometries pass untouched, and no CRS library is loaded. */
record IdentityTransform(String sourceName) implements CrsTransform {
  @Override
  public boolean isIdentity() {
    return true;
  }

  @Override
  public Optional<String> warning() {
    return Optional.empty();
  }

  @Override
  public Geometry toLonLat(Geometry geometry) {
    return geometry;
  }
}
