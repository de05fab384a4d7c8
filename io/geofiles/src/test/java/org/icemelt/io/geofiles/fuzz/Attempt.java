package org.icemelt.io.geofiles.fuzz;

import java.nio.file.Path;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFiles;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.RowOutcome;
import org.icemelt.io.geofiles.Split;

/**
 * What reading a file gave, as {@code ReadFeatures} would judge it: each split must give as many
 * rows as the inspection counted, or the file failed.
 *
 * @param rows rows that were read, rejected ones included
 * @param rejected rows that cannot be used
 * @param code the failure's code; {@code OK} if there was none. parquet-java takes the length of a
 *     run of repeated values for granted, and its reader turns the one refused allocation into a
 *     failure of the file: such cases are told apart
 */
record Attempt(long rows, long rejected, String code) {
  static final String OK = "OK";

  /** Anything but a row or a coded failure is thrown. */
  static Attempt read(Path path, long splitBytes) {
    GeoFile file =
        new GeoFile("test_set", "f", path.toAbsolutePath().toString(), null, null, null, false);
    long rows = 0;
    long rejected = 0;
    try {
      for (Layer layer : GeoFiles.inspect(file, splitBytes)) {
        long layerRows = 0;
        for (Split split : layer.splits()) {
          long before = layerRows;
          try (FeatureCursor cursor = GeoFiles.open(layer, split, layer.schema())) {
            for (RowOutcome row = cursor.next(); row != null; row = cursor.next()) {
              layerRows++;
              rows++;
              rejected += row instanceof RowOutcome.Bad ? 1 : 0;
            }
          }
          if (layerRows - before != split.rows()) {
            return new Attempt(rows, rejected, "DOES_NOT_ADD_UP");
          }
        }
        if (layerRows != layer.featureCount()) {
          throw new AssertionError(
              "%d rows where the layer counts %d".formatted(layerRows, layer.featureCount()));
        }
      }
    } catch (GeoFileException e) {
      if (!String.valueOf(e.getMessage()).contains("test_set")) {
        throw new AssertionError("The failure names no dataset: " + e.getMessage(), e);
      }
      if (e.getCause() instanceof OutOfMemoryError) {
        return new Attempt(rows, rejected, e.code() + "_FOR_ONE_HUGE_REQUEST");
      }
      return new Attempt(rows, rejected, e.code().name());
    }
    return new Attempt(rows, rejected, OK);
  }
}
