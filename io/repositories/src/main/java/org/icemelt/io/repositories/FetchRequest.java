package org.icemelt.io.repositories;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Map;

/**
 * One dataset to fetch.
 *
 * @param dataset its name, for messages
 * @param pinned what is known of files by name, as the repository names them
 */
public record FetchRequest(
    String dataset,
    SourceLocation location,
    FileFilters filters,
    ArchiveHints archives,
    Map<String, PinnedFile> pinned,
    CachePolicy cache,
    FetchLimits limits,
    Endpoints endpoints)
    implements Serializable {
  public FetchRequest {
    requireNonNull(dataset, "dataset");
    requireNonNull(location, "location");
    requireNonNull(filters, "filters");
    requireNonNull(archives, "archives");
    pinned = Map.copyOf(pinned);
    requireNonNull(cache, "cache");
    requireNonNull(limits, "limits");
    requireNonNull(endpoints, "endpoints");
  }
}
