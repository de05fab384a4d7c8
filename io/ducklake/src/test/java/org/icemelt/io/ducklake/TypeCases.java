package org.icemelt.io.ducklake;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;

/** Every type with its extremes, as values to be written and as SQL that DuckDB makes by itself. */
final class TypeCases {
  /**
   * @param values written, one a row
   * @param expected the same as SQL literals of the type
   */
  record Case(
      String name, DuckLakeType type, String sqlType, List<Object> values, List<String> expected) {
    /** Whether equality and order mean something that filters can ask for. */
    boolean isOrdered() {
      return type.children().isEmpty() && type != DuckLakeType.GEOMETRY;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private TypeCases() {}

  static List<Case> all() {
    return List.of(
        of("bool", DuckLakeType.BOOLEAN, "BOOLEAN", v(true, "true"), v(false, "false")),
        of("i8", DuckLakeType.INT8, "TINYINT", v(-128, "-128"), v(127, "127")),
        of("i16", DuckLakeType.INT16, "SMALLINT", v(-32768, "-32768"), v(32767, "32767")),
        of(
            "i32",
            DuckLakeType.INT32,
            "INTEGER",
            v(Integer.MIN_VALUE, "-2147483648"),
            v(Integer.MAX_VALUE, "2147483647")),
        of(
            "i64",
            DuckLakeType.INT64,
            "BIGINT",
            v(Long.MIN_VALUE, "-9223372036854775808"),
            v(Long.MAX_VALUE, "9223372036854775807")),
        of("u8", DuckLakeType.UINT8, "UTINYINT", v(0, "0"), v(255, "255")),
        of("u16", DuckLakeType.UINT16, "USMALLINT", v(0, "0"), v(65535, "65535")),
        of("u32", DuckLakeType.UINT32, "UINTEGER", v(1L, "1"), v(4294967295L, "4294967295")),
        of(
            "u64",
            DuckLakeType.UINT64,
            "UBIGINT",
            v(5L, "5"),
            v(-1L, "18446744073709551615"),
            v(631_243_922_688_252_927L, "631243922688252927")),
        of(
            "f32",
            DuckLakeType.FLOAT32,
            "FLOAT",
            v(-1.5f, "-1.5"),
            v(Float.MAX_VALUE, "3.4028235e38"),
            v(Float.MIN_VALUE, "1.4e-45"),
            v(0.1f, "0.1"),
            v(-0.3f, "-0.3"),
            v(16777217f, "16777217")),
        of(
            "f64",
            DuckLakeType.FLOAT64,
            "DOUBLE",
            v(-1e300, "-1e300"),
            v(0.1, "0.1"),
            v(Double.POSITIVE_INFINITY, "'Infinity'"),
            v(Double.MIN_VALUE, "4.9e-324")),
        of("f64nan", DuckLakeType.FLOAT64, "DOUBLE", v(Double.NaN, "'NaN'"), v(7.0, "7")),
        of(
            "f32nan",
            DuckLakeType.FLOAT32,
            "FLOAT",
            v(Float.NaN, "'NaN'"),
            v(Float.NEGATIVE_INFINITY, "'-Infinity'"),
            v(-0.0f, "-0.0")),
        of(
            "dec9",
            DuckLakeType.decimal(9, 2),
            "DECIMAL(9,2)",
            v(new BigDecimal("-9999999.99"), "-9999999.99"),
            v(new BigDecimal("1.5"), "1.50")),
        of(
            "dec18",
            DuckLakeType.decimal(18, 4),
            "DECIMAL(18,4)",
            v(new BigDecimal("99999999999999.9999"), "99999999999999.9999"),
            v(new BigDecimal("-0.0001"), "-0.0001")),
        of(
            "dec38",
            DuckLakeType.decimal(38, 10),
            "DECIMAL(38,10)",
            v(
                new BigDecimal("-9999999999999999999999999999.9999999999"),
                "-9999999999999999999999999999.9999999999"),
            v(new BigDecimal("3"), "3")),
        of(
            "date",
            DuckLakeType.DATE,
            "DATE",
            v(LocalDate.of(-43, 3, 15), "'0044-03-15 (BC)'"),
            v(LocalDate.of(9999, 12, 31), "'9999-12-31'"),
            v(LocalDate.EPOCH, "'1970-01-01'")),
        of(
            "time",
            DuckLakeType.TIME,
            "TIME",
            v(LocalTime.of(0, 0), "'00:00:00'"),
            v(LocalTime.of(23, 59, 59, 999_999_000), "'23:59:59.999999'")),
        of(
            "ts",
            DuckLakeType.TIMESTAMP,
            "TIMESTAMP",
            v(LocalDateTime.of(1, 1, 1, 0, 0), "'0001-01-01 00:00:00'"),
            v(LocalDateTime.of(2021, 12, 31, 23, 59, 59, 100_000_000), "'2021-12-31 23:59:59.1'"),
            v(
                LocalDateTime.of(2021, 12, 31, 23, 59, 59, 123_456_000),
                "'2021-12-31 23:59:59.123456'")),
        of(
            "tss",
            DuckLakeType.TIMESTAMP_S,
            "TIMESTAMP_S",
            v(LocalDateTime.of(1969, 12, 31, 23, 59, 59), "'1969-12-31 23:59:59'")),
        of(
            "tsms",
            DuckLakeType.TIMESTAMP_MS,
            "TIMESTAMP_MS",
            v(
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000),
                "'1969-12-31 23:59:59.999'")),
        of(
            "tsns",
            DuckLakeType.TIMESTAMP_NS,
            "TIMESTAMP_NS",
            v(LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1), "'1970-01-01 00:00:00.000000001'"),
            v(
                LocalDateTime.of(2262, 4, 11, 23, 47, 16, 854_775_806),
                "'2262-04-11 23:47:16.854775806'")),
        of(
            "tstz",
            DuckLakeType.TIMESTAMPTZ,
            "TIMESTAMPTZ",
            v(Instant.parse("2019-12-31T22:00:00Z"), "'2019-12-31 22:00:00+00'"),
            v(Instant.parse("2020-06-01T00:00:00.5Z"), "'2020-06-01 00:00:00.5+00'")),
        of(
            "str",
            DuckLakeType.VARCHAR,
            "VARCHAR",
            v("", "''"),
            v("Zolotá 'q' \"", "'Zolotá ''q'' \"'"),
            v("\uD83D\uDE00", "'\uD83D\uDE00'"),
            v("\uFFFD", "'\uFFFD'")),
        of(
            "longstr",
            DuckLakeType.VARCHAR,
            "VARCHAR",
            v("é".repeat(200), "repeat('é', 200)"),
            v("z".repeat(300), "repeat('z', 300)"),
            v("z".repeat(256), "repeat('z', 256)")),
        of(
            "top",
            DuckLakeType.VARCHAR,
            "VARCHAR",
            v("\uDBFF\uDFFF".repeat(70), "repeat(chr(1114111), 70)")),
        of(
            "nul",
            DuckLakeType.VARCHAR,
            "VARCHAR",
            v("a\0b", "'a' || chr(0) || 'b'"),
            v("b", "'b'")),
        of("json", DuckLakeType.JSON, "JSON", v("{\"a\": 1}", "'{\"a\": 1}'"), v("[]", "'[]'")),
        of(
            "blob",
            DuckLakeType.BLOB,
            "BLOB",
            v(new byte[] {0, -1}, "'\\x00\\xFF'"),
            v(new byte[0], "''")),
        of(
            "uuid",
            DuckLakeType.UUID,
            "UUID",
            v(
                UUID.fromString("f79c3e09-677c-4bbd-a479-3f349cb785e7"),
                "'f79c3e09-677c-4bbd-a479-3f349cb785e7'"),
            v(new UUID(0, 0), "'00000000-0000-0000-0000-000000000000'")),
        of(
            "list",
            DuckLakeType.list(DuckLakeType.INT32),
            "INTEGER[]",
            v(Arrays.asList(1, null, -3), "[1, NULL, -3]"),
            v(List.of(), "[]"),
            v(Arrays.asList((Object) null), "[NULL]")),
        of(
            "lists",
            DuckLakeType.list(DuckLakeType.list(DuckLakeType.VARCHAR)),
            "VARCHAR[][]",
            v(Arrays.asList(List.of("é", ""), null, List.of()), "[['é', ''], NULL, []]"),
            v(List.of(List.of("z")), "[['z']]")),
        of(
            "map",
            DuckLakeType.map(DuckLakeType.VARCHAR, DuckLakeType.INT64),
            "MAP(VARCHAR, BIGINT)",
            v(Map.of("é", 5L), "MAP {'é': 5}"),
            v(Collections.singletonMap("k", null), "MAP {'k': NULL}"),
            v(Map.of(), "MAP {}")),
        of(
            "struct",
            DuckLakeType.struct(
                ColumnDef.of("a", DuckLakeType.INT32),
                ColumnDef.of(
                    "b",
                    DuckLakeType.struct(
                        ColumnDef.of("c", DuckLakeType.VARCHAR),
                        ColumnDef.of("d", DuckLakeType.list(DuckLakeType.DATE))))),
            "STRUCT(a INTEGER, b STRUCT(c VARCHAR, d DATE[]))",
            v(
                List.of(1, List.of("x", Arrays.asList(LocalDate.EPOCH, null))),
                "{'a': 1, 'b': {'c': 'x', 'd': [DATE '1970-01-01', NULL]}}"),
            v(Arrays.asList(null, null), "{'a': NULL, 'b': NULL}"),
            v(
                Arrays.asList(2, Arrays.asList(null, null)),
                "{'a': 2, 'b': {'c': NULL, 'd': NULL}}")),
        of(
            "deep",
            DuckLakeType.list(
                DuckLakeType.struct(
                    ColumnDef.of("m", DuckLakeType.map(DuckLakeType.INT32, DuckLakeType.UUID)),
                    ColumnDef.of("t", DuckLakeType.TIMESTAMPTZ),
                    ColumnDef.of("f", DuckLakeType.FLOAT64))),
            "STRUCT(m MAP(INTEGER, UUID), t TIMESTAMPTZ, f DOUBLE)[]",
            v(
                Arrays.asList(
                    Arrays.asList(Map.of(7, new UUID(0, 1)), Instant.EPOCH, Double.NaN), null),
                "[{'m': MAP {7: '00000000-0000-0000-0000-000000000001'::UUID}, 't': TIMESTAMPTZ '1970-01-01 00:00:00+00', 'f': 'NaN'::DOUBLE}, NULL]"),
            v(List.of(Arrays.asList(null, null, 0.5)), "[{'m': NULL, 't': NULL, 'f': 0.5}]")),
        of(
            "geom",
            DuckLakeType.GEOMETRY,
            "GEOMETRY",
            geometry("POINT (1 2)"),
            geometry("POINT EMPTY"),
            geometry("LINESTRING (-180 -90, 180 90)"),
            geometry("POLYGON ((0 0, 10.123456789 0, 5 5, 0 0), (1 0.5, 2 0.5, 1.5 1, 1 0.5))"),
            geometry("MULTIPOINT ((100 10), (101 11))"),
            geometry("MULTIPOLYGON (((-70 -30, -69 -30, -69 -29, -70 -30)))"),
            geometry("GEOMETRYCOLLECTION (POINT (50 50), LINESTRING (51 51, 52 52))"),
            geometry("GEOMETRYCOLLECTION EMPTY"),
            v(point(1001, 20, 30, 40), "ST_GeomFromText('POINT Z (20 30 40)')"),
            v(point(3001, 20, 31, 40, 50), "ST_GeomFromText('POINT ZM (20 31 40 50)')")));
  }

  /** A value and the SQL of the same. */
  private record V(Object value, String sql) {}

  private static V v(Object value, String sql) {
    return new V(value, sql);
  }

  private static V geometry(String wkt) {
    try {
      return v(new WKBWriter().write(new WKTReader().read(wkt)), "ST_GeomFromText('" + wkt + "')");
    } catch (ParseException e) {
      throw new IllegalArgumentException(wkt, e);
    }
  }

  private static byte[] point(int type, double... coordinates) {
    ByteBuffer wkb = ByteBuffer.allocate(5 + 8 * coordinates.length).order(ByteOrder.LITTLE_ENDIAN);
    wkb.put((byte) 1).putInt(type);
    for (double coordinate : coordinates) {
      wkb.putDouble(coordinate);
    }
    return wkb.array();
  }

  private static Case of(String name, DuckLakeType type, String sqlType, V... values) {
    return new Case(
        name,
        type,
        sqlType,
        Arrays.stream(values).map(V::value).toList(),
        Arrays.stream(values).map(v -> "CAST(" + v.sql() + " AS " + sqlType + ")").toList());
  }
}
