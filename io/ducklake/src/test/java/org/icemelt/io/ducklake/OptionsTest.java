package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options that a lake's owner sets with DuckDB, each with its effect on our files. */
class OptionsTest {
  private static final TableDef T =
      TableDef.of(
          TableId.parse("t"),
          TableSchema.of(
              ColumnDef.of("p", DuckLakeType.VARCHAR), ColumnDef.of("n", DuckLakeType.INT64)));

  private TestLake lake;

  @BeforeEach
  void newLake(@TempDir Path folder) throws Exception {
    lake = new TestLake(folder);
    lake.commit(List.of(new TableChange.CreateTable("", T.partitionedBy("p"))));
  }

  private void write(int rows) throws Exception {
    var random = new Random(1);
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      values.add(row("a", random.nextLong()));
    }
    lake.commit(lake.append("", T, values));
  }

  private List<List<Object>> ofFiles(String columns) throws Exception {
    return lake.read(
        "SELECT DISTINCT %s FROM parquet_metadata('%s/**/*.parquet') ORDER BY ALL"
            .formatted(columns, lake.data()));
  }

  @ParameterizedTest
  @CsvSource({
    "zstd,ZSTD",
    "gzip,GZIP",
    "uncompressed,UNCOMPRESSED",
    "snappy,SNAPPY",
    "lz4_raw,LZ4_RAW"
  })
  void compression(String option, String codec) throws Exception {
    lake.duckdb("CALL lake.set_option('parquet_compression', '" + option + "')");
    write(1000);
    assertThat(ofFiles("compression")).containsExactly(row(codec));
    assertThat(lake.read("SELECT count(DISTINCT n) FROM lake.t")).containsExactly(row(1000L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void zstdIsTheDefault() throws Exception {
    write(10);
    assertThat(ofFiles("compression")).containsExactly(row("ZSTD"));
  }

  @Test
  void aTablesOptionWinsOverTheLakes() throws Exception {
    lake.duckdb(
        "CALL lake.set_option('parquet_compression', 'gzip')",
        "CALL lake.set_option('parquet_compression', 'zstd', table_name => 't')");
    write(10);
    assertThat(ofFiles("compression")).containsExactly(row("ZSTD"));
  }

  @Test
  void rowGroupSize() throws Exception {
    lake.duckdb("CALL lake.set_option('parquet_row_group_size', 500)");
    write(1200);
    assertThat(ofFiles("row_group_id, row_group_num_rows"))
        .containsExactly(row(0L, 500L), row(1L, 500L), row(2L, 200L));
  }

  @Test
  void rowGroupsOfSortedRowsAreSmallUnlessTheLakeSaysHowLargeTheyAre() throws Exception {
    lake.duckdb("ALTER TABLE lake.t SET SORTED BY (n)");
    write(3000);
    assertThat(ofFiles("row_group_id, row_group_num_rows"))
        .containsExactly(row(0L, 2048L), row(1L, 952L));
    lake.duckdb("CALL lake.set_option('parquet_row_group_size', 122880)");
    write(3000);
    assertThat(ofFiles("row_group_num_rows")).contains(row(3000L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void pageVersion() throws Exception {
    write(10);
    assertThat(ofFiles("encodings").toString()).contains("PLAIN").doesNotContain("DELTA");
    lake.duckdb("CALL lake.set_option('parquet_version', 2)");
    write(5000);
    assertThat(ofFiles("encodings").toString()).contains("DELTA_BINARY_PACKED");
    assertThat(lake.read("SELECT count(DISTINCT n) FROM lake.t")).containsExactly(row(5000L));
  }

  @Test
  void targetFileSize() throws Exception {
    lake.duckdb(
        "CALL lake.set_option('target_file_size', '100KB')",
        "CALL lake.set_option('parquet_row_group_size', 5000)");
    write(60_000); // about 480 KB
    List<Lake.FileInfo> files = lake.lake().table(T.id()).orElseThrow().files();
    assertThat(files).hasSizeBetween(4, 6);
    assertThat(files).allMatch(file -> file.sizeBytes() < 150_000);
    assertThat(lake.read("SELECT count(DISTINCT n) FROM lake.t")).containsExactly(row(60_000L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void folders() throws Exception {
    write(1);
    assertThat(lake.filesOnDisk()).singleElement().asString().contains("/p=a/");
    lake.duckdb("CALL lake.set_option('hive_file_pattern', false)");
    write(1);
    assertThat(lake.filesOnDisk()).filteredOn(path -> !path.contains("/p=a/")).hasSize(1);
    assertThat(lake.read("SELECT n FROM lake.t WHERE p = 'a'")).hasSize(2);
  }
}
