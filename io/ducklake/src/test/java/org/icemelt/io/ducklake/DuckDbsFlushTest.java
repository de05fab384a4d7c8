package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fault of DuckDB 1.5.5, in a lake that nobody else wrote: on PostgreSQL its flush of a
 * partitioned table brings inlined rows back that an update had ended, where a text in them is not
 * plain ASCII. {@link JudgeTest} therefore lets DuckDB inline nothing into such tables.
 */
class DuckDbsFlushTest {
  @Test
  void onPostgresDuckDbAloneBringsUpdatedRowsBack(@TempDir Path folder) throws Exception {
    TestLake lake = new TestLake(folder, CatalogAddress.Kind.POSTGRES);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (i INTEGER, v VARCHAR)",
        "ALTER TABLE lake.t SET PARTITIONED BY (bucket(5, v))",
        "INSERT INTO lake.t VALUES (100, ''), (101, 'Zolotá'), (102, 'x')",
        "UPDATE lake.t SET i = i + 1000 WHERE i = 101");
    assertThat(lake.read("SELECT i FROM lake.t ORDER BY i"))
        .containsExactly(row(100), row(102), row(1101));
    lake.duckdb("CALL ducklake_flush_inlined_data('lake')");
    assertThat(lake.read("SELECT i FROM lake.t ORDER BY i"))
        .as("once DuckDB has it right, this test and JudgeTest's exception can go")
        .containsExactly(row(100), row(101), row(102), row(1101));
  }
}
