package org.icemelt.io.repositories;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One feature file on local disk. A Shapefile's companions (.shx, .dbf, .prj, .cpg) lie beside it
 * and are not listed by themselves.
 *
 * @param sourceFile the name shown to people: downloaded file, then the path in each archive, e.g.
 *     {@code a.zip/b/c.gpkg}; the same on every machine
 * @param localPath absolute path
 * @param url what it, or the outermost archive it was in, came from
 * @param checksum SHA-256 of the file's bytes in lower-case hexadecimal; for a Shapefile that of
 *     the lines {@code <ending> <sha-256>} of it and its companions, endings in lower case and
 *     sorted
 * @param bytes size, companions included
 * @param version as the repository or the manifest states it; null if neither does
 * @param license as the repository or the manifest states it; null if neither does
 * @param fetchedAt when it was got from the publisher, or looked up on local disk
 */
public record FetchedFile(
    String sourceFile,
    String localPath,
    String url,
    String checksum,
    long bytes,
    @Nullable String version,
    @Nullable String license,
    Instant fetchedAt)
    implements Serializable {
  public FetchedFile {
    requireNonNull(sourceFile, "sourceFile");
    requireNonNull(localPath, "localPath");
    requireNonNull(url, "url");
    requireNonNull(checksum, "checksum");
    requireNonNull(fetchedAt, "fetchedAt");
  }
}
