package org.icemelt.io.ducklake.internal.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.icemelt.io.ducklake.CatalogAddress;
import org.icemelt.io.ducklake.LakeConfig;
import org.jspecify.annotations.Nullable;

/** What differs between the databases that can hold a catalog. */
interface Dialect {
  static Dialect of(CatalogAddress address) {
    return switch (address.kind()) {
      case SQLITE -> new SqliteDialect();
      case POSTGRES, DUCKDB ->
          throw new IllegalArgumentException(
              "Cannot write to %s yet: only sqlite: catalogs are supported.".formatted(address));
    };
  }

  /** Whether there may be a lake at all; false without touching anything. */
  boolean reachable(LakeConfig config);

  /** Opens a catalog that exists. */
  Connection open(LakeConfig config) throws SQLException;

  /** Opens a catalog and makes its database first where that is a file. */
  Connection create(LakeConfig config) throws SQLException;

  /** Begins a transaction that will write, with a stable view of the catalog. */
  void begin(Connection connection) throws SQLException;

  void commit(Connection connection) throws SQLException;

  void rollback(Connection connection) throws SQLException;

  /** Whether the same transaction may succeed when run again on a new connection. */
  boolean isRetryable(SQLException failure);

  /** Whether the catalog could not be reached at all. */
  boolean isUnavailable(SQLException failure);

  /** Query for the one row that exists if the database holds a table of that name. */
  String tableExistsSql();

  /** SQL type of a catalog column. */
  String sqlType(CatalogTables.Type type);

  /** The form in which the driver takes a value. */
  @Nullable Object parameter(@Nullable Object value);

  /** A time as the catalog gave it, of whatever class. */
  Instant instant(Object value);

  /** SQL type of a column of the table that holds inlined rows. */
  String inlinedType(String duckLakeType);

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

  /** {@code text} of a value in the form that {@link #inlinedText} gives. */
  default String inlinedLiteral(String duckLakeType, String text) {
    return text;
  }
}
