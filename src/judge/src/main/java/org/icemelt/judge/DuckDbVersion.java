package org.icemelt.judge;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The DuckDB in the JDBC driver; extensions and the Python module must be of the same version. */
final class DuckDbVersion {
  private DuckDbVersion() {}

  /** As DuckDB names its extension folders: {@code v1.5.5}. */
  static String tag() {
    return ask("SELECT version()");
  }

  /** As PyPI names it: {@code 1.5.5}. */
  static String number() {
    return tag().substring(1);
  }

  /** As DuckDB names its extension folders: {@code linux_amd64}. */
  static String platform() {
    return ask("PRAGMA platform");
  }

  private static String ask(String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      return (String) Judge.rows(connection, sql).get(0).get(0);
    } catch (SQLException e) {
      throw new JudgeUnavailableException("Cannot start DuckDB's JDBC driver", e);
    }
  }
}
