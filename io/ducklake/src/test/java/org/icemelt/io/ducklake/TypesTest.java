package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.ducklake.TestLake.row;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.icemelt.judge.Judge;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each type with its extremes: values as DuckDB reads them, and filters that statistics decide. */
@TestInstance(Lifecycle.PER_CLASS)
class TypesTest {
  /**
   * @param values written, one a row
   * @param expected the same as SQL literals of the type, which DuckDB makes by itself
   */
  record Case(
      String name, DuckLakeType type, String sqlType, List<Object> values, List<String> expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  private TestLake lake;
  private Connection judge;

  static List<Case> cases() {
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
            v(new UUID(0, 0), "'00000000-0000-0000-0000-000000000000'")));
  }

  /** A value and the SQL of the same. */
  private record V(Object value, String sql) {}

  private static V v(Object value, String sql) {
    return new V(value, sql);
  }

  private static Case of(String name, DuckLakeType type, String sqlType, V... values) {
    return new Case(
        name,
        type,
        sqlType,
        Arrays.stream(values).map(V::value).toList(),
        Arrays.stream(values).map(v -> "CAST(" + v.sql() + " AS " + sqlType + ")").toList());
  }

  @BeforeAll
  void writeAllTypes(@TempDir Path folder) throws Exception {
    lake = new TestLake(Files.createDirectory(folder.resolve("lake")));
    List<TableChange> changes = new ArrayList<>();
    for (Case one : cases()) {
      TableDef table =
          TableDef.of(
              TableId.parse(one.name),
              TableSchema.of(ColumnDef.of("i", DuckLakeType.INT32), ColumnDef.of("v", one.type)));
      for (int i = 0; i < one.values.size(); i++) { // a file a value, so that files can be left out
        changes.addAll(lake.append("", table, List.of(row(i, one.values.get(i)))));
      }
      changes.addAll(lake.append("", table, List.of(row(-1, null))));
    }
    lake.commit(changes);
    Path copy = folder.resolve("bare.sqlite");
    Files.copy(lake.config.catalogFile(), copy);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM ducklake_file_column_stats");
      statement.execute("DELETE FROM ducklake_table_column_stats");
    }
    judge = Judge.connect(); // from here on nobody writes
    Judge.attach(judge, lake.catalog(), "lake");
    Judge.attach(judge, "sqlite:" + copy, "bare");
  }

  @AfterAll
  void close() throws Exception {
    judge.close();
  }

  private List<List<@Nullable Object>> read(String sql) throws Exception {
    return Judge.rows(judge, sql);
  }

  /** The same query of the catalog without statistics. */
  private List<List<@Nullable Object>> bare(String sql) throws Exception {
    return read(sql.replace("FROM lake.", "FROM bare."));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valuesAreThoseThatWereWritten(Case one) throws Exception {
    for (int i = 0; i < one.expected.size(); i++) {
      assertThat(
              read(
                  "SELECT v IS NOT DISTINCT FROM %s, typeof(v) FROM lake.%s WHERE i = %d"
                      .formatted(one.expected.get(i), one.name, i)))
          .containsExactly(
              row(
                  true,
                  one.sqlType.equals("TIMESTAMPTZ") ? "TIMESTAMP WITH TIME ZONE" : one.sqlType));
    }
    assertThat(read("SELECT v FROM lake.%s WHERE i = -1".formatted(one.name)))
        .containsExactly(row((Object) null));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void filtersFindWhatTheyFindWithoutStatistics(Case one) throws Exception {
    for (String value : one.expected) {
      if (value.contains("chr(0)")) {
        continue; // DuckDB cannot ask for it: its query to the catalog ends at the NUL
      }
      for (String filter : List.of("v = ", "v < ", "v > ", "v >= ", "v <> ")) {
        String sql =
            "SELECT i FROM lake.%s WHERE %s %s ORDER BY i".formatted(one.name, filter, value);
        assertThat(read(sql)).as(sql).isEqualTo(bare(sql));
      }
    }
    for (String query :
        List.of(
            "SELECT i FROM lake.%s WHERE v IS NULL",
            "SELECT i FROM lake.%s WHERE v IS NOT NULL ORDER BY i",
            "SELECT min(v)::VARCHAR, max(v)::VARCHAR, count(v) FROM lake.%s")) {
      String sql = query.formatted(one.name);
      assertThat(read(sql)).as(sql).isEqualTo(bare(sql));
    }
  }

  @Test
  void theAuditFindsNothing() {
    assertThat(lake.audit()).isEmpty();
  }
}
