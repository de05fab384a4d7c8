package org.icemelt.pipelines.manifest;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import org.icemelt.io.repositories.CachePolicy;
import org.icemelt.io.repositories.Endpoints;
import org.icemelt.io.repositories.FetchLimits;
import org.icemelt.io.repositories.FetchRequest;
import org.jspecify.annotations.Nullable;

/**
 * One dataset of a manifest.
 *
 * @param name its key; tables and rows bear it
 * @param displayName for people; null if silent
 * @param aliases other names it is chosen by
 * @param skip listed, but never read
 * @param canonical the entry's keys that can change what lies in the lake, as JSON with sorted keys
 *     and without blanks: equal text means equal rows from equal files. Prose, hints, names and
 *     limits are not in it
 */
public record DatasetSpec(
    String name,
    @Nullable String displayName,
    List<String> aliases,
    boolean skip,
    Publication publication,
    Origin origin,
    Reading reading,
    Mapping mapping,
    Hints hints,
    String canonical)
    implements Serializable {
  public DatasetSpec {
    requireNonNull(name, "name");
    aliases = List.copyOf(aliases);
    requireNonNull(publication, "publication");
    requireNonNull(origin, "origin");
    requireNonNull(reading, "reading");
    requireNonNull(mapping, "mapping");
    requireNonNull(hints, "hints");
    requireNonNull(canonical, "canonical");
  }

  /** The request for its files; its own download limit wins over the run's. */
  public FetchRequest fetchRequest(CachePolicy cache, FetchLimits limits, Endpoints endpoints) {
    Long maxBytes = origin.maxBytes();
    return new FetchRequest(
        name,
        origin.location(),
        origin.filters(),
        origin.archives(),
        origin.pinned(),
        cache,
        maxBytes == null ? limits : limits.withDownloadBytes(maxBytes),
        endpoints);
  }
}
