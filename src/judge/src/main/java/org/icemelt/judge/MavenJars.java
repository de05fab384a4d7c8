package org.icemelt.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Programs that must not stand on the class path of tests: their jars, in a folder of their own.
 */
final class MavenJars {
  private MavenJars() {}

  /**
   * The jars that a POM of {@code src/judge} copies, made once a checkout under {@code target}.
   *
   * @param name of the folder of the POM, and of that of the jars
   * @param property that tells the POM where to copy them
   * @param what whose jars they are, for a message
   * @param artifact that Maven must find
   * @throws JudgeUnavailableException if Maven cannot get them
   */
  static Path of(String name, String property, String what, String artifact, Duration limit) {
    Path root = ProjectRoot.path();
    try {
      return MadeOnce.folder(
          root.resolve("target").resolve(name),
          draft -> {
            Command maven =
                Command.run(
                    root,
                    Map.of(),
                    limit,
                    List.of(
                        "mvn",
                        "-B",
                        "-q",
                        "-ntp",
                        "-f",
                        root.resolve("src/judge").resolve(name).resolve("pom.xml").toString(),
                        "-D" + property + "=" + draft,
                        "package"));
            if (maven.exitCode() != 0) {
              throw new IOException(maven.stdout() + maven.stderr());
            }
          });
    } catch (IOException e) {
      throw new JudgeUnavailableException(
          "Cannot get the jars of %s by mvn (%s). Give Maven a repository that has %s."
              .formatted(what, e.getMessage(), artifact),
          e);
    }
  }
}
