package org.icemelt.pipelines.manifest;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest expects of the files. Where these differ the run warns and goes on.
 *
 * @param labelFormat e.g. {@code geojson}, {@code shp}; null if silent
 * @param geometryTypes e.g. {@code Polygon}; empty if silent
 * @param labelCounts numbers of features that publishers state; empty if silent
 * @param hasImages the publication holds pictures too, which are never downloaded
 * @param modelArchitecture model that made the labels; null if silent
 * @param chipSizes sizes of the pictures in pixels, by name
 */
public record Hints(
    @Nullable String labelFormat,
    List<String> geometryTypes,
    List<Long> labelCounts,
    boolean hasImages,
    @Nullable String modelArchitecture,
    Map<String, Long> chipSizes)
    implements Serializable {
  public Hints {
    geometryTypes = List.copyOf(geometryTypes);
    labelCounts = List.copyOf(labelCounts);
    chipSizes = Map.copyOf(chipSizes);
  }
}
