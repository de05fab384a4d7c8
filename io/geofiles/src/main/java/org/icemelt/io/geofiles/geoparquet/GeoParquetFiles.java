package org.icemelt.io.geofiles.geoparquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.icemelt.io.geofiles.Box;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.Format;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.model.FeatureSchema;
import org.jspecify.annotations.Nullable;

/** Entry to GeoParquet. */
public final class GeoParquetFiles {
  private GeoParquetFiles() {}

  /**
   * @param window row groups whose geometries, by the statistics of the covering, all lie elsewhere
   *     are in no split; null takes all
   */
  public static List<Layer> inspect(GeoFile file, long splitBytes, @Nullable Box window)
      throws GeoFileException, IOException {
    GeoParquet.requireWhole(file);
    try (ParquetFileReader reader = GeoParquet.open(file)) {
      GeoMetadata metadata = GeoParquet.metadata(file, reader);
      GeoParquet.requireKnownCodecs(file, reader);
      FeatureSchema schema = GeoParquet.schema(reader.getFileMetaData().getSchema(), metadata);
      boolean override = file.crsOverride() || metadata.crs() == null;
      Covering covering = metadata.covering();
      Predicate<BlockMetaData> wanted =
          window == null || covering == null
              ? group -> true
              : group -> covering.mayTouch(group, window);
      List<Split> splits = splits(reader.getRowGroups(), splitBytes, wanted);
      return List.of(
          new Layer(
              file,
              Format.GEOPARQUET,
              file.sourceFile(),
              null,
              override ? file.crs() : metadata.crs(),
              schema,
              splits.stream().mapToLong(Split::rows).sum(),
              splits));
    } catch (IOException e) {
      throw GeoParquet.broken(file, e, 0);
    }
  }

  /** Neighbouring row groups together until they weigh {@code splitBytes}; empty ones go along. */
  private static List<Split> splits(
      List<BlockMetaData> groups, long splitBytes, Predicate<BlockMetaData> wanted) {
    List<Split> splits = new ArrayList<>();
    int start = 0;
    long firstRow = 0;
    long rows = 0;
    long bytes = 0;
    for (int i = 0; i <= groups.size(); i++) {
      boolean ends = i == groups.size() || bytes >= splitBytes || !wanted.test(groups.get(i));
      if (rows > 0 && ends) {
        splits.add(new Split(start, i, firstRow, rows));
        firstRow += rows;
        rows = 0;
        bytes = 0;
        start = i;
      }
      if (i < groups.size()) {
        if (wanted.test(groups.get(i))) {
          rows += groups.get(i).getRowCount();
          bytes += groups.get(i).getCompressedSize();
        } else {
          firstRow += groups.get(i).getRowCount();
          start = i + 1;
        }
      }
    }
    return splits;
  }

  public static FeatureCursor open(Layer layer, Split split, FeatureSchema target)
      throws GeoFileException, IOException {
    ParquetFileReader reader;
    try {
      reader = GeoParquet.open(layer.file());
    } catch (IOException e) {
      throw GeoParquet.broken(layer.file(), e, 0);
    }
    try {
      return new GeoParquetCursor(layer, split, target, reader);
    } catch (GeoFileException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }
}
