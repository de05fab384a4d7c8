package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.row;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.judge.Judge;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nested values, geometry, order, and what is refused. */
class ShapesTest {
  private TestLake lake;

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder);
  }

  @Test
  void nestedValuesKeepTheirShape() throws Exception {
    DuckLakeType point =
        DuckLakeType.struct(
            ColumnDef.of("x", DuckLakeType.FLOAT64),
            ColumnDef.of("tags", DuckLakeType.list(DuckLakeType.VARCHAR)));
    TableDef table =
        TableDef.of(
            TableId.parse("nested"),
            TableSchema.of(
                ColumnDef.of("i", DuckLakeType.INT32),
                ColumnDef.of("l", DuckLakeType.list(point)),
                ColumnDef.of(
                    "m",
                    DuckLakeType.map(DuckLakeType.VARCHAR, DuckLakeType.list(DuckLakeType.INT32))),
                ColumnDef.of("s", point)));
    Map<String, @Nullable List<@Nullable Integer>> map = new LinkedHashMap<>();
    map.put("a", Arrays.asList(1, null));
    map.put("b", null);
    lake.commit(
        lake.append(
            "",
            table,
            List.of(
                row(
                    0,
                    Arrays.asList(row(1.5, List.of("p", "q")), null, row(null, List.of())),
                    map,
                    row(2.0, null)),
                row(1, List.of(), Map.of(), null),
                row(2, null, null, row(null, Collections.singletonList(null))))));
    assertThat(lake.read("SELECT l::VARCHAR, m::VARCHAR, s::VARCHAR FROM lake.nested ORDER BY i"))
        .containsExactly(
            row(
                "[{'x': 1.5, 'tags': [p, q]}, NULL, {'x': NULL, 'tags': []}]",
                "{a=[1, NULL], b=NULL}",
                "{'x': 2.0, 'tags': NULL}"),
            row("[]", "{}", null),
            row(null, null, "{'x': NULL, 'tags': [NULL]}"));
    assertThat(lake.read("SELECT i FROM lake.nested WHERE s.x = 2")).containsExactly(row(0));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void geometriesAreNative() throws Exception {
    TableDef table =
        TableDef.of(
            TableId.parse("geo"),
            TableSchema.of(
                ColumnDef.of("i", DuckLakeType.INT32), ColumnDef.of("g", DuckLakeType.GEOMETRY)));
    byte[] point =
        ByteBuffer.allocate(21)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 1)
            .putInt(1)
            .putDouble(10.5)
            .putDouble(50.25)
            .array();
    lake.commit(lake.append("", table, List.of(row(1, point), row(2, null))));
    assertThat(lake.read("SELECT i, ST_AsText(g) FROM lake.geo ORDER BY i"))
        .containsExactly(row(1, "POINT (10.5 50.25)"), row(2, null));
    assertThat(lake.read("SELECT i FROM lake.geo WHERE g && ST_MakeEnvelope(10, 50, 11, 51)"))
        .containsExactly(row(1));
    lake.duckdb(
        "INSERT INTO lake.geo VALUES (3, ST_Point(1, 2))", "DELETE FROM lake.geo WHERE i = 2");
    assertThat(lake.read("SELECT i, ST_X(g) FROM lake.geo ORDER BY i"))
        .containsExactly(row(1, 10.5), row(3, 1.0));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void valuesOutOfRangeAreRefusedByColumn() {
    record Bad(DuckLakeType type, Object value) {}
    for (Bad bad :
        List.of(
            new Bad(DuckLakeType.INT8, 128),
            new Bad(DuckLakeType.UINT8, -1),
            new Bad(DuckLakeType.UINT32, 1L << 32),
            new Bad(DuckLakeType.decimal(4, 2), new BigDecimal("100.00")),
            new Bad(DuckLakeType.decimal(4, 2), new BigDecimal("1.005")),
            new Bad(DuckLakeType.TIMESTAMP_NS, LocalDateTime.of(2263, 1, 1, 0, 0)),
            new Bad(DuckLakeType.INT64, 1.0),
            new Bad(DuckLakeType.VARCHAR, 1))) {
      TableDef table =
          TableDef.of(TableId.parse("bad"), TableSchema.of(ColumnDef.of("col", bad.type)));
      assertThatThrownBy(() -> lake.stage("", table, List.of(row(bad.value))))
          .as(bad.toString())
          .isInstanceOf(InvalidRowException.class)
          .hasMessageContaining("\"bad\": column \"col\" of type " + bad.type.catalogText());
    }
  }

  @Test
  void afterFilesWithoutValuesOthersAreStillFound() throws Exception {
    TableDef table =
        TableDef.of(TableId.parse("late"), TableSchema.of(ColumnDef.of("v", DuckLakeType.INT64)));
    lake.commit(lake.append("", table, List.of(row((Object) null))));
    lake.commit(lake.append("", table, List.of(row(5L))));
    lake.commit(lake.append("", table, List.of(row(9L))));
    assertThat(lake.read("SELECT v FROM lake.late WHERE v >= 5 ORDER BY v"))
        .containsExactly(row(5L), row(9L));
    lake.duckdb("INSERT INTO lake.late SELECT i FROM range(100, 120) t(i)");
    assertThat(lake.read("SELECT v FROM lake.late WHERE v < 50 ORDER BY v"))
        .containsExactly(row(5L), row(9L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void rowsLieInTheOrderOfTheirKeyTakenAsUnsigned() throws Exception {
    TableDef table =
        TableDef.of(TableId.parse("sorted"), TableSchema.of(ColumnDef.of("v", DuckLakeType.INT32)));
    long[] keys = {-1, 3, 3, Long.MIN_VALUE, 0, 3, Long.MAX_VALUE};
    List<TableRow> rows = new ArrayList<>();
    for (int i = 0; i < keys.length; i++) {
      rows.add(new TableRow(table, row(i), keys[i]));
    }
    StagedFile file = lake.stage("", rows).get(0);
    lake.commit(List.of(new TableChange.Append("", file)));
    assertThat(lake.read("SELECT v FROM read_parquet(" + Judge.literal(file.path()) + ")"))
        .containsExactly(row(4), row(1), row(2), row(5), row(6), row(3), row(0));
  }
}
