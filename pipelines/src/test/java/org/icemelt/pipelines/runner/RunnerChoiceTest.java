package org.icemelt.pipelines.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.CommandLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerChoiceTest {
  private static RunnerChoice choice(String... words) {
    return RunnerChoice.of(CommandLine.parse(words));
  }

  @Test
  void withoutARunnerThisProcessDoesTheWork() {
    assertThat(choice()).isEqualTo(new RunnerChoice(null, false, false));
  }

  @ParameterizedTest
  @CsvSource({
    "[local],        false, ''",
    "[auto],         false, ''",
    "127.0.0.1:8081, true,  http://127.0.0.1:8081",
    "flink,          true,  http://flink:8081",
    "https://f:443/, true,  https://f:443",
  })
  void aNamedHostIsACluster(String master, boolean onCluster, String rest) {
    RunnerChoice choice = choice("--runner=FlinkRunner", "--flinkMaster=" + master);
    assertThat(choice.onCluster()).isEqualTo(onCluster);
    assertThat(choice.detached()).isFalse();
    assertThat(choice.flink()).isNotNull();
    assertThat(choice.flink().rest().map(Object::toString).orElse("")).isEqualTo(rest);
  }

  @Test
  void leavesTheJobToTheClusterOnRequest() {
    assertThat(
            choice("--runner=FlinkRunner", "--flinkMaster=f:1", "--attachedMode=false").detached())
        .isTrue();
    assertThat(
            choice("--runner=FlinkRunner", "--flinkMaster=[local]", "--attachedMode=false")
                .detached())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--streaming", "--streaming=true", "--useDataStreamForBatch=true"})
  void refusesStreamingAndSaysThatItWouldDoubleRows(String option) {
    assertThatThrownBy(() -> choice("--runner=FlinkRunner", option))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Cannot build with --" + option.replaceAll("--|=.*", ""))
        .hasMessageContaining("rows appear twice");
    assertThat(choice("--runner=FlinkRunner", "--streaming=false").flink()).isNotNull();
  }

  @Test
  void refusesFlinkWhereTheSystemClassLoaderHasNone() throws Exception {
    // as under exec:java: the program lies in a class loader of Maven's, Flink beside it
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of(
                        LoadedByMaven.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString(),
                LoadedByMaven.class.getName(),
                System.getProperty("java.class.path"))
            .redirectErrorStream(true)
            .start();
    String refusal = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(refusal).isZero();
    assertThat(refusal)
        .contains("Cannot run Flink from mvn exec:java")
        .contains("java -jar pipelines/target/icemelt.jar --runner=FlinkRunner");
  }

  /** Asks for Flink from a class loader that is not the system's. */
  static final class LoadedByMaven {
    public static void main(String[] args) throws Exception {
      URL[] path =
          Arrays.stream(args[0].split(File.pathSeparator))
              .map(LoadedByMaven::url)
              .toArray(URL[]::new);
      try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
        Class<?> line = loader.loadClass("org.icemelt.pipelines.options.CommandLine");
        Object parsed =
            line.getMethod("parse", String[].class)
                .invoke(null, (Object) new String[] {"--runner=FlinkRunner"});
        try {
          loader
              .loadClass("org.icemelt.pipelines.runner.RunnerChoice")
              .getMethod("of", line)
              .invoke(null, parsed);
        } catch (java.lang.reflect.InvocationTargetException e) {
          System.out.println(e.getCause().getMessage());
        }
      }
    }

    private static URL url(String entry) {
      try {
        return Path.of(entry).toUri().toURL();
      } catch (java.net.MalformedURLException e) {
        throw new IllegalArgumentException(entry, e);
      }
    }
  }

  @Test
  void setsWhatSuitsTheRunnerWhereTheUserIsSilent() {
    assertThat(RunnerChoice.withDefaults(Map.of()))
        .containsEntry("blockOnRun", "false")
        .containsEntry(
            "targetParallelism", Integer.toString(Runtime.getRuntime().availableProcessors()))
        .doesNotContainKey("objectReuse");
    assertThat(RunnerChoice.withDefaults(Map.of("useParallel", "false")))
        .containsEntry("targetParallelism", "1")
        .doesNotContainKey("parallelism");
    assertThat(RunnerChoice.withDefaults(Map.of("runner", "FlinkRunner", "flinkMaster", "[local]")))
        .containsEntry("objectReuse", "true")
        .containsEntry("parallelism", Integer.toString(Runtime.getRuntime().availableProcessors()))
        .doesNotContainKeys("attachedMode", "blockOnRun");
    assertThat(
            RunnerChoice.withDefaults(
                Map.of("runner", "FlinkRunner", "flinkMaster", "f:1", "objectReuse", "false")))
        .containsEntry("attachedMode", "false")
        .containsEntry("objectReuse", "false")
        .doesNotContainKey("parallelism");
    assertThat(
            RunnerChoice.withDefaults(
                Map.of("runner", "FlinkRunner", "flinkMaster", "f:1", "useParallel", "false")))
        .containsEntry("parallelism", "1");
  }
}
