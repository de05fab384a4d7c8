package org.icemelt.io.geofiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The made-up files of src/test/oracle/synthetic.py, and what other readers found in them. */
final class Synthetic {
  private static final JsonNode EXPECTED = readExpected();

  private Synthetic() {}

  static Path path(String name) {
    try {
      return Path.of(Synthetic.class.getResource("/synthetic/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  static GeoFile file(String name) {
    return RealFiles.geoFile(name, path(name));
  }

  /** A copy, with all that lies beside it under the same name, to be damaged. */
  static GeoFile copy(String name, Path folder) throws IOException {
    String base = name.substring(0, name.lastIndexOf('.') + 1);
    try (Stream<Path> siblings = Files.list(path(name).getParent())) {
      for (Path sibling : siblings.toList()) {
        if (sibling.getFileName().toString().startsWith(base)) {
          Files.copy(
              sibling, folder.resolve(sibling.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return RealFiles.geoFile(name, folder.resolve(name));
  }

  static JsonNode expected() {
    return EXPECTED;
  }

  static JsonNode expected(String key) {
    return EXPECTED.path(key);
  }

  private static JsonNode readExpected() {
    try (InputStream in = Synthetic.class.getResourceAsStream("/expected/synthetic.json")) {
      return new ObjectMapper().readTree(in).path("files");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
