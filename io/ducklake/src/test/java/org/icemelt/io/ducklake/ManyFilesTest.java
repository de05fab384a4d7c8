package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten thousand new files with statistics of twenty columns each go into one snapshot; on the slower
 * catalogs a thousand, unless {@code icemelt.many.files} is true, as {@code soak.sh files} sets it.
 */
class ManyFilesTest {
  @ParameterizedTest
  @EnumSource(CatalogAddress.Kind.class)
  void aCommitOfTenThousandDifferentFilesFitsASmallJvm(
      CatalogAddress.Kind kind, @TempDir(cleanup = CleanupMode.ALWAYS) Path folder)
      throws Exception {
    boolean tenThousand = Boolean.getBoolean("icemelt.many.files");
    int many = tenThousand || kind == CatalogAddress.Kind.SQLITE ? 10_000 : 1_000;
    TestLake lake = new TestLake(folder, kind);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ManyFiles.class.getName(),
                lake.catalog(),
                String.valueOf(lake.config.dataPath()),
                "1",
                "100",
                Integer.toString(many))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.print(said);
    assertThat(child.waitFor()).isZero();

    long all = many + 101L;
    assertThat(said.lines()).hasSize(3).allMatch(line -> line.contains("lock held"));
    assertThat(lake.lake().snapshots()).hasSize(4);
    assertThat(lake.filesOnDisk()).hasSize(Math.toIntExact(all));
    assertThat(
            lake.catalogRows(
                "SELECT count(*), count(DISTINCT path), count(DISTINCT row_id_start), min(row_id_start), max(row_id_start), count(DISTINCT begin_snapshot) FROM ducklake_data_file"))
        .hasToString("[[%d, %d, %d, 0, %d, 3]]".formatted(all, all, all, all - 1));
    assertThat(
            lake.catalogRows(
                "SELECT count(*), sum(value_count), sum(null_count), count(DISTINCT data_file_id) FROM ducklake_file_column_stats WHERE min_value = max_value"))
        .hasToString(
            "[[%d, %d, 0, %d]]".formatted(all * ManyFiles.COLUMNS, all * ManyFiles.COLUMNS, all));
    long last = all * ManyFiles.COLUMNS - ManyFiles.COLUMNS;
    assertThat(
            lake.catalogRows(
                "SELECT min_value, max_value FROM ducklake_table_column_stats WHERE column_id = 1"))
        .containsExactly(row("0", Long.toString(last)));
    for (long n : List.of(0L, 57L, all - 1)) { // by statistics: only the file of that row is read
      assertThat(lake.read("FROM lake.wide WHERE c2 = " + (n * ManyFiles.COLUMNS + 2)))
          .containsExactly(ManyFiles.row(n));
    }
    assertThat(
            lake.read(
                "SELECT count(c0), count(DISTINCT c19), sum(c0)::BIGINT, count(DISTINCT rowid) FROM lake.wide"))
        .containsExactly(row(all, all, ManyFiles.COLUMNS * all * (all - 1) / 2, all));
  }
}
