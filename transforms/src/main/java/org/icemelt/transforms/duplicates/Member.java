package org.icemelt.transforms.duplicates;

import static java.util.Objects.requireNonNull;

import org.locationtech.jts.geom.Geometry;

/** A site that has a possible duplicate, with its geometry. */
record Member(Sketch sketch, Geometry geometry) {
  Member {
    requireNonNull(sketch, "sketch");
    requireNonNull(geometry, "geometry");
  }
}
