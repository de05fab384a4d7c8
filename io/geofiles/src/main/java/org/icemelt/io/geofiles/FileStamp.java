package org.icemelt.io.geofiles;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * By what a change of a file is seen: size and time of the last change, of it and of a Shapefile's
 * companions. One that is not there has no line.
 *
 * @param parts a line for each file, sorted
 */
public record FileStamp(List<String> parts) implements Serializable {
  private static final Set<String> SHAPEFILE = Set.of("shp", "shx", "dbf", "prj", "cpg");

  public FileStamp {
    parts = List.copyOf(parts);
  }

  /** As the file is now. */
  static FileStamp of(Path file) throws IOException {
    List<String> parts = new ArrayList<>();
    String name = name(file);
    if (name.endsWith(".shp")) {
      String stem = name.substring(0, name.length() - "shp".length());
      try (Stream<Path> siblings = Files.list(file.toAbsolutePath().getParent())) {
        for (Path sibling : siblings.toList()) {
          String other = name(sibling);
          if (other.startsWith(stem) && SHAPEFILE.contains(other.substring(stem.length()))) {
            addPart(sibling, parts);
          }
        }
      }
    } else {
      addPart(file, parts);
    }
    parts.sort(null);
    return new FileStamp(parts);
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  private static void addPart(Path file, List<String> parts) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      parts.add("%s %d %s".formatted(file.getFileName(), now.size(), now.lastModifiedTime()));
    } catch (NoSuchFileException gone) {
      // no line: the stamp is another one
    }
  }
}
