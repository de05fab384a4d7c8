package org.icemelt.io.geofiles;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one split in file order. Single use, one thread. */
public interface FeatureCursor extends Closeable {
  /**
   * The next row; null after the last.
   *
   * @throws GeoFileException if the file itself is broken from here on
   */
  @Nullable RowOutcome next() throws GeoFileException;

  @Override
  void close();
}
