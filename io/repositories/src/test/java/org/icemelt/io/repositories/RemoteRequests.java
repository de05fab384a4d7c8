package org.icemelt.io.repositories;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Requests to a loopback server. */
record RemoteRequests(Path cache, Endpoints endpoints) {
  FetchRequest of(Repository repository, String locator) {
    return of(repository, locator, FileFilters.NONE);
  }

  FetchRequest of(Repository repository, String locator, FileFilters filters) {
    return of(repository, locator, filters, FetchLimits.DEFAULT, true, Map.of());
  }

  FetchRequest of(
      Repository repository,
      String locator,
      FileFilters filters,
      FetchLimits limits,
      boolean reuse,
      Map<String, PinnedFile> pinned) {
    return new FetchRequest(
        "made_up_pv",
        new SourceLocation(repository, locator, null, null),
        filters,
        ArchiveHints.NONE,
        pinned,
        new CachePolicy(cache.toString(), reuse),
        limits,
        endpoints);
  }

  static FileFilters regex(List<String> include, String exclude) {
    return new FileFilters(include, List.of(exclude), true);
  }
}
