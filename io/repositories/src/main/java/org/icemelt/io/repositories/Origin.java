package org.icemelt.io.repositories;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a dataset where it is published. */
interface Origin {
  /** All files there are, companions included. */
  List<Entry> entries() throws FetchException, IOException;

  /** Brings files to local disk ahead of being asked for, several at a time. */
  default void prepare(List<Entry> wanted) throws FetchException, IOException {}

  /** Whether the file's bytes are on this machine already, as far as can be told without asking. */
  default boolean isHere(Entry entry) throws IOException {
    return true;
  }

  /** Brings one file to local disk. */
  Local get(Entry entry) throws FetchException, IOException;

  /**
   * One published file.
   *
   * @param name its path where it is published, {@code /} between names
   * @param bytes size; -1 if not stated
   * @param asked the locator names this very file, so that its suffix does not matter
   */
  record Entry(
      String name,
      String url,
      long bytes,
      @Nullable String version,
      @Nullable String license,
      boolean asked) {}

  /** A file on local disk, and when it was got. */
  record Local(Path path, Instant fetchedAt) {}
}
