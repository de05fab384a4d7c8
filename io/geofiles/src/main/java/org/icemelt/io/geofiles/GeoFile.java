package org.icemelt.io.geofiles;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
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
 */
public record GeoFile(
    String dataset,
    String sourceFile,
    String path,
    @Nullable String layer,
    @Nullable String encoding,
    @Nullable String crs,
    boolean crsOverride)
    implements Serializable {
  public GeoFile {
    requireNonNull(dataset, "dataset");
    requireNonNull(sourceFile, "sourceFile");
    requireNonNull(path, "path");
  }
}
