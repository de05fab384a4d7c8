package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.icemelt.judge.Command;
import org.icemelt.judge.ProjectRoot;

/** The program as a user runs it: its jar, in a process of its own, in a folder. */
final class Icemelt {
  private static final Path JAR = ProjectRoot.path().resolve("pipelines/target/icemelt.jar");
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * What {@code runner-configs/direct/run} gives to the JVM, in 1 GB of memory, its archive of
   * classes included: most runs here are over before the second compiler's work pays off.
   */
  static final List<String> JVM = jvm();

  private Icemelt() {}

  private static List<String> jvm() {
    Path direct = ProjectRoot.path().resolve("runner-configs/direct");
    List<String> jvm = new ArrayList<>(List.of("@" + direct.resolve("jvm"), "-Xmx1g"));
    try {
      Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
      List<String> help = List.of(direct.resolve("run").toString(), "--help"); // makes the archive
      Command made = Command.run(direct, environment, LIMIT, help);
      assertThat(made.exitCode()).as("%s", made).isZero();
      try (Stream<Path> beside = Files.list(JAR.getParent())) {
        beside
            .map(Path::toString)
            .filter(file -> file.endsWith(".jsa"))
            .forEach(archive -> jvm.add("-XX:SharedArchiveFile=" + archive));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jvm;
  }

  /**
   * Runs {@code java @runner-configs/direct/jvm -Xmx1g -jar icemelt.jar ARGUMENTS} in {@code
   * folder}, to its end.
   */
  static Command run(Path folder, String... arguments) {
    return run(folder, Map.of(), arguments);
  }

  /** Likewise, with more in its environment. */
  static Command run(Path folder, Map<String, String> environment, String... arguments) {
    return run(JVM, folder, environment, arguments);
  }

  private static Command run(
      List<String> jvm, Path folder, Map<String, String> environment, String... arguments) {
    assertThat(JAR).as("the program's jar, made by mvn package").exists();
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(jvm);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    try {
      Files.createDirectories(folder);
      return Command.run(folder, environment, LIMIT, command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it and claims that it ended with {@code exitCode}. */
  static Command expect(int exitCode, Path folder, String... arguments) {
    return expect(exitCode, folder, Map.of(), arguments);
  }

  static Command expect(
      int exitCode, Path folder, Map<String, String> environment, String... arguments) {
    return expect(exitCode, run(folder, environment, arguments), arguments);
  }

  /** Likewise, in a JVM with these options. */
  static Command expectWith(List<String> jvm, int exitCode, Path folder, String... arguments) {
    return expect(exitCode, run(jvm, folder, Map.of(), arguments), arguments);
  }

  private static Command expect(int exitCode, Command run, String... arguments) {
    assertThat(run.exitCode())
        .as(
            "exit code of icemelt %s%n--- stdout ---%n%s%n--- stderr ---%n%s",
            String.join(" ", arguments), run.stdout(), run.stderr())
        .isEqualTo(exitCode);
    return run;
  }

  /** All that a user sees of a run. */
  static String said(Command run) {
    return run.stdout() + "\n" + run.stderr();
  }
}
