package org.icemelt.pipelines.query;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.TableId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A DuckDB session in memory with the lake's tables as views, and the lake's own views. A table
 * whose files hold exactly its rows is a view over them; of any other, a statement that names it
 * first gets a copy of its rows as of now. Its database is called {@value #ALIAS}, as in the
 * printed ATTACH.
 */
public final class LakeQuery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LakeQuery.class);

  /** The name under which the program's texts attach the lake. */
  public static final String ALIAS = "eo_pv_lakehouse";

  /** Column names and rows as DuckDB prints them; NULL is the empty text. */
  public record Result(List<String> columns, List<List<String>> rows) {}

  /** Takes a result row by row. */
  public interface Rows {
    void columns(List<String> names);

    /** One row; a value is what the driver gives, null for NULL. */
    void row(List<@Nullable Object> values);
  }

  private final Connection connection;
  private final TableCopies copies;
  private final Map<TableId, String> unreadable = new LinkedHashMap<>();
  private final Map<TableId, Lake.TableInfo> toCopy = new LinkedHashMap<>();
  private final Map<TableId, Lake.ViewInfo> toView = new LinkedHashMap<>();

  private LakeQuery(Connection connection, TableCopies copies) {
    this.connection = connection;
    this.copies = copies;
  }

  /** Opens a session on the lake's latest snapshot. */
  public static LakeQuery open(Lake lake) throws QueryException {
    LakeQuery query = new LakeQuery(session(), new TableCopies(lake.config()));
    try {
      query.execute("SET autoinstall_known_extensions = false");
      query.execute("ATTACH ':memory:' AS " + ALIAS);
      query.execute("USE " + ALIAS);
      for (Lake.TableInfo table : lake.tables()) {
        query.table(table);
      }
      for (Lake.ViewInfo view : lake.views()) {
        query.toView.put(view.name(), view);
      }
      query.snapshots(lake);
      query.makeViews();
      return query;
    } catch (SQLException e) {
      query.close();
      throw new QueryException(e);
    }
  }

  /** Whether the table's live files hold exactly its rows. */
  public static boolean isAnsweredByFiles(Lake.TableInfo table) {
    return table.inlinedRows() == 0
        && !table.evolved()
        && table.files().stream().allMatch(f -> f.deleteCount() == 0 && isLocal(f));
  }

  private static boolean isLocal(Lake.FileInfo file) {
    return !file.path().contains("://");
  }

  /** Runs one statement and keeps its rows. */
  public Result run(String sql) throws QueryException {
    List<String> columns = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    run(
        sql,
        new Rows() {
          @Override
          public void columns(List<String> names) {
            columns.addAll(names);
          }

          @Override
          public void row(List<@Nullable Object> values) {
            rows.add(values.stream().map(v -> v == null ? "" : v.toString()).toList());
          }
        });
    return new Result(columns, rows);
  }

  /** Runs one statement and hands its rows on one by one. */
  public void run(String sql, Rows rows) throws QueryException {
    prepare(sql);
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return;
      }
      try (ResultSet result = statement.getResultSet()) {
        ResultSetMetaData meta = result.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
          columns.add(meta.getColumnLabel(i));
        }
        rows.columns(columns);
        while (result.next()) {
          rows.row(values(result, columns.size()));
        }
      }
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  private static List<@Nullable Object> values(ResultSet row, int columns) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(columns);
    for (int i = 1; i <= columns; i++) {
      Object value = row.getObject(i);
      boolean plain = value == null || value instanceof Number || value instanceof Boolean;
      values.add(plain ? value : row.getString(i));
    }
    return values;
  }

  /** Copies every table that is no view yet, so that any statement finds them all. */
  void prepareAll() throws QueryException {
    for (Lake.TableInfo table : List.copyOf(toCopy.values())) {
      copy(table);
    }
    makeViews();
    if (!unreadable.isEmpty()) {
      throw new QueryException(unreadable.values().iterator().next(), true, null);
    }
  }

  /** Copies the tables that a statement names, itself or by a view. */
  private void prepare(String sql) throws QueryException {
    StringBuilder words = new StringBuilder(sql.toLowerCase(Locale.ROOT));
    Set<TableId> followed = new HashSet<>();
    for (boolean more = true; more; ) {
      more = false;
      for (Lake.ViewInfo view : toView.values()) {
        if (names(words, view.name()) && followed.add(view.name())) {
          words.append(' ').append(view.sql().toLowerCase(Locale.ROOT));
          more = true;
        }
      }
    }
    boolean copied = false;
    for (Lake.TableInfo table : List.copyOf(toCopy.values())) {
      if (names(words, table.name())) {
        copy(table);
        copied = true;
      }
    }
    if (copied) {
      makeViews();
    }
  }

  private static boolean names(CharSequence lowerCase, TableId table) {
    return lowerCase.toString().contains(table.name().toLowerCase(Locale.ROOT));
  }

  private void copy(Lake.TableInfo table) throws QueryException {
    toCopy.remove(table.name());
    try {
      Path file = copies.of(table.name());
      execute(
          "CREATE VIEW %s AS FROM read_parquet(%s)"
              .formatted(qualified(table.name()), literal(file.toString())));
      unreadable.remove(table.name());
    } catch (SQLException | IOException | DuckLakeException e) {
      throw new QueryException(
          "Cannot read %s.%s: %s"
              .formatted(table.name().schema(), table.name().name(), QueryException.told(e)),
          true,
          e);
    }
  }

  @Override
  public void close() throws QueryException {
    try {
      connection.close();
      copies.close();
    } catch (SQLException | IOException e) {
      throw new QueryException(e);
    }
  }

  /**
   * Makes DuckDB ready on a thread of its own, so that a query at the end of a long command need
   * not wait for it. What goes wrong then is told by the query.
   */
  public static void warmUp() {
    Thread thread =
        new Thread(
            () -> {
              try {
                session().close();
              } catch (QueryException | SQLException | LinkageError e) {
                LOG.debug("DuckDB is not ready", e);
              }
            },
            "icemelt-duckdb");
    thread.setDaemon(true);
    thread.start();
  }

  private static Connection session() throws QueryException {
    try {
      return new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    } catch (SQLException e) {
      throw new QueryException(e);
    }
  }

  private void table(Lake.TableInfo table) throws SQLException {
    execute("CREATE SCHEMA IF NOT EXISTS " + identifier(table.name().schema()));
    if (!isAnsweredByFiles(table)) {
      toCopy.put(table.name(), table);
      return;
    }
    if (table.files().isEmpty()) {
      execute("CREATE VIEW %s AS %s".formatted(qualified(table.name()), DuckTypes.noRows(table)));
      return;
    }
    String columns =
        table.columns().stream().map(c -> identifier(c.name())).collect(Collectors.joining(", "));
    String files =
        table.files().stream().map(f -> literal(f.path())).collect(Collectors.joining(", "));
    try {
      execute(
          "CREATE VIEW %s AS SELECT %s FROM read_parquet([%s], hive_partitioning = false)"
              .formatted(qualified(table.name()), columns, files));
    } catch (SQLException e) {
      unreadable.put(
          table.name(),
          "Cannot read %s.%s: %s"
              .formatted(table.name().schema(), table.name().name(), QueryException.told(e)));
    }
  }

  /** Makes those of the lake's views whose tables, and views, are there. */
  private void makeViews() {
    for (boolean more = true; more; ) {
      more = false;
      for (Lake.ViewInfo view : List.copyOf(toView.values())) {
        if (made(view)) {
          toView.remove(view.name());
          more = true;
        }
      }
    }
  }

  private boolean made(Lake.ViewInfo view) {
    try {
      execute("CREATE SCHEMA IF NOT EXISTS " + identifier(view.name().schema()));
      execute(
          "CREATE VIEW %s AS %s"
              .formatted(qualified(view.name()), view.sql().replace("{DUCKLAKE_CATALOG}", ALIAS)));
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** What the extension offers as {@code lake.snapshots()}. */
  private void snapshots(Lake lake) throws SQLException {
    String rows =
        lake.snapshots().stream()
            .map(
                s ->
                    "(%d, TIMESTAMPTZ '%s', %d, %s, %s, %s)"
                        .formatted(
                            s.id(),
                            s.time(),
                            s.schemaVersion(),
                            literal(s.changes()),
                            literal(s.author()),
                            literal(s.message())))
            .collect(Collectors.joining(", "));
    execute(
        ("CREATE MACRO snapshots() AS TABLE SELECT * FROM (VALUES %s) AS t(snapshot_id,"
                + " snapshot_time, schema_version, changes, author, commit_message)")
            .formatted(rows));
  }

  /** DuckDB's message, or, if a table is missing that the lake has, why it is. */
  private QueryException failure(String sql, SQLException e) {
    Optional<String> missing = reason(sql, e);
    return missing.isPresent() ? new QueryException(missing.get(), true, e) : new QueryException(e);
  }

  private Optional<String> reason(String sql, SQLException e) {
    String lower = sql.toLowerCase(Locale.ROOT);
    return unreadable.entrySet().stream()
        .filter(table -> names(lower, table.getKey()))
        .filter(table -> QueryException.told(e).startsWith("Catalog Error"))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String qualified(TableId name) {
    return identifier(name.schema()) + "." + identifier(name.name());
  }

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(@Nullable String text) {
    return text == null ? "NULL" : "'" + text.replace("'", "''") + "'";
  }
}
