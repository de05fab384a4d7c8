package org.icemelt.io.geofiles;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.bytes.Store;
import org.jspecify.annotations.Nullable;

/**
 * A file on local disk that may hold features.
 *
 * @param dataset name of the dataset, for messages
 * @param sourceFile the name shown to people: downloaded file, then the path in each archive
 * @param path absolute local path; a Shapefile's companions lie beside it. A GeoParquet file may
 *     also lie in a store that Beam knows ({@code s3://…}), from which only what is wanted is read
 * @param layer read only this layer; null reads all
 * @param encoding charset of a Shapefile's attributes when it states none; null otherwise
 * @param crs CRS when the file states none; null if unknown
 * @param crsOverride {@code crs} wins over what the file states
 * @param stamp what the file must still be; null if it was not inspected, or lies in a store
 */
public record GeoFile(
    String dataset,
    String sourceFile,
    String path,
    @Nullable String layer,
    @Nullable String encoding,
    @Nullable String crs,
    boolean crsOverride,
    @Nullable FileStamp stamp)
    implements Serializable {
  public GeoFile {
    requireNonNull(dataset, "dataset");
    requireNonNull(sourceFile, "sourceFile");
    requireNonNull(path, "path");
  }

  /** Not inspected yet. */
  public GeoFile(
      String dataset,
      String sourceFile,
      String path,
      @Nullable String layer,
      @Nullable String encoding,
      @Nullable String crs,
      boolean crsOverride) {
    this(dataset, sourceFile, path, layer, encoding, crs, crsOverride, null);
  }

  /** The same file, whose attributes are in that charset. */
  public GeoFile withEncoding(String charset) {
    return new GeoFile(dataset, sourceFile, path, layer, charset, crs, crsOverride, stamp);
  }

  /** The same file, which must stay what it is now. */
  GeoFile stamped() throws IOException {
    FileStamp now = Store.has(path) ? null : FileStamp.of(Path.of(path));
    return new GeoFile(dataset, sourceFile, path, layer, encoding, crs, crsOverride, now);
  }

  /**
   * Does nothing while the file is what it was when inspected.
   *
   * @throws GeoFileException if it was changed since
   */
  void requireUnchanged() throws GeoFileException, IOException {
    if (stamp != null && !stamp.equals(FileStamp.of(Path.of(path)))) {
      throw new GeoFileException(
          Code.FILE_CHANGED,
          "Failed to read %s of dataset %s: the file %s was changed or removed while the run read it. Run again when it is there and no longer written to."
              .formatted(sourceFile, dataset, path));
    }
  }
}
