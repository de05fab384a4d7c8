package org.icemelt.pipelines.query;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.Lake;

/** What DuckDB calls DuckLake's types. */
final class DuckTypes {
  private static final Map<String, String> SPECIAL =
      Map.ofEntries(
          Map.entry("int8", "TINYINT"),
          Map.entry("int16", "SMALLINT"),
          Map.entry("int32", "INTEGER"),
          Map.entry("int64", "BIGINT"),
          Map.entry("int128", "HUGEINT"),
          Map.entry("uint8", "UTINYINT"),
          Map.entry("uint16", "USMALLINT"),
          Map.entry("uint32", "UINTEGER"),
          Map.entry("uint64", "UBIGINT"),
          Map.entry("uint128", "UHUGEINT"),
          Map.entry("float32", "FLOAT"),
          Map.entry("float64", "DOUBLE"),
          Map.entry("timestamp_us", "TIMESTAMP"),
          Map.entry("struct", "VARCHAR"),
          Map.entry("list", "VARCHAR"),
          Map.entry("map", "VARCHAR"));

  private DuckTypes() {}

  /** A query with the columns of a table that has no rows. */
  static String noRows(Lake.TableInfo table) {
    return table.columns().stream()
        .map(c -> "CAST(NULL AS %s) AS %s".formatted(of(c.type()), LakeQuery.identifier(c.name())))
        .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
  }

  private static String of(String duckLake) {
    return SPECIAL.getOrDefault(
        duckLake.toLowerCase(Locale.ROOT), duckLake.toUpperCase(Locale.ROOT));
  }
}
