package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.icemelt.judge.Command;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Arguments and manifests that cannot be meant: exit code 2, a reason, and nothing is made. */
class BadArgumentsIT {
  @TempDir Path elsewhere;

  static Stream<Arguments> arguments() {
    return Stream.of(
        Arguments.of(List.of("--datasets=atlantis"), List.of("atlantis", "deu_ufz_pv_2015")),
        Arguments.of(List.of("--colour=blue"), List.of("colour")),
        Arguments.of(List.of("biuld"), List.of("biuld", "build")),
        Arguments.of(List.of("--maxMb=many"), List.of("maxMb", "many")),
        Arguments.of(List.of("--layers=raw,gold"), List.of("gold", "raw")),
        Arguments.of(List.of("--catalog=mysql:lake"), List.of("--catalog", "MySQL")),
        Arguments.of(List.of("--manifest=absent.json"), List.of("absent.json")));
  }

  @ParameterizedTest
  @MethodSource("arguments")
  void refusesArguments(List<String> arguments, List<String> named) {
    refuses(arguments, named);
  }

  static Stream<Arguments> manifests() {
    return Stream.of(
        Arguments.of(
            """
            {
              "twice": {"repo": "local", "path": "a.geojson"},
              "other": {"repo": "local", "path": "b.geojson"},
              "twice": {"repo": "local", "path": "c.geojson"}
            }
            """,
            List.of("twice")),
        Arguments.of(
            """
            {
              "site": {
                "repo": "local",
                "path": "a.geojson",
                "colour": "blue"
              }
            }
            """,
            List.of("site", "colour", "5")),
        Arguments.of(
            """
            {
              "site": {
                "repo": "local",
                "path": "a.geojson",
                "max_mb": "many"
              }
            }
            """,
            List.of("site", "max_mb", "5")),
        Arguments.of("{\"site\": {\"repo\": \"local\"", List.of("manifest.json")));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void refusesManifests(String manifest, List<String> named) throws Exception {
    Path file = Files.writeString(elsewhere.resolve("manifest.json"), manifest);
    refuses(List.of("--manifest=" + file), named);
  }

  private static void refuses(List<String> arguments, List<String> named) {
    RunFolder folder = RunFolder.empty("bad-arguments");
    Command run = folder.expect(2, arguments.toArray(String[]::new));
    assertThat(run.stderr()).contains(named).doesNotContain("\tat ");
    assertThat(folder.path()).isEmptyDirectory();
  }
}
