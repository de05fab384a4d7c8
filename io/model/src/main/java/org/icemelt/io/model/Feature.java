package org.icemelt.io.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/**
 * One feature as its file holds it: geometry in the source CRS, never null nor empty, and values in
 * the order of {@code source.schema()}.
 *
 * @param row 0-based position among all features of the file, rejected and filtered ones counted
 * @param values one per column, null where the source has none; never changed after construction
 */
public record Feature(
    FeatureSource source, long row, Geometry geometry, List<@Nullable Object> values) {
  public Feature {
    requireNonNull(source, "source");
    requireNonNull(geometry, "geometry");
    values = Collections.unmodifiableList(values);
    if (values.size() != source.schema().size()) {
      throw new IllegalArgumentException(
          "%d values for %d columns in %s row %d"
              .formatted(values.size(), source.schema().size(), source.sourceFile(), row));
    }
  }

  /** Unique over all datasets: {@code dataset:file#row}. */
  public String recordId() {
    return source.dataset() + ":" + source.sourceFile() + "#" + row;
  }
}
