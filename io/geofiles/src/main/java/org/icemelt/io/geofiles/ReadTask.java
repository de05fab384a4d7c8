package org.icemelt.io.geofiles;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.icemelt.io.geofiles.filter.FeatureFilter;
import org.icemelt.io.model.FeatureSource;
import org.jspecify.annotations.Nullable;

/**
 * A split to read.
 *
 * @param layer the layer it is of; its list of splits is left out, as a task needs its own only
 * @param index which of its dataset's splits it is, from 0
 * @param count splits of the dataset over all its files and layers
 * @param source what the features will name as theirs; its schema is the dataset's union
 * @param filter rows to keep; null keeps all
 */
public record ReadTask(
    Layer layer,
    Split split,
    int index,
    int count,
    FeatureSource source,
    @Nullable FeatureFilter filter)
    implements Serializable {
  public ReadTask {
    requireNonNull(layer, "layer");
    layer = layer.withoutSplits();
    requireNonNull(split, "split");
    requireNonNull(source, "source");
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("Invalid split index: " + index + " of " + count);
    }
  }
}
