package org.icemelt.io.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site whose geometries are text that parses back to the identical doubles.
 *
 * @param row 0-based position in the source file
 * @param values the source's columns, in the order of {@code source.schema()}
 * @param sourceWkt WKT of the source's vertices in EPSG:4326
 * @param wkt WKT of the stored geometry; the same object as {@code sourceWkt} if nothing was
 *     repaired
 * @param geometryType WKT type word of the stored geometry in JTS spelling, e.g. {@code
 *     MultiPolygon}
 * @param shape of the stored geometry
 */
public record WktSite(
    FeatureSource source,
    long row,
    List<@Nullable Object> values,
    String sourceWkt,
    String wkt,
    String geometryType,
    Shape shape,
    boolean repaired,
    @Nullable Double areaM2,
    double centroidLon,
    double centroidLat,
    long h3Cell) {
  public WktSite {
    requireNonNull(source, "source");
    requireNonNull(sourceWkt, "sourceWkt");
    requireNonNull(wkt, "wkt");
    requireNonNull(geometryType, "geometryType");
    requireNonNull(shape, "shape");
  }

  /** Unique over all datasets: {@code dataset:file#row}. */
  public String recordId() {
    return source.dataset() + ":" + source.sourceFile() + "#" + row;
  }
}
