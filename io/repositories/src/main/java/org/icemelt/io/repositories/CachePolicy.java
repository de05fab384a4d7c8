package org.icemelt.io.repositories;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * Where fetched and unpacked files are kept, and whether those of earlier runs may serve again.
 *
 * @param folder absolute path of the cache; made if absent. All that is written goes below it
 * @param reuse files of earlier runs serve again if they are whole
 */
public record CachePolicy(String folder, boolean reuse) implements Serializable {
  public CachePolicy {
    requireNonNull(folder, "folder");
  }
}
