package org.icemelt.io.ducklake.internal.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A catalog in an SQLite file, in WAL mode so that readers do not stop the writer. BEGIN IMMEDIATE
 * takes the write lock before anything is read.
 */
final class SqliteDialect implements Dialect {
  /** How long one BEGIN waits for another writer; DuckDB's commits hold the lock for far less. */
  private static final int BUSY_TIMEOUT_MS = 20_000;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .appendPattern("x")
          .toFormatter(Locale.ROOT);

  private final Path file;
  private final int busyTimeoutMs;

  SqliteDialect(Path file, Duration patience) {
    this.file = file;
    this.busyTimeoutMs = (int) Math.min(BUSY_TIMEOUT_MS, Math.max(1, patience.toMillis()));
  }

  @Override
  public boolean mayExist() {
    return Files.exists(file);
  }

  @Override
  public Connection open() throws SQLException {
    var settings = new SQLiteConfig();
    settings.setBusyTimeout(busyTimeoutMs);
    var source = new SQLiteDataSource(settings);
    source.setUrl("jdbc:sqlite:" + file);
    return source.getConnection();
  }

  @Override
  public Connection create() throws SQLException {
    CatalogFolder.make(file);
    Connection connection = open();
    try {
      Dialect.run(connection, "PRAGMA journal_mode=WAL");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  @Override
  public void beginLook(Connection connection) throws SQLException {
    Dialect.run(connection, "BEGIN");
  }

  @Override
  public void beginCreate(Connection connection) throws SQLException {
    Dialect.run(connection, "BEGIN IMMEDIATE");
  }

  @Override
  public void beginCommit(Connection connection) throws SQLException {
    Dialect.run(connection, "BEGIN IMMEDIATE");
  }

  @Override
  public void fill(
      Connection connection, StagedRows.TempTable table, Iterator<@Nullable Object[]> rows)
      throws SQLException {
    String places = String.join(", ", Collections.nCopies(table.columns().size(), "?"));
    Dialect.run(connection, "BEGIN"); // of the temporary database alone: no lock on the catalog
    Db.batch(this, connection, "INSERT INTO " + table.name() + " VALUES (" + places + ")", rows);
    Dialect.run(connection, "COMMIT");
  }

  @Override
  public boolean isRetryable(SQLException failure) {
    if (!(failure instanceof SQLiteException sqlite)) {
      return false;
    }
    int code = sqlite.getResultCode().code & 0xff; // extended codes keep the plain one below
    return code == 5 || code == 6; // SQLITE_BUSY, SQLITE_LOCKED
  }

  @Override
  public boolean isRefusal(SQLException failure) {
    // A commit whose last page did not get into the log is none. After a failed fsync nobody knows.
    return failure instanceof SQLiteException sqlite
        && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL
            || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_WRITE);
  }

  @Override
  public boolean isUnavailable(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        && (sqlite.getResultCode().code & 0xff) == 14; // SQLITE_CANTOPEN
  }

  @Override
  public String tableExistsSql() {
    return "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?";
  }

  @Override
  public String foreignTablesSql() {
    return "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name LIMIT 3";
  }

  @Override
  public String sqlType(CatalogTables.Type type) {
    return switch (type) {
      case I, B -> "BIGINT";
      case S, U, T -> "VARCHAR";
    };
  }

  @Override
  public @Nullable Object parameter(@Nullable Object value) {
    if (value instanceof Boolean flag) {
      return flag ? 1L : 0L;
    }
    if (value instanceof UUID) {
      return value.toString();
    }
    if (value instanceof Instant at) {
      return TIME.format(at.atOffset(ZoneOffset.UTC));
    }
    return value;
  }

  @Override
  public Instant instant(Object value) {
    String text = value.toString().replace('T', ' ').replace("Z", "+00");
    return OffsetDateTime.parse(text, TIME).toInstant();
  }

  @Override
  public String inlinedType(String duckLakeType) {
    return switch (duckLakeType) {
      case "boolean", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32" -> "BIGINT";
      case "blob" -> "BLOB";
      default -> "VARCHAR";
    };
  }

  @Override
  public String inlinedText(String duckLakeType, String column) {
    return "CAST(" + column + " AS TEXT)";
  }

  @Override
  public String inlinedLiteral(String duckLakeType, String text) {
    return duckLakeType.equals("boolean") ? (text.equals("true") ? "1" : "0") : text;
  }
}
