package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.icemelt.judge.Command;
import org.icemelt.judge.DuckDbCommandLine;
import org.icemelt.judge.Judge;
import org.icemelt.judge.Python;

/**
 * What a user types SQL into. The only thing done for them is {@code SET extension_directory}, so
 * that {@code INSTALL} finds its files without a network.
 */
enum SqlClient {
  COMMAND_LINE {
    @Override
    Command run(Path folder, Path sql, String extensions) throws IOException {
      return Command.run(
          folder,
          Map.of(),
          LIMIT,
          List.of(
              DuckDbCommandLine.executable().toString(),
              "-no-init",
              "-json",
              "-bail",
              "-cmd",
              "SET extension_directory=" + Judge.literal(extensions),
              "-f",
              sql.toString()));
    }
  },
  PYTHON {
    @Override
    Command run(Path folder, Path sql, String extensions) throws IOException {
      Path script = Files.createTempFile("run_sql", ".py");
      try {
        Files.writeString(script, resource("run_sql.py"));
        return Python.withDuckDb()
            .run(folder, Map.of(), LIMIT, script.toString(), sql.toString(), extensions);
      } finally {
        Files.delete(script);
      }
    }
  };

  private static final Duration LIMIT = Duration.ofMinutes(2);

  abstract Command run(Path folder, Path sql, String extensions) throws IOException;

  /**
   * Runs {@code sql} in {@code folder} and claims that all of it succeeds.
   *
   * @return each result as an array of objects, in order; statements without rows give none
   */
  List<JsonNode> results(Path folder, String sql) {
    try {
      Path file = Files.createTempFile("statements", ".sql");
      try {
        Files.writeString(file, sql);
        Command run = run(folder, file, Judge.extensionsDirectory().toString());
        assertThat(run.exitCode())
            .as("%s in %s:%n%s%n%s", this, folder, sql, run.stderr())
            .isZero();
        List<JsonNode> results = new ArrayList<>();
        try (JsonParser parser = new ObjectMapper().createParser(run.stdout())) {
          while (parser.nextToken() != null) {
            results.add(parser.readValueAsTree());
          }
        }
        return results;
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file beside this class. */
  static String resource(String name) {
    try (InputStream in = SqlClient.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
