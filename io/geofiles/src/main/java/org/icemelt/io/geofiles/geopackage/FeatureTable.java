package org.icemelt.io.geofiles.geopackage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * A layer's table as SQLite describes it.
 *
 * @param geometry name of the geometry column, as the table spells it
 * @param rowId name under which rows have a number; null for a view, which has none
 */
record FeatureTable(String name, String geometry, @Nullable String rowId, FeatureSchema schema) {

  static FeatureTable describe(Connection connection, String name, String geometryColumn)
      throws SQLException {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> json = jsonColumns(connection, name);
    String geometry = geometryColumn;
    String key = null;
    String sql = "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String column = rows.getString(1);
          String declared = rows.getString(2) == null ? "" : rows.getString(2);
          names.add(column.toLowerCase(Locale.ROOT));
          if (column.equalsIgnoreCase(geometryColumn)) {
            geometry = column;
          } else if (rows.getInt(3) == 1 && declared.equalsIgnoreCase("INTEGER")) {
            key = column;
          } else {
            ValueType type = json.contains(column) ? ValueType.JSON : type(declared);
            columns.add(new Column(column, type));
          }
        }
      }
    }
    return new FeatureTable(
        name, geometry, rowId(connection, name, key, names), new FeatureSchema(columns));
  }

  private static @Nullable String rowId(
      Connection connection, String name, @Nullable String key, Set<String> names)
      throws SQLException {
    if (key != null) {
      return key;
    }
    String sql =
        "SELECT count(*) FROM pragma_table_list WHERE name = ? AND type = 'table' AND wr = 0";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next() || result.getLong(1) == 0) {
          return null;
        }
      }
    }
    for (String alias : List.of("rowid", "_rowid_", "oid")) {
      if (!names.contains(alias)) {
        return alias;
      }
    }
    return null;
  }

  /** Columns that the Schema extension says hold JSON. */
  private static Set<String> jsonColumns(Connection connection, String table) throws SQLException {
    Set<String> columns = new HashSet<>();
    boolean described =
        GeoPackage.number(
                connection, "SELECT count(*) FROM sqlite_master WHERE name = 'gpkg_data_columns'")
            > 0;
    if (described) {
      String sql =
          "SELECT column_name FROM gpkg_data_columns WHERE lower(table_name) = lower(?)"
              + " AND mime_type = 'application/json'";
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, table);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            columns.add(rows.getString(1));
          }
        }
      }
    }
    return columns;
  }

  /** GeoPackage's data types, then SQLite's own rule for other declarations. */
  static ValueType type(String declared) {
    String word = declared.strip().toUpperCase(Locale.ROOT);
    int parenthesis = word.indexOf('(');
    String plain = parenthesis < 0 ? word : word.substring(0, parenthesis).strip();
    return switch (plain) {
      case "BOOLEAN" -> ValueType.BOOLEAN;
      case "TINYINT", "SMALLINT", "MEDIUMINT" -> ValueType.INT32;
      case "INT", "INTEGER" -> ValueType.INT64;
      case "FLOAT" -> ValueType.FLOAT32;
      case "DOUBLE", "REAL" -> ValueType.FLOAT64;
      case "TEXT" -> ValueType.STRING;
      case "BLOB" -> ValueType.BINARY;
      case "DATE" -> ValueType.DATE;
      case "DATETIME" -> ValueType.TIMESTAMPTZ;
      case "JSON" -> ValueType.JSON;
      default -> byAffinity(word);
    };
  }

  private static ValueType byAffinity(String word) {
    if (word.contains("INT")) {
      return ValueType.INT64;
    }
    if (word.contains("CHAR") || word.contains("CLOB") || word.contains("TEXT")) {
      return ValueType.STRING;
    }
    if (word.contains("REAL")
        || word.contains("FLOA")
        || word.contains("DOUB")
        || word.startsWith("NUMERIC")
        || word.startsWith("DECIMAL")) {
      return ValueType.FLOAT64;
    }
    return ValueType.STRING;
  }
}
