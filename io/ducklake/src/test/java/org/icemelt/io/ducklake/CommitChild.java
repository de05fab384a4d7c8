package org.icemelt.io.ducklake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CommitStep;
import org.icemelt.io.ducklake.internal.catalog.LakeLayout;
import org.icemelt.io.ducklake.internal.write.Committer;
import org.icemelt.io.ducklake.internal.write.RowStager;
import org.jspecify.annotations.Nullable;

/**
 * A process that writes two files and commits them, as a worker does. It can be told to stop at a
 * point, says so, and waits there to be killed.
 */
final class CommitChild implements AutoCloseable {
  static final TableDef TABLE =
      TableDef.of(
          TableId.parse("kills"),
          TableSchema.of(
              ColumnDef.of("who", DuckLakeType.VARCHAR), ColumnDef.of("n", DuckLakeType.INT64)));

  /** Where the child can be told to stop, in the order in which it gets there. */
  enum Point {
    BEFORE_THE_FIRST_FILE("before the first file"),
    BETWEEN_FILES("between files"),
    BEFORE_BEGIN("all files written, before BEGIN"),
    INSIDE_THE_TRANSACTION("inside the transaction, before COMMIT"),
    AFTER_COMMIT("after COMMIT, before the program hears of it"),
    AFTER_IT_HEARD("after the program heard of it");

    private final String text;

    Point(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private static final String STOPPED = "stopped ";
  private static final String DONE = "done ";

  private final Process process;
  private final BufferedReader answers;

  private CommitChild(List<LakeConfig> lakes, String writeId, String stopAt) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CommitChild.class.getName(),
                writeId,
                stopAt));
    for (LakeConfig lake : lakes) {
      command.add("ducklake:" + lake.catalog());
      command.add(String.valueOf(lake.dataPath()));
    }
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a child that stops at a point, waits until it is there, and kills it. */
  static void killedAt(Point point, LakeConfig lake, String writeId) throws IOException {
    try (var child = new CommitChild(List.of(lake), writeId, point.name())) {
      String answer = child.answers.readLine();
      if (!(STOPPED + point.name()).equals(answer)) {
        throw new IOException("The child should stop at %s and said %s".formatted(point, answer));
      }
    }
  }

  /** Starts a child that goes on to its end; how the commit to each of the lakes ended. */
  static List<CommitResult.Outcome> finished(List<LakeConfig> lakes, String writeId)
      throws IOException {
    List<CommitResult.Outcome> outcomes = new ArrayList<>();
    try (var child = new CommitChild(lakes, writeId, "nowhere")) {
      while (outcomes.size() < lakes.size()) {
        String answer = String.valueOf(child.answers.readLine());
        if (!answer.startsWith(DONE)) {
          throw new IOException("The child did not come to its end: " + answer);
        }
        outcomes.add(CommitResult.Outcome.valueOf(answer.substring(DONE.length())));
      }
      return outcomes;
    }
  }

  /** SIGKILL, and the process is gone. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** The child. */
  public static void main(String[] arguments) throws Exception {
    for (int lake = 2; lake < arguments.length; lake += 2) {
      CommitResult result =
          write(
              LakeConfig.of(arguments[lake]).withDataPath(arguments[lake + 1]),
              arguments[0],
              arguments[1]);
      System.out.println(DONE + result.outcome());
    }
  }

  private static CommitResult write(LakeConfig lake, String writeId, String stopAt)
      throws IOException {
    pass(Point.BEFORE_THE_FIRST_FILE, stopAt);
    var stager = new RowStager(LakeLayout.of(new Catalog(lake, Clock.systemUTC())));
    List<TableChange> changes = new ArrayList<>();
    for (long file = 0; file < 2; file++) {
      stager.add(TableRow.of(TABLE, List.of("child", file)), "");
      stager.finish().forEach(made -> changes.add(new TableChange.Append("", made)));
      pass(file == 0 ? Point.BETWEEN_FILES : null, stopAt);
    }
    CommitResult result =
        new Committer(
                lake,
                TestLake.request(writeId),
                null,
                Clock.systemUTC(),
                step -> pass(pointOf(step), stopAt))
            .commit(changes);
    pass(Point.AFTER_IT_HEARD, stopAt);
    return result;
  }

  private static @Nullable Point pointOf(CommitStep step) {
    return switch (step) {
      case FILES_READY -> Point.BEFORE_BEGIN;
      case BEGUN -> null;
      case WRITTEN -> Point.INSIDE_THE_TRANSACTION;
      case COMMITTED -> Point.AFTER_COMMIT;
    };
  }

  private static void pass(@Nullable Point point, String stopAt) {
    if (point == null || !point.name().equals(stopAt)) {
      return;
    }
    System.out.println(STOPPED + point);
    try {
      System.in.read(); // the parent writes nothing; it kills
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
