package org.icemelt.io.ducklake;

import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.DuckLakeType.ListType;
import org.icemelt.io.ducklake.DuckLakeType.MapType;
import org.icemelt.io.ducklake.DuckLakeType.StructType;
import org.jspecify.annotations.Nullable;

/** Values of DuckDB's driver and of our reader in one form, to be compared: texts with a class. */
final class DuckValues {
  private DuckValues() {}

  /** A query's rows, and the SQL types of its columns. */
  record Result(List<String> types, List<String> rows) {}

  static Result query(Connection duck, String sql) throws SQLException {
    try (Statement statement = duck.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int width = result.getMetaData().getColumnCount();
      List<String> types = new ArrayList<>();
      for (int i = 1; i <= width; i++) {
        types.add(result.getMetaData().getColumnTypeName(i).replace("\"", ""));
      }
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          row.add(text(result.getObject(i)));
        }
        rows.add(row.toString());
      }
      rows.sort(null);
      return new Result(types, rows);
    }
  }

  /** A value as DuckDB's driver gives it. */
  static String text(@Nullable Object value) throws SQLException {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof Blob blob) {
      return "x" + HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
    }
    if (value instanceof Timestamp at) {
      return "LocalDateTime " + at.toLocalDateTime();
    }
    if (value instanceof OffsetDateTime at) {
      return "Instant " + at.toInstant();
    }
    if (value instanceof Array array) {
      return list(Arrays.asList((Object[]) array.getArray()));
    }
    if (value instanceof Struct struct) {
      return list(Arrays.asList(struct.getAttributes()));
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, String> entries = new TreeMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        entries.put(text(entry.getKey()), text(entry.getValue()));
      }
      return entries.toString();
    }
    if (value.getClass().getSimpleName().equals("JsonNode")) {
      return "String " + value;
    }
    return value.getClass().getSimpleName() + " " + value;
  }

  private static String list(List<?> values) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(text(value));
    }
    return texts.toString();
  }

  /** A value as our reader gives it. */
  static String text(DuckLakeType type, @Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof byte[] bytes) {
      return "x" + HexFormat.of().formatHex(bytes);
    }
    if (type == DuckLakeType.UINT64) {
      return "BigInteger " + Long.toUnsignedString((Long) value);
    }
    if (type == DuckLakeType.UINT8) {
      return "Short " + value;
    }
    if (type instanceof ListType list) {
      return ((List<?>) value).stream().map(item -> text(list.element(), item)).toList().toString();
    }
    if (type instanceof StructType struct) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < struct.fields().size(); i++) {
        texts.add(text(struct.fields().get(i).type(), ((List<?>) value).get(i)));
      }
      return texts.toString();
    }
    if (type instanceof MapType map) {
      Map<String, String> entries = new TreeMap<>();
      ((Map<?, ?>) value)
          .forEach((key, item) -> entries.put(text(map.key(), key), text(map.value(), item)));
      return entries.toString();
    }
    return value.getClass().getSimpleName() + " " + value;
  }

  /** DuckDB's name of a type. */
  static String sql(DuckLakeType type) {
    if (type instanceof ListType list) {
      return sql(list.element()) + "[]";
    }
    if (type instanceof MapType map) {
      return "MAP(%s, %s)".formatted(sql(map.key()), sql(map.value()));
    }
    if (type instanceof StructType struct) {
      return struct.fields().stream()
          .map(field -> field.name() + " " + sql(field.type()))
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }
    String text = type.catalogText();
    return switch (text) {
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
      case "timestamptz" -> "TIMESTAMP WITH TIME ZONE";
      default -> text.toUpperCase(java.util.Locale.ROOT);
    };
  }
}
