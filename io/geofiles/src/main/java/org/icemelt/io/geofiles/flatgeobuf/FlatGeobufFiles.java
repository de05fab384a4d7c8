package org.icemelt.io.geofiles.flatgeobuf;

import static org.icemelt.io.geofiles.flatgeobuf.FlatGeobufErrors.cut;
import static org.icemelt.io.geofiles.flatgeobuf.FlatGeobufErrors.malformed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.Format;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.geofiles.bytes.FileWindow;
import org.icemelt.io.model.FeatureSchema;

/** Entry to FlatGeobuf. */
public final class FlatGeobufFiles {
  /** A feature's smallest table. */
  private static final int SMALLEST = 8;

  private FlatGeobufFiles() {}

  public static List<Layer> inspect(GeoFile file, long splitBytes)
      throws GeoFileException, IOException {
    try (FileWindow window = new FileWindow(Path.of(file.path()))) {
      FlatGeobufHeader header = FlatGeobufHeader.read(file, window);
      List<Split> splits = walk(file, header, window, splitBytes);
      boolean override = file.crsOverride() || header.crs() == null;
      return List.of(
          new Layer(
              file,
              Format.FLATGEOBUF,
              file.sourceFile(),
              null,
              override ? file.crs() : header.crs(),
              header.schema(),
              splits.stream().mapToLong(Split::rows).sum(),
              splits));
    }
  }

  /** Goes from length to length; no feature is looked into. */
  private static List<Split> walk(
      GeoFile file, FlatGeobufHeader header, FileWindow window, long splitBytes)
      throws GeoFileException, IOException {
    List<Split> splits = new ArrayList<>();
    long size = window.size();
    long start = header.start();
    long firstRow = 0;
    long row = 0;
    long at = start;
    while (at < size) {
      long length = at + Integer.BYTES > size ? size : FlatGeobufHeader.length(window, at);
      if (at + Integer.BYTES + length > size) {
        throw cut(
            file,
            "the file ends at byte %d inside feature %d, which begins at byte %d"
                .formatted(size, row, at),
            row,
            null);
      }
      if (length < SMALLEST) {
        throw malformed(
            file, "feature %d at byte %d has %d bytes".formatted(row, at, length), row, null);
      }
      row++;
      at += Integer.BYTES + length;
      if (at - start >= splitBytes || at == size) {
        splits.add(new Split(start, at, firstRow, row - firstRow));
        start = at;
        firstRow = row;
      }
    }
    requireCount(file, header, at > size ? 0 : row);
    return splits;
  }

  private static void requireCount(GeoFile file, FlatGeobufHeader header, long found)
      throws GeoFileException {
    String what =
        "its header announces %d features, there are %d".formatted(header.features(), found);
    if (found < header.features()) {
      throw cut(file, what, found, null);
    }
    if (header.features() != 0 && found > header.features()) {
      throw malformed(file, what, header.features(), null);
    }
  }

  public static FeatureCursor open(Layer layer, Split split, FeatureSchema target)
      throws GeoFileException, IOException {
    FileWindow window = new FileWindow(Path.of(layer.file().path()));
    try {
      return new FlatGeobufCursor(layer, split, target, window);
    } catch (GeoFileException | IOException | RuntimeException e) {
      window.close();
      throw e;
    }
  }
}
