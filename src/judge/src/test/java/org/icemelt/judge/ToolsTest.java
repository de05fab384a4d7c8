package org.icemelt.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  @TempDir Path folder;

  @Test
  void pythonsDuckDbIsTheDriversVersionAndLoadsTheSameExtensions() {
    Command said =
        Python.withDuckDb()
            .run(
                folder,
                Map.of("EXTENSIONS", Judge.extensionsDirectory().toString()),
                MINUTE,
                "-c",
                """
                import duckdb, os
                con = duckdb.connect()
                con.execute("SET enable_progress_bar = false") # a busy machine would see it
                con.execute("SET extension_directory='" + os.environ["EXTENSIONS"] + "'")
                con.execute("INSTALL ducklake")
                con.execute("LOAD ducklake")
                print(con.execute("SELECT version(), 6 * 7").fetchone())
                """);
    assertThat(said.stderr()).isEmpty();
    assertThat(said.stdout().strip()).isEqualTo("('v1.5.5', 42)");
  }

  @Test
  void commandLineIsTheDriversVersionAndLoadsTheSameExtensions() throws Exception {
    Command said =
        Command.run(
            folder,
            Map.of(),
            MINUTE,
            List.of(
                DuckDbCommandLine.executable().toString(),
                "-csv",
                "-noheader",
                "-c",
                "SET extension_directory=" + Judge.literal(Judge.extensionsDirectory().toString()),
                "-c",
                "INSTALL ducklake; LOAD ducklake; SELECT version(), 6 * 7"));
    assertThat(said.stderr()).isEmpty();
    assertThat(said.stdout().strip()).isEqualTo("v1.5.5,42");
    assertThat(said.exitCode()).isZero();
  }

  @Test
  void aCommandThatDoesNotEndIsEndedAndItsWordsAreShown() {
    assertThatThrownBy(
            () ->
                Command.run(
                    folder,
                    Map.of(),
                    Duration.ofMillis(500),
                    List.of("sh", "-c", "echo waiting; exec tail -f /dev/null")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("waiting");
  }

  @Test
  void commandGivesExitCodeAndBothStreams() throws Exception {
    Command said =
        Command.run(
            folder,
            Map.of("WORD", "größer"),
            MINUTE,
            List.of("sh", "-c", "echo $WORD; pwd >&2; exit 3"));
    assertThat(said.exitCode()).isEqualTo(3);
    assertThat(said.stdout()).isEqualTo("größer\n");
    assertThat(said.stderr().strip()).isEqualTo(folder.toRealPath().toString());
  }
}
