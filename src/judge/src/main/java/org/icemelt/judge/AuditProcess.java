package org.icemelt.judge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Python that audits one lake after another with {@code check_lake.py --serve}, so that its
 * modules and DuckDB's extensions are loaded once. As many run as audits did at once; they end with
 * this JVM, which closes their input.
 */
final class AuditProcess {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Deque<AuditProcess> IDLE = new ConcurrentLinkedDeque<>();

  private final Process process;
  private final Path errors;
  private final Writer in;
  private final BufferedReader out;

  private AuditProcess() throws IOException {
    errors = Files.createTempFile("check_lake", ".err");
    errors.toFile().deleteOnExit();
    process =
        Python.withDuckDb()
            .start(
                Map.of(Extensions.VARIABLE, Judge.extensionsDirectory().toString()),
                errors,
                Script.FILE.toString(),
                "--serve");
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Runs one audit.
   *
   * @param folder from where relative paths count
   * @param arguments of {@code check_lake.py}
   * @return as if the script had been started with these arguments alone
   */
  static Command run(Path folder, List<String> arguments) {
    try {
      AuditProcess idle = IDLE.poll();
      AuditProcess auditor = idle == null ? new AuditProcess() : idle;
      Command audit = auditor.audit(folder, arguments);
      if (auditor.process.isAlive()) {
        IDLE.push(auditor);
      }
      return audit;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Command audit(Path folder, List<String> arguments) throws IOException {
    in.write(
        Stream.concat(Stream.of(folder.toAbsolutePath().toString()), arguments.stream())
            .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
            .collect(Collectors.joining(" ", "", "\n")));
    in.flush();
    CompletableFuture<Void> answered = new CompletableFuture<>();
    answered
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .exceptionally(
            late -> {
              process.destroyForcibly();
              return null;
            });
    List<String> said = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("exit ")) {
        answered.complete(null);
        return new Command(
            Integer.parseInt(line.substring("exit ".length())),
            String.join("\n", said),
            String.join("\n", failures));
      }
      (line.startsWith("error: ") ? failures : said).add(line.replaceFirst("^error: ", ""));
    }
    return new Command(
        exitCode(answered.isDone()), String.join("\n", said), Files.readString(errors).strip());
  }

  private int exitCode(boolean late) throws IOException {
    try {
      int code = process.waitFor();
      if (late) {
        throw new IOException("An audit was ended after %d s".formatted(LIMIT.toSeconds()));
      }
      return code;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for an audit", e);
    }
  }

  /** The script as a file, unpacked once a JVM. */
  private static final class Script {
    static final Path FILE = unpack();

    private static Path unpack() {
      try (InputStream in = LakeAudit.class.getResourceAsStream("check_lake.py")) {
        if (in == null) {
          throw new IllegalStateException("check_lake.py is not beside LakeAudit");
        }
        Path file = Files.createTempFile("check_lake", ".py");
        file.toFile().deleteOnExit();
        Files.write(file, in.readAllBytes());
        return file;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
