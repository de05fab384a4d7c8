package org.icemelt.io.ducklake.internal.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a catalog for one transaction or one look; given back or closed right after.
 */
final class Db implements AutoCloseable {
  /** Makes something of the row that the result stands on. */
  @FunctionalInterface
  interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** Looks at the row that the result stands on. */
  @FunctionalInterface
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Db.class);
  private static final int BATCH = 2_000;

  /** Statements, or rows of a batch, that wait at most. */
  private static final int LONGEST_QUEUE = 100;

  /** A statement that changes rows, and its parameters. */
  record Write(String sql, @Nullable Object[] parameters) {}

  private final Connection connection;
  private final Dialect dialect;
  private final Consumer<Connection> whenClean;
  private final List<Write> queue = new ArrayList<>();
  private boolean inTransaction;
  private boolean clean = true;

  Db(Connection connection, Dialect dialect) {
    this(connection, dialect, Db::closeQuietly);
  }

  /**
   * @param whenClean takes the connection at the end if it is as it was in the beginning
   */
  Db(Connection connection, Dialect dialect, Consumer<Connection> whenClean) {
    this.connection = connection;
    this.dialect = dialect;
    this.whenClean = whenClean;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Begins a transaction that only reads, all of it as of one moment. */
  void beginLook() throws SQLException {
    inTransaction = true;
    dialect.beginLook(connection);
  }

  /** Begins a transaction that makes the catalog's tables. */
  void beginCreate() throws SQLException {
    inTransaction = true;
    dialect.beginCreate(connection);
  }

  /** Begins a commit; what is read from here on no other commit changes, where that can be had. */
  void beginCommit() throws SQLException {
    inTransaction = true;
    dialect.beginCommit(connection);
  }

  void commit() throws SQLException {
    flush();
    dialect.commit(connection);
    inTransaction = false;
  }

  void rollback() throws SQLException {
    queue.clear();
    inTransaction = false;
    dialect.rollback(connection);
  }

  void execute(String sql) throws SQLException {
    flush();
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Changes rows, and says how many. */
  int update(String sql, @Nullable Object... parameters) throws SQLException {
    flush();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(dialect, statement, parameters);
      return statement.executeUpdate();
    }
  }

  /**
   * Changes rows before anything else is asked of the connection. A failure may show only then: a
   * database across a network is sent many such statements at once.
   */
  void write(String sql, @Nullable Object... parameters) throws SQLException {
    queue.add(new Write(sql, parameters));
    if (queue.size() >= LONGEST_QUEUE) {
      flush();
    }
  }

  /** As {@link #write}, once for each of the rows. */
  void batch(String sql, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.size() < LONGEST_QUEUE) {
      for (@Nullable Object[] row : rows) {
        write(sql, row);
      }
    } else {
      flush();
      batch(dialect, connection, sql, rows.iterator());
    }
  }

  /** Sends what {@link #write} was given. */
  void flush() throws SQLException {
    if (!queue.isEmpty()) {
      List<Write> writes = List.copyOf(queue);
      queue.clear();
      dialect.write(connection, writes);
    }
  }

  static void batch(
      Dialect dialect, Connection connection, String sql, Iterator<@Nullable Object[]> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int pending = 0;
      while (rows.hasNext()) {
        bind(dialect, statement, rows.next());
        statement.addBatch();
        if (++pending == BATCH) {
          statement.executeBatch();
          pending = 0;
        }
      }
      if (pending > 0) {
        statement.executeBatch();
      }
    }
  }

  /** Makes a temporary table of this connection and fills it as fast as the database can. */
  void fillTemporary(StagedRows.TempTable table, Iterator<@Nullable Object[]> rows)
      throws SQLException {
    clean = false;
    execute(table.ddl(dialect));
    dialect.fill(connection, table, rows);
  }

  /** Hands each row of a query to {@code reader}, without keeping any. */
  void each(String sql, RowReader reader) throws SQLException {
    flush();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        reader.read(result);
      }
    }
  }

  <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    flush();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(dialect, statement, parameters);
      try (ResultSet result = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(mapper.map(result));
        }
        return rows;
      }
    }
  }

  <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    return list(sql, mapper, parameters).stream().findFirst();
  }

  boolean hasTable(String name) throws SQLException {
    return first(dialect.tableExistsSql(), row -> true, name).isPresent();
  }

  Instant instant(ResultSet row, String column) throws SQLException {
    Object value = row.getObject(column);
    if (value == null) {
      throw new SQLException("Invalid catalog: " + column + " is NULL");
    }
    return dialect.instant(value);
  }

  static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  static String text(ResultSet row, String column) throws SQLException {
    String value = row.getString(column);
    if (value == null) {
      throw new SQLException("Invalid catalog: " + column + " is NULL");
    }
    return value;
  }

  /** A name as SQL writes it. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static void bind(Dialect dialect, PreparedStatement statement, @Nullable Object[] parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, dialect.parameter(parameters[i]));
    }
  }

  @Override
  public void close() {
    try {
      if (inTransaction) {
        rollback();
      }
      if (clean) {
        whenClean.accept(connection);
      } else {
        connection.close();
      }
    } catch (SQLException e) {
      // What was not committed is gone with the connection; an earlier failure says more.
      LOG.debug("The catalog's connection did not end well", e);
      closeQuietly(connection);
    }
  }

  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("The catalog's connection did not close well", e);
    }
  }
}
