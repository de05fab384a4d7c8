package org.icemelt.io.geofiles.geoparquet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.icemelt.io.geofiles.Box;
import org.jspecify.annotations.Nullable;

/**
 * The columns that repeat each geometry's box. Their statistics say where a row group's geometries
 * lie, so that one that lies elsewhere need not be read. A null path is one the file does not name.
 */
record Covering(
    ColumnPath minX,
    @Nullable ColumnPath minY,
    @Nullable ColumnPath maxX,
    @Nullable ColumnPath maxY) {
  /** Null if the description names no covering. */
  static @Nullable Covering of(JsonNode description) {
    JsonNode bbox = description.path("covering").path("bbox");
    ColumnPath minX = path(bbox.path("xmin"));
    return minX == null
        ? null
        : new Covering(
            minX, path(bbox.path("ymin")), path(bbox.path("xmax")), path(bbox.path("ymax")));
  }

  private static @Nullable ColumnPath path(JsonNode names) {
    List<String> parts = new ArrayList<>();
    names.forEach(name -> parts.add(name.asText()));
    return parts.isEmpty() ? null : ColumnPath.get(parts.toArray(String[]::new));
  }

  /** The top-level column that it is. */
  String column() {
    return minX.toArray()[0];
  }

  /**
   * Whether the row group may hold a geometry that touches the window; also true where its
   * statistics do not tell.
   */
  boolean mayTouch(BlockMetaData group, Box window) {
    Double west = bound(group, minX, true);
    Double south = bound(group, minY, true);
    Double east = bound(group, maxX, false);
    Double north = bound(group, maxY, false);
    return west == null
        || south == null
        || east == null
        || north == null
        || window.touches(west, south, east, north);
  }

  private static @Nullable Double bound(
      BlockMetaData group, @Nullable ColumnPath column, boolean least) {
    for (ColumnChunkMetaData chunk : group.getColumns()) {
      if (chunk.getPath().equals(column)) {
        Statistics<?> statistics = chunk.getStatistics();
        if (statistics == null || !statistics.hasNonNullValue()) {
          return null;
        }
        Object bound = least ? statistics.genericGetMin() : statistics.genericGetMax();
        // a geometry without a box may lie anywhere
        return statistics.getNumNulls() == 0
                && bound instanceof Number number
                && !Double.isNaN(number.doubleValue())
            ? (Double) number.doubleValue()
            : null;
      }
    }
    return null;
  }
}
