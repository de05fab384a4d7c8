package org.icemelt.io.ducklake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Folders of lakes that stay after the tests, for the closing audit of the whole build. */
final class KeptLakes {
  private KeptLakes() {}

  /** An empty folder of that name under {@code target/lakes}. */
  static Path folder(String name) throws IOException {
    Path folder =
        Path.of(
            System.getProperty("icemelt.root"), "target", "lakes", name.toLowerCase(Locale.ROOT));
    if (Files.exists(folder)) {
      List<Path> old;
      try (Stream<Path> all = Files.walk(folder)) {
        old = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : old) {
        Files.delete(path);
      }
    }
    return Files.createDirectories(folder);
  }
}
