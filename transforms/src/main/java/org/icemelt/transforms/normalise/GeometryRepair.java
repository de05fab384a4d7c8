package org.icemelt.transforms.normalise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.operation.valid.IsValidOp;

/**
 * Makes geometries valid by OGC's rules, keeping their structure and as many vertices as it can.
 */
final class GeometryRepair {
  private GeometryRepair() {}

  static boolean isValid(Geometry geometry) {
    return SimpleOutline.isSurelyValid(geometry) || IsValidOp.isValid(geometry);
  }

  /** What is wrong, in JTS's words, with the place. */
  static String fault(Geometry geometry) {
    return String.valueOf(new IsValidOp(geometry).getValidationError());
  }

  /**
   * A valid geometry of the same dimension: what collapses to lines or points is left out. Empty if
   * nothing is left.
   */
  static Optional<Geometry> repair(Geometry invalid) {
    Geometry fixed = GeometryFixer.fix(invalid);
    if (invalid.getClass() != GeometryCollection.class
        && fixed instanceof GeometryCollection
        && fixed.getNumGeometries() > 0) {
      List<Geometry> kept = new ArrayList<>();
      for (int i = 0; i < fixed.getNumGeometries(); i++) {
        Geometry part = fixed.getGeometryN(i);
        if (part.getDimension() == invalid.getDimension() && !part.isEmpty()) {
          kept.add(part);
        }
      }
      fixed = fixed.getFactory().buildGeometry(kept);
    }
    return fixed.isEmpty() || fixed.getDimension() != invalid.getDimension()
        ? Optional.empty()
        : Optional.of(fixed);
  }
}
