package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.icemelt.io.ducklake.CountedFiles.Read;
import org.icemelt.judge.Judge;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left unread: DuckDB reads each file alone and says which row groups hold rows that a
 * filter wants; a file system that notes reads says which of them we touched.
 */
class PruneTest {
  @TempDir Path folder;

  /**
   * @param near whether the column is sorted or a partition key, so that little else is read
   */
  private record Case(String sql, Filter filter, boolean near) {}

  private static final List<Case> CASES =
      List.of(
          new Case("id = 4321", Filter.equal("id", 4321), true),
          new Case("id >= 19000", Filter.atLeast("id", 19000), true),
          new Case("id < 10", Filter.less("id", 10), true),
          new Case(
              "id BETWEEN 9000 AND 9500",
              Filter.and(Filter.atLeast("id", 9000), Filter.atMost("id", 9500)),
              true),
          new Case("NOT (id >= 5000)", Filter.not(Filter.atLeast("id", 5000)), true),
          new Case("id IN (7, 16000)", Filter.in("id", 7, 16000), true),
          new Case("day = DATE '2020-01-04'", Filter.equal("day", "2020-01-04"), true),
          new Case("price > 1999.0", Filter.greater("price", 1999), true),
          new Case(
              "price < 3.0 OR id = 12345",
              Filter.or(Filter.less("price", 3), Filter.equal("id", 12345)),
              true),
          new Case("name = 'n00042'", Filter.equal("name", "n00042"), true),
          new Case("name >= 'n19990'", Filter.atLeast("name", "n19990"), true),
          new Case("maybe IS NOT NULL", Filter.isNotNull("maybe"), true),
          new Case(
              "maybe IS NULL AND id > 16990",
              Filter.and(Filter.isNull("maybe"), Filter.greater("id", 16990)),
              true),
          new Case("amount <= 0.05", Filter.atMost("amount", "0.05"), true),
          new Case(
              "moment >= TIMESTAMP '2020-01-14 20:00:00'",
              Filter.atLeast("moment", "2020-01-14 20:00:00"),
              true),
          new Case("big = 18446744073709510000", Filter.equal("big", "18446744073709510000"), true),
          new Case("odd = 77", Filter.equal("odd", 77), false),
          new Case("odd <> 77", Filter.notEqual("odd", 77), false),
          new Case(
              "where_ && ST_MakeEnvelope(10, -1, 11, 1)",
              Filter.intersects("where_", 10, -1, 11, 1),
              true));

