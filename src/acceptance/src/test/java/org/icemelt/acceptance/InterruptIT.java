package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.icemelt.judge.Judge;
import org.icemelt.judge.ProjectRoot;
import org.junit.jupiter.api.Test;

/** Ctrl-C while data files are being written. */
class InterruptIT {
  private static final int FEATURES = 200_000;

  @Test
  void leavesTheLakeAsItWasAndNoFileOfItsOwn() throws Exception {
    RunFolder folder = RunFolder.empty("interrupt");
    LocalManifest before = new LocalManifest(folder.path().resolve("before"));
    before.dataset(
        "small",
        "small.geojson",
        Synthetic.collection(Synthetic.feature("{\"a\": 1}", Synthetic.POLYGON)));
    folder.build(before.option());
    List<String> files = folder.files();
    List<Long> snapshots = folder.snapshots();

    LocalManifest large = new LocalManifest(folder.path().resolve("large"));
    writeLarge(large.folder().resolve("large.geojson"));
    large.dataset("large", "large.geojson");
    Process run =
        start(
            folder,
            large.option(),
            "--splitMb=1",
            "--runId=interrupted",
            "--layers=raw,staging",
            "--openLineage=events.jsonl");
    awaitFile(folder.path().resolve("db/runs"), "interrupted.staged", run);
    interrupt(run);

    assertThat(run.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as("exit code of a program that SIGINT ended").isEqualTo(130);
    assertThat(Files.readString(folder.path().resolve("stderr.txt")))
        .contains("interrupted: cancelling the run")
        .contains("nothing half-committed");
    assertThat(Files.readAllLines(folder.path().resolve("events.jsonl")))
        .satisfiesExactly(
            event -> assertThat(event).contains("\"eventType\":\"START\""),
            event -> assertThat(event).contains("\"eventType\":\"ABORT\""));
    assertThat(folder.snapshots()).isEqualTo(snapshots);
    assertThat(folder.files().stream().filter(f -> f.startsWith("db/ducklake_data/")))
        .isEqualTo(files.stream().filter(f -> f.startsWith("db/ducklake_data/")).toList());
    assertThat(folder.path().resolve("db/runs/interrupted.staged")).doesNotExist();
    assertThat(folder.path().resolve("db/runs/interrupted.stop")).doesNotExist();
    try (Connection duckdb = folder.open()) {
      assertThat(Judge.rows(duckdb, "SELECT dataset_name, a FROM raw_small"))
          .isEqualTo(List.of(List.of("small", 1L)));
    }
  }

  private static void writeLarge(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("{\"type\": \"FeatureCollection\", \"features\": [\n");
      for (int i = 0; i < FEATURES; i++) {
        out.write(i == 0 ? "" : ",\n");
        out.write(Synthetic.feature("{\"a\": %d}".formatted(i), Synthetic.POLYGON));
      }
      out.write("\n]}\n");
    }
  }

  private static Process start(RunFolder folder, String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.command().addAll(Icemelt.JVM);
    builder
        .command()
        .addAll(
            List.of("-jar", ProjectRoot.path().resolve("pipelines/target/icemelt.jar").toString()));
    builder.command().addAll(List.of(arguments));
    builder.directory(folder.path().toFile());
    builder.redirectOutput(folder.path().resolve("stdout.txt").toFile());
    builder.redirectError(folder.path().resolve("stderr.txt").toFile());
    return builder.start();
  }

  /** Returns as soon as the file is there; fails if the program ends before. */
  private static void awaitFile(Path folder, String name, Process run) throws Exception {
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      run.onExit().thenRun(() -> close(watch));
      boolean seen = Files.exists(folder.resolve(name));
      while (!seen) {
        WatchKey key = watch.take();
        for (WatchEvent<?> event : key.pollEvents()) {
          seen |= name.equals(String.valueOf(event.context()));
        }
        key.reset();
      }
    } catch (ClosedWatchServiceException e) {
      throw new AssertionError("The program ended before it had written a data file", e);
    }
  }

  private static void close(WatchService watch) {
    try {
      watch.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void interrupt(Process run) throws Exception {
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(run.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
