package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.ReadTask;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.geofiles.filter.FeatureFilter;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.repositories.FetchedFile;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.icemelt.transforms.harmonise.Profile;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a dataset before its features are read.
 *
 * @param files its files with their layers, by name
 * @param broken files that failed before they could be planned
 * @param schema the union of its layers' columns
 * @param fingerprint see {@link Fingerprints}
 * @param unchanged the lake holds exactly this already; nothing is read
 * @param failure why it is left out; null if it can be read
 */
record DatasetPlan(
    DatasetSpec spec,
    List<PlannedFile> files,
    List<BrokenFile> broken,
    FeatureSchema schema,
    RawTable raw,
    Profile profile,
    String fingerprint,
    long startedMillis,
    boolean unchanged,
    @Nullable DatasetFailure failure,
    List<String> warnings)
    implements Serializable {
  /** A file and its layers. */
  record PlannedFile(FetchedFile file, List<Layer> layers) implements Serializable {
    PlannedFile {
      layers = List.copyOf(layers);
    }
  }

  DatasetPlan {
    requireNonNull(spec, "spec");
    files = List.copyOf(files);
    broken = List.copyOf(broken);
    warnings = List.copyOf(warnings);
  }

  String dataset() {
    return spec.name();
  }

  boolean toBeRead() {
    return failure == null && !unchanged;
  }

  /** Number of splits whose outcome the verdict waits for. */
  int splitCount() {
    return toBeRead()
        ? files.stream().flatMap(f -> f.layers().stream()).mapToInt(l -> l.splits().size()).sum()
        : 0;
  }

  /** One task a split; none for a dataset that is not read. */
  List<ReadTask> tasks() {
    List<ReadTask> tasks = new ArrayList<>();
    int count = splitCount();
    String where = spec.reading().where();
    FeatureFilter filter = where == null ? null : FeatureFilter.parse(where);
    if (toBeRead()) {
      for (PlannedFile file : files) {
        for (Layer layer : file.layers()) {
          FeatureSource source =
              new FeatureSource(dataset(), layer.sourceFile(), requireNonNull(layer.crs()), schema);
          for (Split split : layer.splits()) {
            tasks.add(new ReadTask(layer, split, tasks.size(), count, source, filter));
          }
        }
      }
    }
    return tasks;
  }
}
