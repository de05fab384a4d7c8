package org.icemelt.io.ducklake.internal.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.Locale;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * A catalog in a DuckDB file. One process at a time may have it open, so nothing here outlives a
 * call. DuckDB's driver gives no SQLSTATE: its messages say what is contention, as they do for
 * DuckLake's own extension.
 */
final class DuckDbDialect implements Dialect {
  private final Path file;

  DuckDbDialect(Path file) {
    this.file = file;
  }

  @Override
  public boolean mayExist() {
    return Files.exists(file);
  }

  @Override
  public Connection open() throws SQLException {
    var settings = new Properties();
    settings.setProperty("threads", "1");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, settings);
    if (connection == null) {
      throw new SQLException("DuckDB's driver does not take the path " + file);
    }
    return connection;
  }

  @Override
  public Connection create() throws SQLException {
    CatalogFolder.make(file);
    return open();
  }

  /** DuckDB locks the file for as long as it has it open. */
  @Override
  public boolean mayStayOpen() {
    return false;
  }

  @Override
  public void beginLook(Connection connection) throws SQLException {
    connection.setAutoCommit(false); // the driver's batches know of no other transaction
  }

  @Override
  public void beginCreate(Connection connection) throws SQLException {
    connection.setAutoCommit(false); // the driver's batches know of no other transaction
  }

  @Override
  public void beginCommit(Connection connection) throws SQLException {
    connection.setAutoCommit(false); // the driver's batches know of no other transaction
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  @Override
  public void fill(
      Connection connection, StagedRows.TempTable table, Iterator<@Nullable Object[]> rows)
      throws SQLException {
    try (DuckDBAppender appender =
        connection.unwrap(DuckDBConnection.class).createAppender("temp", "main", table.name())) {
      while (rows.hasNext()) {
        appender.beginRow();
        for (Object value : rows.next()) {
          if (value == null) {
            appender.appendNull();
          } else if (value instanceof Long number) {
            appender.append(number.longValue());
          } else if (value instanceof Boolean flag) {
            appender.append(flag.booleanValue());
          } else {
            appender.append(value.toString());
          }
        }
        appender.endRow();
      }
    }
  }

  @Override
  public boolean isRetryable(SQLException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("primary key")
        || message.contains("unique")
        || message.contains("conflict") // also of the file's lock, which another process holds
        || message.contains("concurrent");
  }

  @Override
  public boolean isRefusal(SQLException failure) {
    return false; // its messages do not tell
  }

  @Override
  public boolean isUnavailable(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.startsWith("IO Error") && !message.contains("not a valid DuckDB database");
  }

  @Override
  public String tableExistsSql() {
    return """
        SELECT 1 FROM duckdb_tables()
        WHERE database_name = current_database() AND schema_name = 'main' AND table_name = ?
        """;
  }

  @Override
  public String foreignTablesSql() {
    return "SELECT table_name AS name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY 1 LIMIT 3";
  }

  @Override
  public String sqlType(CatalogTables.Type type) {
    return switch (type) {
      case I -> "BIGINT";
      case S -> "VARCHAR";
      case B -> "BOOLEAN";
      case U -> "UUID";
      case T -> "TIMESTAMPTZ";
    };
  }

  @Override
  public @Nullable Object parameter(@Nullable Object value) {
    return value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value;
  }

  @Override
  public Instant instant(Object value) {
    return ((OffsetDateTime) value).toInstant();
  }

  @Override
  public boolean inlines(String duckLakeType) {
    return !duckLakeType.equals("geometry");
  }

  @Override
  public String inlinedType(String duckLakeType) {
    return switch (duckLakeType) {
      case "boolean" -> "BOOLEAN";
      case "int8" -> "TINYINT";
      case "int16" -> "SMALLINT";
      case "int32" -> "INTEGER";
      case "int64" -> "BIGINT";
      case "uint8" -> "UTINYINT";
      case "uint16" -> "USMALLINT";
      case "uint32" -> "UINTEGER";
      case "uint64" -> "UBIGINT";
      case "float32" -> "FLOAT";
      case "float64" -> "DOUBLE";
      case "timestamptz" -> "TIMESTAMPTZ";
      default -> duckLakeType.toUpperCase(Locale.ROOT);
    };
  }

  @Override
  public boolean keepsNestedInlined() {
    return true;
  }

  @Override
  public String inlinedText(String duckLakeType, String column) {
    return "CAST(" + column + " AS VARCHAR)";
  }

  @Override
  public String inlinedValue(String duckLakeType, String column) {
    return inlinedText(duckLakeType, column);
  }

  @Override
  public ColumnValues.Style inlinedStyle() {
    return ColumnValues.Style.PRINTED;
  }
}
