package org.icemelt.io.geofiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** The real files of this repository, and what other readers found in them. */
final class RealFiles {
  private static final Path ROOT = Path.of(System.getProperty("icemelt.root"));
  private static final JsonNode EXPECTED = readExpected();

  private RealFiles() {}

  /**
   * By the file's own name; members of archives are unpacked to {@code folder} with their siblings.
   */
  static GeoFile file(String name, Path folder) throws IOException {
    JsonNode entry = expected(name);
    Path path = ROOT.resolve(entry.path("path").asText());
    String member = entry.path("member").asText("");
    if (!member.isEmpty()) {
      if (path.toString().endsWith(".gz")) {
        unpackOne(path, folder.resolve(member));
      } else {
        unpack(path, folder);
      }
      path = folder.resolve(member);
    }
    return geoFile(name, path);
  }

  static GeoFile geoFile(String name, Path path) {
    return new GeoFile("test_set", name, path.toAbsolutePath().toString(), null, null, null, false);
  }

  static GeoFile withCrs(GeoFile file, @Nullable String crs, boolean override) {
    return new GeoFile(
        file.dataset(), file.sourceFile(), file.path(), null, file.encoding(), crs, override);
  }

  static JsonNode expected(String name) {
    JsonNode entry = EXPECTED.path("files").path(name);
    if (entry.isMissingNode()) {
      throw new IllegalArgumentException("Nothing expected of " + name);
    }
    return entry;
  }

  private static void unpackOne(Path gzip, Path to) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(gzip))) {
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    try (var in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          Path target = folder.resolve(entry.getName());
          Files.createDirectories(target.getParent());
          Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static JsonNode readExpected() {
    try (InputStream in = RealFiles.class.getResourceAsStream("/expected/real.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
