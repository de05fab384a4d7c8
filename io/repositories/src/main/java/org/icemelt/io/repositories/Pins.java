package org.icemelt.io.repositories;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.icemelt.io.repositories.FetchException.Code;
import org.jspecify.annotations.Nullable;

/** Holds a file against what the manifest states of it. */
final class Pins {
  private Pins() {}

  static void check(String dataset, String name, Path file, PinnedFile pinned)
      throws FetchException, IOException {
    if (pinned.size() != null && pinned.size() != Files.size(file)) {
      throw new FetchException(
          Code.SIZE_MISMATCH,
          "Cannot use file %s of dataset \"%s\": it has %d bytes, the manifest states %d."
              .formatted(name, dataset, Files.size(file), pinned.size()));
    }
    compare(dataset, name, "MD5", file, pinned.md5());
    compare(dataset, name, "SHA-256", file, pinned.sha256());
  }

  private static void compare(
      String dataset, String name, String algorithm, Path file, @Nullable String stated)
      throws FetchException, IOException {
    if (stated == null) {
      return;
    }
    String actual = Checksums.of(algorithm, file);
    if (!actual.equals(stated)) {
      throw new FetchException(
          Code.CHECKSUM_MISMATCH,
          ("Cannot use file %s of dataset \"%s\": its %s is %s, the manifest states %s. Get "
                  + "the file anew, or correct \"files\" if its publisher changed it.")
              .formatted(name, dataset, algorithm, actual, stated));
    }
  }
}
