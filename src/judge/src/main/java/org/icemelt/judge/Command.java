package org.icemelt.judge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process run to its end, with what it printed.
 *
 * @param exitCode its exit code
 * @param stdout all it printed, as UTF-8
 * @param stderr all it printed on the error stream, as UTF-8
 */
public record Command(int exitCode, String stdout, String stderr) {

  /**
   * Runs {@code command} in {@code folder} with {@code environment} added to this process's own.
   * Its standard input is empty.
   *
   * @throws IOException if it cannot be started, or was ended after {@code limit}
   */
  public static Command run(
      Path folder, Map<String, String> environment, Duration limit, List<String> command)
      throws IOException {
    Path out = Files.createTempFile("stdout", ".txt");
    Path err = Files.createTempFile("stderr", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      boolean ended = waitFor(process, limit);
      String stdout = Files.readString(out, StandardCharsets.UTF_8);
      String stderr = Files.readString(err, StandardCharsets.UTF_8);
      if (!ended) {
        throw new IOException(
            "Ended after %d s: %s%n%s%n%s"
                .formatted(limit.toSeconds(), String.join(" ", command), stdout, stderr));
      }
      return new Command(process.exitValue(), stdout, stderr);
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private static boolean waitFor(Process process, Duration limit) throws IOException {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for a process", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
