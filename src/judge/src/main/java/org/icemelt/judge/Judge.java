package org.icemelt.judge;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB, whose reading of a lake is the last word on it.
 *
 * <p>{@code count(*)} proves nothing: DuckLake answers it from the catalog with every file gone.
 * Ask for values.
 */
public final class Judge {
  private Judge() {}

  /**
   * A new DuckDB in memory, of two threads, with {@code ducklake}, {@code sqlite_scanner}, {@code
   * postgres_scanner}, {@code spatial} and {@code httpfs} loaded and no download of others allowed.
   *
   * @throws JudgeUnavailableException if the extensions are not to be had; never skips
   */
  public static Connection connect() throws SQLException {
    Path extensions = extensionsDirectory();
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try {
      execute(
          connection,
          "SET autoinstall_known_extensions=false",
          "SET extension_directory=" + literal(extensions.toString()),
          "SET threads=2");
      for (String name : Extensions.NAMES) {
        execute(connection, "LOAD " + name);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * The folder to give to {@code SET extension_directory}, after which {@code INSTALL} and {@code
   * LOAD} by name work without a network.
   */
  public static Path extensionsDirectory() {
    return Found.EXTENSIONS.orThrow();
  }

  /**
   * Attaches a lake.
   *
   * @param catalog what follows {@code ducklake:} in ATTACH, e.g. {@code sqlite:/a/catalog.sqlite};
   *     relative paths count from this JVM's folder
   * @param alias name of the lake in SQL
   */
  public static void attach(
      Connection connection, String catalog, String alias, AttachOption... options)
      throws SQLException {
    String brackets =
        options.length == 0
            ? ""
            : Stream.of(options)
                .map(AttachOption::sql)
                .collect(Collectors.joining(", ", " (", ")"));
    execute(
        connection,
        "ATTACH " + literal("ducklake:" + catalog) + " AS " + identifier(alias) + brackets);
  }

  /** The rows of a query, each value as DuckDB's JDBC driver gives it, null for NULL. */
  public static List<List<@Nullable Object>> rows(Connection connection, String sql)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int width = result.getMetaData().getColumnCount();
      List<List<@Nullable Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>(width);
        for (int i = 1; i <= width; i++) {
          row.add(result.getObject(i));
        }
        rows.add(Collections.unmodifiableList(row));
      }
      return Collections.unmodifiableList(rows);
    }
  }

  /** The first column of a query's rows. */
  public static List<@Nullable Object> column(Connection connection, String sql)
      throws SQLException {
    List<@Nullable Object> column = new ArrayList<>();
    rows(connection, sql).forEach(row -> column.add(row.get(0)));
    return Collections.unmodifiableList(column);
  }

  /** The single value of a query that returns one row of one column. */
  public static @Nullable Object value(Connection connection, String sql) throws SQLException {
    List<List<@Nullable Object>> rows = rows(connection, sql);
    if (rows.size() != 1 || rows.get(0).size() != 1) {
      throw new IllegalArgumentException("Expected one value of %s, got %s".formatted(sql, rows));
    }
    return rows.get(0).get(0);
  }

  /** Runs statements one after the other. */
  public static void execute(Connection connection, String... statements) throws SQLException {
    for (String sql : statements) {
      // A statement is closed by its first error, so each gets its own.
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  /** {@code text} as an SQL string. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** {@code name} as a quoted SQL identifier. */
  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** What looking for the extensions gave; kept, so that a JVM looks once. */
  private record Found(@Nullable Path path, @Nullable JudgeUnavailableException failure) {
    static final Found EXTENSIONS = look();

    private static Found look() {
      try {
        return new Found(new Extensions().find(), null);
      } catch (JudgeUnavailableException e) {
        return new Found(null, e);
      }
    }

    Path orThrow() {
      if (path == null) {
        throw new JudgeUnavailableException(String.valueOf(failure), failure);
      }
      return path;
    }
  }
}
