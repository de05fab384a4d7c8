package org.icemelt.pipelines.build;

import java.io.Serializable;
import org.icemelt.io.repositories.FetchException;
import org.icemelt.io.repositories.FetchedFile;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.jspecify.annotations.Nullable;

/**
 * A file that failed its dataset before any of its features was read.
 *
 * @param sourceFile null if the repository did not even list its files
 * @param url where it comes from; the dataset's own address if no file is known
 * @param fetched null if it did not come
 */
record BrokenFile(@Nullable String sourceFile, String url, @Nullable FetchedFile fetched)
    implements Serializable {
  /** What could not be fetched. */
  static BrokenFile of(DatasetSpec spec, FetchException failure) {
    return new BrokenFile(
        failure.file().orElse(null),
        failure.url().orElse(spec.origin().location().locator()),
        null);
  }

  /** What was fetched, but could not be opened. */
  static BrokenFile of(FetchedFile file) {
    return new BrokenFile(file.sourceFile(), file.url(), file);
  }
}
