package org.icemelt.io.geofiles.geoparquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.Format;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.model.FeatureSchema;

/** Entry to GeoParquet. */
public final class GeoParquetFiles {
  private GeoParquetFiles() {}

  public static List<Layer> inspect(GeoFile file, long splitBytes)
      throws GeoFileException, IOException {
    GeoParquet.requireWhole(file);
    try (ParquetFileReader reader = GeoParquet.open(file)) {
      GeoMetadata metadata = GeoParquet.metadata(file, reader);
      GeoParquet.requireKnownCodecs(file, reader);
      FeatureSchema schema = GeoParquet.schema(reader.getFileMetaData().getSchema(), metadata);
      boolean override = file.crsOverride() || metadata.crs() == null;
      List<Split> splits = splits(reader.getRowGroups(), splitBytes);
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
  private static List<Split> splits(List<BlockMetaData> groups, long splitBytes) {
    List<Split> splits = new ArrayList<>();
    int start = 0;
    long firstRow = 0;
    long rows = 0;
    long bytes = 0;
    for (int i = 0; i < groups.size(); i++) {
      rows += groups.get(i).getRowCount();
      bytes += groups.get(i).getCompressedSize();
      boolean last = i == groups.size() - 1;
      if (rows > 0 && (last || bytes >= splitBytes)) {
        splits.add(new Split(start, i + 1, firstRow, rows));
        start = i + 1;
        firstRow += rows;
        rows = 0;
        bytes = 0;
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