  @Test
  void readsAllThatMatchesAndLittleElse() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb("CALL lake.set_option('parquet_row_group_size', 2048)");
    lake.duckdb(
        "CREATE TABLE lake.t (id BIGINT, day DATE, price DOUBLE, name VARCHAR, maybe INTEGER, amount DECIMAL(9,2), moment TIMESTAMP, big UBIGINT, odd INTEGER, where_ GEOMETRY)");
    for (int from = 0; from < 20_000; from += 5_000) {
      lake.duckdb(
          "INSERT INTO lake.t SELECT i, DATE '2020-01-01' + (i // 1440)::INTEGER, i / 10.0, printf('n%%05d', i), CASE WHEN i >= 17000 THEN i END, i / 100, TIMESTAMP '2020-01-01' + to_minutes(i), 18446744073709500000 + i, (i * 7919) %% 1000, ST_Point(i / 1000.0, 0) FROM range(%d, %d) r(i)"
              .formatted(from, from + 5_000));
    }
    check(lake, "t", CASES);
  }

  @Test
  void bucketsAndPartitionValuesLeaveFilesOut() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (id BIGINT, country VARCHAR, uuid UUID)",
        "ALTER TABLE lake.t SET PARTITIONED BY (bucket(8, id))",
        "INSERT INTO lake.t SELECT i, ['IN', 'US', 'ES', NULL][1 + i % 4], md5(i::VARCHAR)::UUID FROM range(2000) r(i)",
        "CREATE TABLE lake.c (id BIGINT, country VARCHAR)",
        "ALTER TABLE lake.c SET PARTITIONED BY (country)",
        "INSERT INTO lake.c SELECT i, ['IN', 'US', 'ES', NULL][1 + i % 4] FROM range(2000) r(i)",
        "CREATE TABLE lake.u (id UUID)",
        "ALTER TABLE lake.u SET PARTITIONED BY (bucket(8, id))",
        "INSERT INTO lake.u SELECT md5(i::VARCHAR)::UUID FROM range(2000) r(i)");
    check(
        lake,
        "t",
        List.of(
            new Case("id = 34", Filter.equal("id", 34), true),
            new Case("id = 1999", Filter.equal("id", 1999), true)));
    check(
        lake,
        "c",
        List.of(
            new Case("country = 'IN'", Filter.equal("country", "IN"), true),
            new Case("country > 'IN'", Filter.greater("country", "IN"), true),
            new Case("country IS NULL", Filter.isNull("country"), true)));
    check(
        lake,
        "u",
        List.of(
            new Case(
                "id = md5('77')::UUID",
                Filter.equal("id", "28dd2c79-55ce-9264-5624-0b2ff0100bde"),
                true)));
  }

  /** A row group of a local file. */
  private record Group(String file, long number, long from, long to) {
    String key() {
      return file + "#" + number;
    }
  }

  private static void check(TestLake lake, String table, List<Case> cases) throws SQLException {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    List<String> files =
        LakeScan.of(lake.config, TableId.parse(table)).plan().files().stream()
            .map(ScanPlan.PlannedFile::path)
            .toList();
    Map<String, Set<String>> needed = new HashMap<>();
    List<Group> groups = new ArrayList<>();
    Map<String, List<List<@Nullable Object>>> rows = new HashMap<>();
    for (String file : files) {
      groups.addAll(groups(lake, file));
    }
    for (Case one : cases) {
      Set<String> keys = new TreeSet<>();
      for (String file : files) {
        for (List<@Nullable Object> group : lake.read(groupsWith(file, one.sql()))) {
          keys.add(file + "#" + group.get(0));
        }
      }
      needed.put(one.sql(), keys);
      rows.put(
          one.sql(),
          lake.read("SELECT rowid FROM lake.%s WHERE %s ORDER BY 1".formatted(table, one.sql())));
    }
    String counted = "counted://" + lake.config.dataPath();
    lake.inCatalog(
        "UPDATE ducklake_metadata SET value = '%s' WHERE key = 'data_path'".formatted(counted));
    try {
      for (Case one : cases) {
        check(
            lake.config.withDataPath(counted),
            table,
            one,
            needed.get(one.sql()),
            groups,
            rows.get(one.sql()));
      }
    } finally {
      lake.inCatalog(
          "UPDATE ducklake_metadata SET value = '%s' WHERE key = 'data_path'"
              .formatted(lake.config.dataPath()));
    }
  }

  private static void check(
      LakeConfig lake,
      String table,
      Case one,
      Set<String> needed,
      List<Group> groups,
      List<List<@Nullable Object>> rows) {
    CountedFiles.takeReads();
    List<List<@Nullable Object>> found = new ArrayList<>();
    ReadCounts counts;
    try (RowCursor cursor =
        LakeScan.of(lake, TableId.parse(table)).where(one.filter()).plan().open()) {
      while (cursor.next()) {
        found.add(List.of(cursor.rowId()));
      }
      counts = cursor.counts();
    }
    List<Read> reads = CountedFiles.takeReads();
    Set<String> opened = reads.stream().map(Read::path).collect(Collectors.toSet());
    Set<String> touched =
        groups.stream()
            .filter(
                group ->
                    reads.stream()
                        .anyMatch(
                            read ->
                                read.path().equals(group.file())
                                    && read.from() < group.to()
                                    && read.to() > group.from()))
            .map(Group::key)
            .collect(Collectors.toSet());

    assertThat(found).as(one.sql()).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(needed).as(one.sql()).isNotEmpty();
    assertThat(touched).as(one.sql()).containsAll(needed);
    assertThat(counts.rowGroups()).as(one.sql()).isEqualTo(touched.size());
    assertThat(counts.files()).as(one.sql()).isEqualTo(opened.size());
    if (one.near()) {
      assertThat(touched.size()).as(one.sql()).isLessThanOrEqualTo(2 * needed.size());
    }
  }

  private static List<Group> groups(TestLake lake, String file) throws SQLException {
    return lake
        .read(
            "SELECT row_group_id, min(coalesce(dictionary_page_offset, data_page_offset)), max(coalesce(dictionary_page_offset, data_page_offset) + total_compressed_size) FROM parquet_metadata(%s) GROUP BY 1 ORDER BY 1"
                .formatted(Judge.literal(file)))
        .stream()
        .map(row -> new Group(file, number(row.get(0)), number(row.get(1)), number(row.get(2))))
        .toList();
  }

  private static long number(@Nullable Object value) {
    return ((Number) java.util.Objects.requireNonNull(value)).longValue();
  }

  /** Row groups of one file, read alone, that hold rows for which a condition is true. */
  private static String groupsWith(String file, String condition) {
    return """
        WITH g AS (
          SELECT row_group_id, max(row_group_num_rows) AS n FROM parquet_metadata(%1$s) GROUP BY 1),
        ends AS (SELECT row_group_id, sum(n) OVER (ORDER BY row_group_id) AS until, n FROM g)
        SELECT DISTINCT row_group_id FROM ends JOIN (
          SELECT file_row_number AS r FROM read_parquet(%1$s, file_row_number => true) WHERE %2$s)
        ON r < until AND r >= until - n
        """
        .formatted(Judge.literal(file), condition);
  }
}
