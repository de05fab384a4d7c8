package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A {@code build} under way on a cluster, and its client that waits for it. */
record FlinkSubmission(FlinkCluster cluster, RunFolder folder, String runId, Process client) {
  private static final long LIMIT_SECONDS = 600;

  static FlinkSubmission start(
      FlinkCluster cluster,
      RunFolder folder,
      String runId,
      List<String> command,
      Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.path().toFile());
    builder.environment().putAll(environment);
    builder.redirectOutput(folder.path().resolve("stdout.txt").toFile());
    builder.redirectError(folder.path().resolve("stderr.txt").toFile());
    try {
      return new FlinkSubmission(cluster, folder, runId, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns as soon as the moment has come; the client must not have ended before. */
  void await(String moment, BooleanSupplier hasCome) {
    FlinkMoments.await(
        moment,
        () -> {
          assertThat(client.isAlive()).as("client before: %s%n%s", moment, said()).isTrue();
          return hasCome.getAsBoolean();
        });
  }

  /** Waits for the client and claims its exit code. */
  void end(int exitCode) {
    try {
      assertThat(client.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("ends: %s", said()).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    assertThat(client.exitValue()).as(said()).isEqualTo(exitCode);
  }

  JsonNode job() {
    return cluster.job("icemelt-build-" + runId);
  }

  /** Whether a worker has begun a data file. */
  boolean hasBegunFiles() {
    try {
      Path journal = inRuns(".staged");
      return Files.exists(journal) && Files.size(journal) > 0;
    } catch (NoSuchFileException e) {
      return false; // the run ended between the two looks
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the commit step is at work. */
  boolean isCommitting() {
    return Files.exists(inRuns(".staged.committing"));
  }

  private Path inRuns(String suffix) {
    return folder.path().resolve("db/runs").resolve(runId + suffix);
  }

  String said() {
    try {
      return "--- stdout ---%n%s%n--- stderr ---%n%s"
          .formatted(
              Files.readString(folder.path().resolve("stdout.txt")),
              Files.readString(folder.path().resolve("stderr.txt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ClosingTable table() {
    try {
      return ClosingTable.in(Files.readString(folder.path().resolve("stdout.txt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
