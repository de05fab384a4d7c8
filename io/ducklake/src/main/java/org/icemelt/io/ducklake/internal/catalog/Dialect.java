package org.icemelt.io.ducklake.internal.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.icemelt.io.ducklake.LakeConfig;
import org.jspecify.annotations.Nullable;

/** What differs between the databases that can hold a catalog; made for one of them. */
interface Dialect {
  static Dialect of(LakeConfig config) {
    return switch (config.catalog().kind()) {
      case SQLITE -> new SqliteDialect(config.catalogFile(), config.commitTimeout());
      case POSTGRES -> PostgresDialect.of(config, System::getenv);
      case DUCKDB -> new DuckDbDialect(config.catalogFile());
    };
  }

  /** Whether there may be a lake at all; false without touching anything. */
  boolean mayExist();

  /** Opens a catalog that exists. */
  Connection open() throws SQLException;

  /** Opens a catalog and makes its database first where that is a file. */
  Connection create() throws SQLException;

  /** Whether others can use the catalog while a connection to it is open and idle. */
  default boolean mayStayOpen() {
    return true;
  }

  /** Begins a transaction that only reads, with a stable view of the catalog. */
  void beginLook(Connection connection) throws SQLException;

  /** Begins a transaction that makes the catalog's tables. */
  void beginCreate(Connection connection) throws SQLException;

  /** Begins a commit with a stable view of the catalog, in turn with others where it can be had. */
  void beginCommit(Connection connection) throws SQLException;

  default void commit(Connection connection) throws SQLException {
    run(connection, "COMMIT");
  }

  default void rollback(Connection connection) throws SQLException {
    run(connection, "ROLLBACK");
  }

  /** Runs one or more statements without parameters. */
  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs statements that change rows, in their order. */
  default void write(Connection connection, List<Db.Write> writes) throws SQLException {
    for (int from = 0; from < writes.size(); ) {
      String sql = writes.get(from).sql();
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        do { // the same statement for several rows is prepared once
          Db.bind(this, statement, writes.get(from).parameters());
          statement.executeUpdate();
          from++;
        } while (from < writes.size() && writes.get(from).sql().equals(sql));
      }
    }
  }

  /** Fills a temporary table by the fastest way that the driver has. */
  void fill(Connection connection, StagedRows.TempTable table, Iterator<@Nullable Object[]> rows)
      throws SQLException;

  /**
   * Whether another user of the catalog was in the way, so that the same transaction may succeed on
   * a new connection. Such a failure, also one of COMMIT, has changed nothing.
   */
  boolean isRetryable(SQLException failure);

  /** Whether the catalog answered COMMIT with no, for a reason that another try does not change. */
  boolean isRefusal(SQLException failure);

  /** Whether the catalog could not be reached, or the connection to it was lost. */
  boolean isUnavailable(SQLException failure);

  /** Query for the one row that exists if the database holds a table of that name. */
  String tableExistsSql();

  /** Query for the {@code name} of a few tables that keep a lake from being made beside them. */
  String foreignTablesSql();

  /** SQL type of a catalog column. */
  String sqlType(CatalogTables.Type type);

  /** The form in which the driver takes a value. */
  @Nullable Object parameter(@Nullable Object value);

  /** A time as the catalog gave it, of whatever class. */
  Instant instant(Object value);

  /** Whether DuckDB inlines values of a type. */
  default boolean inlines(String duckLakeType) {
    return !duckLakeType.equals("geometry") && !duckLakeType.equals("variant");
  }

  /** Bytes of the longest name that a column can have. */
  default int longestName() {
    return Integer.MAX_VALUE;
  }

  /** SQL type of a column of the table that holds inlined rows. */
  String inlinedType(String duckLakeType);

  /** Whether inlined lists, structs and maps are kept as such, and not as text. */
  default boolean keepsNestedInlined() {
    return false;
  }

  /**
   * SQL for an inlined value as text; null stays null.
   *
   * @param column quoted name
   */
  String inlinedText(String duckLakeType, String column);

  /**
   * SQL for an inlined value in a form that JDBC gives as a number, a boolean, text or bytes.
   *
   * @param column quoted name
   */
  default String inlinedValue(String duckLakeType, String column) {
    return column;
  }

  /** How {@link #inlinedValue} quotes texts in structs. */
  default ColumnValues.Style inlinedStyle() {
    return ColumnValues.Style.SQL;
  }

  /** {@code text} of a value in the form that {@link #inlinedText} gives. */
  default String inlinedLiteral(String duckLakeType, String text) {
    return text;
  }
}
