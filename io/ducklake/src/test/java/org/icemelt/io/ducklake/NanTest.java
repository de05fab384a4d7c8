package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB has NaN above all other numbers, and Parquet's bounds leave it out. */
class NanTest {
  private static final TableDef T =
      TableDef.of(
          TableId.parse("t"),
          TableSchema.of(
              ColumnDef.of("i", DuckLakeType.INT64),
              ColumnDef.of("v", DuckLakeType.FLOAT64),
              ColumnDef.of("s", DuckLakeType.struct(ColumnDef.of("f", DuckLakeType.FLOAT32)))));

  private TestLake lake;

  @BeforeEach
  void newLake(@TempDir Path folder) throws Exception {
    lake = new TestLake(folder);
    lake.commit(List.of(new TableChange.CreateTable("", T)));
    lake.duckdb("CALL lake.set_option('parquet_row_group_size', 10)");
  }

  private static List<@Nullable Object> of(long i, double value) {
    return row(i, value, List.of((float) value));
  }

  @Test
  void aNaNAmongNumbersIsFoundAboveThem() throws Exception {
    lake.commit(lake.append("", T, List.of(of(1, 1.5), of(2, Double.NaN), of(3, 2.5))));
    assertThat(lake.read("SELECT i FROM lake.t WHERE v > 2.5")).containsExactly(row(2L));
    assertThat(lake.read("SELECT i FROM lake.t WHERE s.f > 2.5")).containsExactly(row(2L));
    assertThat(lake.read("SELECT i FROM lake.t WHERE v = 'NaN'::DOUBLE")).containsExactly(row(2L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void theFirstNaNBeginsAFileWithoutBounds() throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (long i = 0; i < 30; i++) {
      rows.add(of(i, i == 15 ? Double.NaN : i));
    }
    lake.commit(lake.append("", T, rows));
    assertThat(lake.lake().table(T.id()).orElseThrow().files()).hasSize(2);
    assertThat(lake.read("SELECT i FROM lake.t WHERE v > 28 ORDER BY i"))
        .containsExactly(row(15L), row(29L));
    assertThat(lake.read("SELECT count(v), sum(i) FROM lake.t WHERE v < 10"))
        .containsExactly(row(10L, java.math.BigInteger.valueOf(45)));
    assertThat(lake.audit()).isEmpty();
  }

  /** DuckDB's small inserts leave whether there is a NaN unknown, for all rows. */
  @Test
  void whatDuckDbNoLongerKnowsStaysUnknown() throws Exception {
    lake.commit(lake.append("", T, List.of(of(1, 1.5))));
    lake.duckdb(
        "INSERT INTO lake.t SELECT i, v, {'f': v::FLOAT} FROM (SELECT i, if(i = 2, 'NaN', i::VARCHAR)::DOUBLE AS v FROM range(2, 30) t(i))",
        "INSERT INTO lake.t VALUES (3, 2.5, {'f': 2.5})"); // inlined
    lake.commit(lake.append("", T, List.of(of(4, 3.5))));
    assertThat(lake.read("SELECT i FROM lake.t WHERE v > 100")).containsExactly(row(2L));
    assertThat(lake.read("SELECT i FROM lake.t WHERE s.f > 100")).containsExactly(row(2L));
    assertThat(lake.read("SELECT max(v) FROM lake.t")).containsExactly(row(Double.NaN));
    assertThat(lake.audit()).isEmpty();
  }
}
