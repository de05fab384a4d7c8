package org.icemelt.pipelines.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.icemelt.io.geofiles.Format;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.pipelines.build.DatasetPlan.PlannedFile;
import org.icemelt.pipelines.manifest.DatasetSpec;

/** Compares what the manifest says about a dataset with what its files hold. */
final class HintChecks {
  private HintChecks() {}

  /** One sentence a difference; the file is believed. */
  static List<String> differences(DatasetSpec spec, List<PlannedFile> files) {
    List<String> differences = new ArrayList<>();
    long features =
        files.stream().flatMap(f -> f.layers().stream()).mapToLong(Layer::featureCount).sum();
    List<Long> expected = spec.hints().labelCounts();
    if (!expected.isEmpty() && !files.isEmpty() && !expected.contains(features)) {
      differences.add(
          "the manifest's label_count is %s, the files hold %d features"
              .formatted(expected, features));
    }
    String format = spec.hints().labelFormat();
    for (PlannedFile file : files) {
      for (Layer layer : file.layers()) {
        if (format != null && !names(layer.format()).contains(format.toLowerCase(Locale.ROOT))) {
          differences.add(
              "the manifest's label_fmt is %s, %s is %s"
                  .formatted(format, layer.sourceFile(), layer.format()));
        }
      }
    }
    return differences;
  }

  /** Words that manifests use for a format. */
  private static Set<String> names(Format format) {
    return switch (format) {
      case GEOJSON -> Set.of("geojson", "json");
      case GEOJSON_SEQ -> Set.of("geojsonseq", "geojsonl", "geojsons", "ndjson");
      case SHAPEFILE -> Set.of("shp", "shapefile");
      case GEOPACKAGE -> Set.of("gpkg", "geopackage");
      case GEOPARQUET -> Set.of("geoparquet", "parquet");
      case FLATGEOBUF -> Set.of("flatgeobuf", "fgb");
    };
  }
}
