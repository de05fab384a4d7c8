package org.icemelt.pipelines.export;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/** A file that is being written, row by row. */
interface RowFile extends Closeable {
  /**
   * @param values one a column of the schema that the file was made for
   * @param geometry that of the row, if the file has asked for it
   */
  void write(List<@Nullable Object> values, @Nullable Geometry geometry) throws IOException;
}
