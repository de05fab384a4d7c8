package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CommitAttempt;

/** Files that a run wrote and nobody will commit. */
public final class Leftovers {
  private Leftovers() {}

  /**
   * Deletes those of the files that no catalog row of any snapshot names.
   *
   * @param paths absolute; those that are not there are passed over
   * @return how many were deleted
   */
  public static int remove(LakeConfig lake, Collection<String> paths) throws IOException {
    Set<String> unnamed = new LinkedHashSet<>(paths);
    Catalog catalog = new Catalog(lake, Clock.systemUTC());
    if (catalog.exists()) {
      unnamed.removeAll(CommitAttempt.named(catalog, unnamed));
    }
    int deleted = 0;
    for (String path : unnamed) {
      if (LakeFiles.size(path).isPresent()) {
        LakeFiles.delete(path);
        deleted++;
      }
    }
    return deleted;
  }
}
