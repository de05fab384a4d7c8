package org.icemelt.io.geofiles.shapefile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The files that belong to a .shp: same name, other ending, whatever the case of either. */
final class Companions {
  private final Path shp;

  Companions(Path shp) {
    this.shp = shp;
  }

  Path shp() {
    return shp;
  }

  /** The file with this ending, in the spelling of the .shp's own name if there are several. */
  Optional<Path> find(String ending) throws IOException {
    String name = shp.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String base = dot < 0 ? name : name.substring(0, dot);
    String wanted = base + "." + ending;
    Path exact = shp.resolveSibling(wanted);
    if (Files.isRegularFile(exact)) {
      return Optional.of(exact);
    }
    try (Stream<Path> siblings = Files.list(shp.toAbsolutePath().getParent())) {
      return siblings
          .filter(path -> path.getFileName().toString().equalsIgnoreCase(wanted))
          .filter(Files::isRegularFile)
          .sorted()
          .findFirst();
    }
  }

  /** Text of a small companion without blanks around it; empty if it is missing or blank. */
  Optional<String> text(String ending) throws IOException {
    Optional<Path> path = find(ending);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    String text = new String(Files.readAllBytes(path.get()), ISO_8859_1);
    String visible = text.replace("\u0000", "").replace("\u00ef\u00bb\u00bf", "").strip();
    return visible.isEmpty() ? Optional.empty() : Optional.of(visible);
  }
}
