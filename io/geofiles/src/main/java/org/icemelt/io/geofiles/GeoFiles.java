package org.icemelt.io.geofiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.flatgeobuf.FlatGeobufFiles;
import org.icemelt.io.geofiles.geojson.GeoJsonFiles;
import org.icemelt.io.geofiles.geopackage.GeoPackageFiles;
import org.icemelt.io.geofiles.geoparquet.GeoParquetFiles;
import org.icemelt.io.geofiles.shapefile.ShapefileFiles;
import org.icemelt.io.model.FeatureSchema;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of features, whatever their format. Plain Java: no runner, no network, local disk
 * only. What a format can and cannot hold is in the module's README.
 */
public final class GeoFiles {
  private GeoFiles() {}

  /**
   * Looks at a file once: format from its bytes, layers, CRS, typed columns, count, splits.
   *
   * @param splitBytes how many bytes of the file a split should have; at least 1
   * @return one or more layers
   * @throws GeoFileException if the file is missing, empty, cut, broken, of an unknown format,
   *     without a layer, or without the layer asked for
   * @throws UncheckedIOException if the disk fails
   */
  public static List<Layer> inspect(GeoFile file, long splitBytes) throws GeoFileException {
    return inspect(file, splitBytes, null);
  }

  /**
   * As {@link #inspect(GeoFile, long)}, but leaves out parts of the file that cannot hold a feature
   * touching the window. Only a GeoParquet file with a bbox covering tells; of what it does not
   * rule out, and of all other formats, each feature is read, and the caller looks at it. Rows keep
   * their numbers; the layer counts those of its splits.
   *
   * @param window in the file's CRS; null takes all
   */
  public static List<Layer> inspect(GeoFile file, long splitBytes, @Nullable Box window)
      throws GeoFileException {
    if (splitBytes < 1) {
      throw new IllegalArgumentException("Invalid splitBytes: " + splitBytes);
    }
    try {
      Format format = FormatSniffer.formatOf(file);
      GeoFile stamped = file.stamped();
      List<Layer> layers =
          switch (format) {
            case GEOJSON, GEOJSON_SEQ -> GeoJsonFiles.inspect(stamped, splitBytes);
            case SHAPEFILE -> ShapefileFiles.inspect(stamped, splitBytes);
            case GEOPACKAGE -> GeoPackageFiles.inspect(stamped, splitBytes);
            case GEOPARQUET -> GeoParquetFiles.inspect(stamped, splitBytes, window);
            case FLATGEOBUF -> FlatGeobufFiles.inspect(stamped, splitBytes);
          };
      stamped.requireUnchanged();
      return layers;
    } catch (IOException e) {
      throw new UncheckedIOException(failed(file, e), e);
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      throw broken(file, e);
    }
  }

  /**
   * Opens a split.
   *
   * @param split one of the layer's splits
   * @param target the columns that values are wanted for, in this order and of these types; the
   *     layer's own schema or a union with others. Columns the layer has not are null
   * @throws GeoFileException if the file is not what it was when inspected; the cursor's last call
   *     looks once more
   * @throws UncheckedIOException if the disk fails
   */
  public static FeatureCursor open(Layer layer, Split split, FeatureSchema target)
      throws GeoFileException {
    try {
      layer.file().requireUnchanged();
      FeatureCursor cursor =
          switch (layer.format()) {
            case GEOJSON, GEOJSON_SEQ -> GeoJsonFiles.open(layer, split, target);
            case SHAPEFILE -> ShapefileFiles.open(layer, split, target);
            case GEOPACKAGE -> GeoPackageFiles.open(layer, split, target);
            case GEOPARQUET -> GeoParquetFiles.open(layer, split, target);
            case FLATGEOBUF -> FlatGeobufFiles.open(layer, split, target);
          };
      return new GuardedCursor(layer.file(), cursor);
    } catch (IOException e) {
      throw new UncheckedIOException(failed(layer.file(), e), e);
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      throw broken(layer.file(), e);
    }
  }

  private static String failed(GeoFile file, IOException cause) {
    return "Failed to read %s of dataset %s: %s"
        .formatted(file.sourceFile(), file.dataset(), cause.getMessage());
  }

  private static GeoFileException broken(GeoFile file, RuntimeException cause) {
    return new GeoFileException(
        Code.FILE_MALFORMED,
        "Failed to read %s of dataset %s: its content makes no sense (%s). Repair or fetch it again."
            .formatted(file.sourceFile(), file.dataset(), cause),
        cause);
  }

  /** Turns what broken bytes provoke in a decoder into a failure of the file. */
  private record GuardedCursor(GeoFile file, FeatureCursor cursor) implements FeatureCursor {
    @Override
    public @Nullable RowOutcome next() throws GeoFileException {
      try {
        RowOutcome row = cursor.next();
        if (row == null) {
          file.requireUnchanged();
        }
        return row;
      } catch (IOException e) {
        throw new UncheckedIOException(failed(file, e), e);
      } catch (UncheckedIOException e) {
        throw e;
      } catch (RuntimeException e) {
        throw broken(file, e);
      }
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
