package org.icemelt.transforms.normalise;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.RejectReason;
import org.icemelt.io.model.Site;
import org.icemelt.transforms.crs.CrsResolver;
import org.icemelt.transforms.crs.CrsTransform;
import org.icemelt.transforms.crs.OutOfReachException;
import org.icemelt.transforms.crs.UnknownCrsException;
import org.icemelt.transforms.h3.H3Cells;
import org.icemelt.transforms.wkt.WktWriter;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Point;

/**
 * What {@link NormaliseGeometry} does to one feature: reproject, check, repair, measure. Keeps one
 * transform for each CRS text it has met. Belongs to one thread.
 */
public final class FeatureNormaliser {
  private final H3Cells h3 = new H3Cells();
  private final GeodesicArea area = new GeodesicArea();
  private final WktWriter writer = new WktWriter();
  private final Map<String, CrsTransform> transforms = new HashMap<>();
  private @Nullable FeatureSource lastSource;
  private @Nullable CrsTransform lastTransform;

  /**
   * Places a feature on the globe or says why it cannot be.
   *
   * @throws UnknownCrsException if the source's CRS is not understood: the dataset's fault, not the
   *     feature's
   */
  public Placement normalise(Feature feature) {
    Geometry source = feature.geometry();
    if (source.isEmpty()) {
      return refused(feature, RejectReason.GEOMETRY_EMPTY, "The geometry has no coordinates");
    }
    String notFinite = CoordinateRange.firstNotFinite(source);
    if (notFinite != null) {
      return refused(
          feature,
          RejectReason.COORDINATE_NOT_FINITE,
          "Coordinate " + notFinite + " is NaN or infinite");
    }
    Geometry lonLat;
    try {
      lonLat = transformOf(feature.source()).toLonLat(source);
    } catch (OutOfReachException e) {
      return refused(feature, RejectReason.COORDINATE_OUT_OF_RANGE, String.valueOf(e.getMessage()));
    }
    String offEarth = CoordinateRange.firstOffEarth(lonLat);
    if (offEarth != null) {
      return refused(
          feature,
          RejectReason.COORDINATE_OUT_OF_RANGE,
          "Coordinate "
              + offEarth
              + " is beyond longitude ±180 or latitude ±90; if the file is projected, set `crs`"
              + " in the manifest");
    }
    if (GeometryRepair.isValid(lonLat)) {
      return placed(feature, lonLat, lonLat, false);
    }
    Optional<Geometry> repaired = GeometryRepair.repair(lonLat);
    return repaired.isPresent()
        ? placed(feature, lonLat, repaired.get(), true)
        : refused(
            feature,
            RejectReason.GEOMETRY_UNREPAIRABLE,
            "Repair leaves nothing of the "
                + lonLat.getGeometryType()
                + ": "
                + GeometryRepair.fault(lonLat));
  }

  private CrsTransform transformOf(FeatureSource source) {
    CrsTransform known = lastTransform;
    if (known != null && source == lastSource) {
      return known;
    }
    CrsTransform transform = transforms.computeIfAbsent(source.crs(), CrsResolver::resolve);
    lastSource = source;
    lastTransform = transform;
    return transform;
  }

  private Placement placed(Feature feature, Geometry source, Geometry stored, boolean repaired) {
    Point centroid = stored.getCentroid();
    return new Placement.Placed(
        new Site(
            feature,
            source,
            stored,
            repaired,
            area.of(stored),
            centroid.getX(),
            centroid.getY(),
            h3.cell(centroid.getX(), centroid.getY(), H3Cells.ALWAYS)));
  }

  private Placement refused(Feature feature, RejectReason reason, String detail) {
    return new Placement.Refused(
        new Reject(
            feature.source().dataset(),
            feature.source().sourceFile(),
            feature.row(),
            reason,
            detail,
            writer.write(feature.geometry())));
  }
}
