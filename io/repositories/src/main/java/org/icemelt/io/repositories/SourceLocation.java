package org.icemelt.io.repositories;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where a dataset lies.
 *
 * @param locator for {@link Repository#LOCAL} an absolute path, or {@code classpath:} and the name
 *     of a resource or of a folder of resources; else a DOI or an address
 * @param version the version wanted or known; null if nobody says
 * @param license the licence as far as known beforehand; null if nobody says
 */
public record SourceLocation(
    Repository repository, String locator, @Nullable String version, @Nullable String license)
    implements Serializable {
  public SourceLocation {
    requireNonNull(repository, "repository");
    requireNonNull(locator, "locator");
  }
}
