package org.icemelt.pipelines.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;
import org.icemelt.io.ducklake.Lake;

/** A DuckDB session with one view a table over the table's live files. */
public final class LakeQuery implements AutoCloseable {
  /** Column names and rows as DuckDB prints them; NULL is the empty text. */
  public record Result(List<String> columns, List<List<String>> rows) {}

  private final Connection connection;

  private LakeQuery(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens a session on the lake's latest snapshot. A table with pending deletes or inlined rows has
   * no view, as its files alone do not say what its rows are.
   */
  public static LakeQuery open(Lake lake) throws QueryException {
    LakeQuery query = new LakeQuery(session());
    try {
      query.execute("SET autoinstall_known_extensions = false");
      for (Lake.TableInfo table : lake.tables()) {
        if (isAnsweredByFiles(table)) {
          query.view(table);
        }
      }
      return query;
    } catch (SQLException e) {
      query.close();
      throw new QueryException(e);
    }
  }

  /** Whether the table's live files hold exactly its rows. */
  public static boolean isAnsweredByFiles(Lake.TableInfo table) {
    return table.inlinedRows() == 0
        && !table.files().isEmpty()
        && table.files().stream().allMatch(f -> f.deleteCount() == 0);
  }

  /** Runs one statement. */
  public Result run(String sql) throws QueryException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      ResultSetMetaData meta = rows.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(meta.getColumnLabel(i));
      }
      List<List<String>> values = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          String value = rows.getString(i);
          row.add(value == null ? "" : value);
        }
        values.add(row);
      }
      return new Result(columns, values);
    } catch (SQLException e) {
      throw new QueryException(e);
    }
  }

  @Override
  public void close() throws QueryException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new QueryException(e);
    }
  }

  private static Connection session() throws QueryException {
    try {
      return new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    } catch (SQLException e) {
      throw new QueryException(e);
    }
  }

  private void view(Lake.TableInfo table) throws SQLException {
    String files =
        table.files().stream()
            .map(Lake.FileInfo::path)
            .map(p -> "'" + p.replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    String schema = identifier(table.name().schema());
    execute("CREATE SCHEMA IF NOT EXISTS " + schema);
    execute(
        ("CREATE VIEW %s.%s AS SELECT * FROM read_parquet([%s], hive_partitioning = false,"
                + " union_by_name = true)")
            .formatted(schema, identifier(table.name().name()), files));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
