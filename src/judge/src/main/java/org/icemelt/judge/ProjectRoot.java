package org.icemelt.judge;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the checkout is: system property {@value #PROPERTY}, else the folder above that holds it.
 */
public final class ProjectRoot {
  public static final String PROPERTY = "icemelt.root";

  private ProjectRoot() {}

  /** The checkout's root, absolute. */
  public static Path path() {
    String given = System.getProperty(PROPERTY);
    if (given != null) {
      return Path.of(given).toAbsolutePath().normalize();
    }
    Path start = Path.of("").toAbsolutePath();
    return Stream.iterate(start, p -> p != null, Path::getParent)
        .filter(p -> Files.isRegularFile(p.resolve("src/judge/pom.xml")))
        .findFirst()
        .orElseThrow(
            () ->
                new JudgeUnavailableException(
                    "Cannot find the project's root above %s: set system property %s"
                        .formatted(start, PROPERTY)));
  }
}
