package org.icemelt.io.ducklake.internal.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Objects;
import java.util.Optional;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.BoundingBox;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;
import org.icemelt.io.ducklake.internal.catalog.ColumnTree;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.DataFile;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.FileBounds;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.PartitionValue;
import org.icemelt.io.ducklake.internal.parquet.LeafDecoder;
import org.icemelt.io.ducklake.internal.parquet.Literals;
import org.jspecify.annotations.Nullable;

/** Ranges of columns from the statistics of a catalog and of Parquet files. */
final class Ranges {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** DuckDB rounds its boxes to six decimals, to the nearest. */
  private static final double ROUNDED = 1e-6;

  /** Texts at least this long may have been cut. */
  private static final int CUT = 250;

  private Ranges() {}

  /** A column's range in a file. */
  static ColumnRange ofFile(ColumnTree column, DataFile file) {
    FileBounds bounds = file.bounds().get(column.id());
    ColumnRange range = bounds == null ? ColumnRange.UNKNOWN : ofBounds(column.type(), bounds);
    for (PartitionValue partition : file.partition()) {
      String value = partition.value();
      if (partition.columnId() == column.id() && value != null) {
        Optional<Bucket> bucket = Bucket.parse(partition.transform(), value);
        if (bucket.isPresent()) {
          return range.withBucket(bucket.get());
        }
        if (range == ColumnRange.UNKNOWN && partition.transform().equalsIgnoreCase("identity")) {
          return ofIdentity(column.type(), value);
        }
      }
    }
    return range;
  }

  private static ColumnRange ofIdentity(DuckLakeType type, String text) {
    try {
      Object value = Literals.parse(type, text);
      return new ColumnRange(value, value, true, true, false, null, null);
    } catch (IllegalArgumentException e) {
      return ColumnRange.UNKNOWN; // the text is of another type than the column is now
    }
  }

  private static ColumnRange ofBounds(DuckLakeType type, FileBounds bounds) {
    boolean values = !Objects.equals(bounds.values(), 0L);
    boolean nulls = !Objects.equals(bounds.nulls(), 0L);
    if (!type.children().isEmpty()) {
      return ColumnRange.UNKNOWN;
    }
    if (type == DuckLakeType.GEOMETRY) {
      return new ColumnRange(null, null, false, values, nulls, box(bounds.extra()), null);
    }
    if (type == DuckLakeType.BLOB) {
      return new ColumnRange(null, null, false, values, nulls, null, null);
    }
    String low = bounds.min();
    String high = bounds.max();
    Object min = low == null ? null : parse(type, low);
    Object max = high == null ? null : parse(type, high);
    boolean exact = min != null && max != null && !isText(type, low, high);
    if (isFloat(type)) {
      return real(min, max, values, nulls, Boolean.FALSE.equals(bounds.nan()));
    }
    return new ColumnRange(min, max, exact, values, nulls, null, null);
  }

  private static boolean isText(DuckLakeType type, String low, String high) {
    return (type == DuckLakeType.VARCHAR || type == DuckLakeType.JSON)
        && (low.length() >= CUT || high.length() >= CUT);
  }

  private static boolean isFloat(DuckLakeType type) {
    return type == DuckLakeType.FLOAT32 || type == DuckLakeType.FLOAT64;
  }

  /**
   * NaN is above all else, so without certainty that there is none nothing bounds from above. The
   * text of a float, read as a double, may lie a little off; one step of a float covers that.
   */
  private static ColumnRange real(
      @Nullable Object min, @Nullable Object max, boolean values, boolean nulls, boolean noNan) {
    Object low = min == null ? null : (Object) (double) Math.nextDown(((Number) min).floatValue());
    Object high = max == null ? null : (Object) (double) Math.nextUp(((Number) max).floatValue());
    return new ColumnRange(low, noNan ? high : null, false, values, nulls, null, null);
  }

  private static @Nullable Object parse(DuckLakeType type, String text) {
    try {
      return type instanceof DecimalType
          ? new java.math.BigDecimal(text)
          : Literals.parse(type, text);
    } catch (IllegalArgumentException e) {
      return null; // a bound that cannot be read bounds nothing
    }
  }

  private static ColumnRange.@Nullable Box box(@Nullable String extra) {
    if (extra == null) {
      return null;
    }
    try {
      JsonNode box = JSON.readTree(extra).path("bbox");
      JsonNode west = box.path("xmin");
      if (!west.isNumber()) {
        return null;
      }
      return new ColumnRange.Box(
          west.doubleValue() - ROUNDED,
          box.path("ymin").doubleValue() - ROUNDED,
          box.path("xmax").doubleValue() + ROUNDED,
          box.path("ymax").doubleValue() + ROUNDED);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /**
   * A column's range in a row group.
   *
   * @param noNan whether a float column is known to have no NaN; Parquet's bounds leave it out
   */
  static ColumnRange ofRowGroup(
      DuckLakeType type, LeafDecoder decoder, ColumnChunkMetaData chunk, boolean noNan) {
    if (type == DuckLakeType.GEOMETRY) {
      GeospatialStatistics geo = chunk.getGeospatialStatistics();
      return new ColumnRange(null, null, false, true, true, box(geo), null);
    }
    Statistics<?> statistics = chunk.getStatistics();
    if (statistics == null || statistics.isEmpty()) {
      return ColumnRange.UNKNOWN;
    }
    boolean counted = statistics.isNumNullsSet();
    boolean values = !counted || statistics.getNumNulls() < chunk.getValueCount();
    boolean nulls = !counted || statistics.getNumNulls() > 0;
    if (!statistics.hasNonNullValue() || type == DuckLakeType.BLOB || !isOrdered(type)) {
      return new ColumnRange(null, null, false, values, nulls, null, null);
    }
    Object min = decoder.ofStatistic(statistics.genericGetMin());
    Object max = decoder.ofStatistic(statistics.genericGetMax());
    if (isFloat(type)) {
      return new ColumnRange(min, noNan ? max : null, false, values, nulls, null, null);
    }
    boolean text = type == DuckLakeType.VARCHAR || type == DuckLakeType.JSON;
    return new ColumnRange(min, max, !text, values, nulls, null, null);
  }

  private static boolean isOrdered(DuckLakeType type) {
    return type instanceof DecimalType || type instanceof Scalar;
  }

  private static ColumnRange.@Nullable Box box(@Nullable GeospatialStatistics geo) {
    BoundingBox box = geo == null ? null : geo.getBoundingBox();
    if (box == null || !box.isValid() || box.isXYEmpty() || box.isXWraparound()) {
      return null;
    }
    return new ColumnRange.Box(box.getXMin(), box.getYMin(), box.getXMax(), box.getYMax());
  }
}
