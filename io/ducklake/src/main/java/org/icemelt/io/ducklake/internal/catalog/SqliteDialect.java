package org.icemelt.io.ducklake.internal.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.UUID;
import org.icemelt.io.ducklake.LakeConfig;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
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

  @Override
  public boolean reachable(LakeConfig config) {
    return Files.exists(config.catalogFile());
  }

  @Override
  public Connection open(LakeConfig config) throws SQLException {
    var settings = new SQLiteConfig();
    settings.setBusyTimeout(
        (int) Math.min(BUSY_TIMEOUT_MS, Math.max(1, config.commitTimeout().toMillis())));
    var source = new SQLiteDataSource(settings);
    source.setUrl("jdbc:sqlite:" + config.catalogFile());
    return source.getConnection();
  }

  @Override
  public Connection create(LakeConfig config) throws SQLException {
    Path folder = config.catalogFile().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new SQLException("Failed to make the catalog's folder " + folder, e);
    }
    Connection connection = open(config);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    run(connection, "BEGIN IMMEDIATE");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    run(connection, "COMMIT");
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    run(connection, "ROLLBACK");
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
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
  public boolean isUnavailable(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        && (sqlite.getResultCode().code & 0xff) == 14; // SQLITE_CANTOPEN
  }

  @Override
  public String tableExistsSql() {
    return "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?";
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
