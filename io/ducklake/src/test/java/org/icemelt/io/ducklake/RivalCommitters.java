package org.icemelt.io.ducklake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Some of our committers in a process of their own, a thread each. Told to, each makes a few
 * commits of three rows, as fast as it can, and says of each that it is through.
 */
final class RivalCommitters implements AutoCloseable {
  static final TableDef TABLE =
      TableDef.of(
          TableId.parse("rivals"),
          TableSchema.of(
              ColumnDef.of("who", DuckLakeType.VARCHAR), ColumnDef.of("n", DuckLakeType.INT64)));
  static final int ROWS_A_COMMIT = 3;

  private static final String ACKNOWLEDGED = "ack ";
  private static final String IDLE = "idle";

  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader answers;

  /**
   * @param first number of the first committer
   */
  RivalCommitters(LakeConfig lake, int first, int committers) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RivalCommitters.class.getName(),
                "ducklake:" + lake.catalog(),
                String.valueOf(lake.dataPath()),
                String.valueOf(first),
                String.valueOf(committers))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    orders =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static String name(int committer) {
    return "ours" + committer;
  }

  /**
   * Lets each committer make so many commits, and waits for all of them.
   *
   * @param acknowledged hears the name of the committer, a blank and the number of its commit
   * @throws IOException if a commit failed for good
   */
  void commit(int each, Consumer<String> acknowledged) throws IOException {
    orders.println(each);
    for (String answer = answers.readLine(); !IDLE.equals(answer); answer = answers.readLine()) {
      if (answer == null || !answer.startsWith(ACKNOWLEDGED)) {
        throw new IOException("One of our commits failed for good: " + answer);
      }
      acknowledged.accept(answer.substring(ACKNOWLEDGED.length()));
    }
  }

  @Override
  public void close() {
    orders.close(); // the child ends at the end of its input
    process.onExit().join();
  }

  /** The child. */
  public static void main(String[] arguments) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    LakeConfig lake = LakeConfig.of(arguments[0]).withDataPath(arguments[1]);
    TestLake writer = TestLake.at(lake);
    int first = Integer.parseInt(arguments[2]);
    int committers = Integer.parseInt(arguments[3]);
    ExecutorService threads = Executors.newFixedThreadPool(committers);
    long done = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int each = Integer.parseInt(line);
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int c = first; c < first + committers; c++) {
        String name = name(c);
        long from = done;
        work.add(
            () -> {
              for (long i = from; i < from + each; i++) {
                writer.commit(writer.append("", TABLE, rows(name, i)));
                System.out.println(ACKNOWLEDGED + name + " " + i);
              }
              return true;
            });
      }
      for (var one : threads.invokeAll(work)) {
        one.get();
      }
      done += each;
      System.out.println(IDLE);
    }
    threads.shutdown();
  }

  private static List<List<Object>> rows(String name, long commit) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS_A_COMMIT; i++) {
      rows.add(List.of(name, commit * ROWS_A_COMMIT + i));
    }
    return rows;
  }
}
