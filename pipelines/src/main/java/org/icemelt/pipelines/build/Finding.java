package org.icemelt.pipelines.build;

import java.io.Serializable;
import java.util.List;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.repositories.FetchedFile;
import org.icemelt.pipelines.manifest.DatasetSpec;

/** What is learnt about a dataset before its features are read. */
sealed interface Finding extends Serializable {
  /**
   * The manifest's entry.
   *
   * @param files how many files the dataset has; each gives one more finding
   */
  record Entry(DatasetSpec spec, int files, long startedMillis) implements Finding {}

  /** A file that lies on local disk and is still to be inspected. */
  record Fetched(DatasetSpec spec, FetchedFile file) implements Finding {}

  /** A file with its layers. */
  record Inspected(FetchedFile file, List<Layer> layers) implements Finding {
    public Inspected {
      layers = List.copyOf(layers);
    }
  }

  /** A file, or the whole dataset, that cannot be had. */
  record Broken(DatasetFailure failure, BrokenFile file) implements Finding {}
}
