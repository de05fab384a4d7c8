package org.icemelt.io.repositories;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Requests for local files, with the defaults that tests vary. */
record Requests(
    Path cache,
    FileFilters filters,
    ArchiveHints archives,
    Map<String, PinnedFile> pinned,
    FetchLimits limits,
    boolean reuse) {
  static Requests in(Path cache) {
    return new Requests(
        cache, FileFilters.NONE, ArchiveHints.NONE, Map.of(), FetchLimits.DEFAULT, true);
  }

  Requests include(String... globs) {
    return new Requests(
        cache, new FileFilters(List.of(globs), List.of(), false), archives, pinned, limits, reuse);
  }

  Requests archives(ArchiveHints hints) {
    return new Requests(cache, filters, hints, pinned, limits, reuse);
  }

  Requests pinned(String name, PinnedFile file) {
    return new Requests(cache, filters, archives, Map.of(name, file), limits, reuse);
  }

  Requests limits(FetchLimits others) {
    return new Requests(cache, filters, archives, pinned, others, reuse);
  }

  Requests withoutReuse() {
    return new Requests(cache, filters, archives, pinned, limits, false);
  }

  FetchRequest of(Path path) {
    return of(path.toString());
  }

  FetchRequest of(String locator) {
    return new FetchRequest(
        "made_up_pv",
        new SourceLocation(Repository.LOCAL, locator, "v1", "CC0-1.0"),
        filters,
        archives,
        pinned,
        new CachePolicy(cache.toString(), reuse),
        limits,
        Endpoints.PUBLIC);
  }
}
