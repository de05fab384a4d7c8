package org.icemelt.pipelines.manifest;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Map;
import org.icemelt.io.repositories.ArchiveHints;
import org.icemelt.io.repositories.FileFilters;
import org.icemelt.io.repositories.PinnedFile;
import org.icemelt.io.repositories.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * Where a dataset's files come from, and which of them are wanted.
 *
 * @param pinned what is known of files by name
 * @param maxBytes largest download, in bytes; null = the run's limit
 */
public record Origin(
    SourceLocation location,
    FileFilters filters,
    ArchiveHints archives,
    Map<String, PinnedFile> pinned,
    @Nullable Long maxBytes)
    implements Serializable {
  public Origin {
    requireNonNull(location, "location");
    requireNonNull(filters, "filters");
    requireNonNull(archives, "archives");
    pinned = Map.copyOf(pinned);
  }
}
