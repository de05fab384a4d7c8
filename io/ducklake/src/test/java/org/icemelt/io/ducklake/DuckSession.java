package org.icemelt.io.ducklake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.icemelt.judge.Judge;

/**
 * A DuckDB session in a process of its own, with a lake attached as {@code lake}. DuckDB and our
 * writer each bring their own SQLite, and two of these in one process drop each other's file locks;
 * so sessions that stay open while we write live elsewhere, as they do for users.
 */
final class DuckSession implements AutoCloseable {
  private static final String ERROR = "error: ";

  private final Process process;
  private final PrintWriter requests;
  private final BufferedReader answers;

  DuckSession(String catalog) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dicemelt.root=" + System.getProperty("icemelt.root"),
                "-cp",
                System.getProperty("java.class.path"),
                DuckSession.class.getName(),
                catalog)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    requests =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (!"ready".equals(answers.readLine())) {
      throw new IOException("The DuckDB session did not start");
    }
  }

  /**
   * The rows of one statement that begins with SELECT, on one line, as Java prints lists; none of
   * any other.
   *
   * @throws SQLException with DuckDB's message
   */
  String ask(String sql) throws SQLException {
    try {
      requests.println(sql);
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("The DuckDB session ended");
      }
      if (answer.startsWith(ERROR)) {
        throw new SQLException(answer.substring(ERROR.length()));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    requests.close(); // the child ends at the end of its input
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The child. */
  public static void main(String[] arguments) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
    try (Connection connection = Judge.connect()) {
      Judge.attach(connection, arguments[0], "lake");
      out.println("ready");
      for (String sql = in.readLine(); sql != null; sql = in.readLine()) {
        out.println(answer(connection, sql));
      }
    }
  }

  private static String answer(Connection connection, String sql) {
    try {
      if (!sql.startsWith("SELECT")) {
        Judge.execute(connection, sql);
        return "[]";
      }
      return Judge.rows(connection, sql).toString().replace('\n', ' ');
    } catch (SQLException e) {
      return ERROR + String.valueOf(e.getMessage()).replace('\n', ' ');
    }
  }
}
