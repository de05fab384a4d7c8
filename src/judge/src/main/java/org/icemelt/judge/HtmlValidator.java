package org.icemelt.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Nu HTML checker (nu.validator:validator), in a process of its own.
 *
 * <p>Its jars are brought by Maven into {@code target/html-validator} once.
 */
public final class HtmlValidator {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private HtmlValidator() {}

  /**
   * Checks files of HTML.
   *
   * @return one line an error: file, place and message; none for valid files
   * @throws JudgeUnavailableException if its jars are not to be had; never skips
   */
  public static List<String> errors(List<Path> files) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Xss4m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jars() + "/*",
                "nu.validator.client.SimpleCommandLineValidator",
                "--errors-only",
                "--format",
                "gnu"));
    files.forEach(file -> command.add(file.toString()));
    Command run = Command.run(ProjectRoot.path(), Map.of(), LIMIT, command);
    List<String> errors = run.stderr().lines().filter(line -> line.contains(": error")).toList();
    if (errors.isEmpty() != (run.exitCode() == 0)) {
      throw new IOException("The HTML checker ended with " + run.exitCode() + ": " + run.stderr());
    }
    return errors;
  }

  private static Path jars() {
    return MavenJars.of(
        "html-validator", "validator.lib", "the HTML checker", "nu.validator:validator", LIMIT);
  }
}
