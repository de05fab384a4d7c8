package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.SchemaEvolution.ADD_COLUMNS;
import static org.icemelt.io.ducklake.SchemaEvolution.RELAX_NOT_NULL;
import static org.icemelt.io.ducklake.SchemaEvolution.WIDEN_TYPES;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a write may change of a table's columns, rule by rule, with rows that DuckDB has inlined.
 */
@ParameterizedClass
@EnumSource(CatalogAddress.Kind.class)
class EvolutionTest {
  @Parameter CatalogAddress.Kind kind;
  private TestLake lake;

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder, kind);
  }

  private static TableDef table(ColumnDef... columns) {
    return TableDef.of(TableId.parse("t"), TableSchema.of(columns));
  }

  private void write(TableDef def, Set<SchemaEvolution> rules, List<List<@Nullable Object>> rows)
      throws Exception {
    lake.commit(CommitRequest.fresh().withEvolution(rules), lake.append("", def, rows));
  }

  @Test
  void typesWidenOnlyWhenAllowedAndOldRowsStayFound() throws Exception {
    List<TableDef> steps = new ArrayList<>();
    for (List<DuckLakeType> types :
        List.of(
            List.of(DuckLakeType.INT8, DuckLakeType.UINT8),
            List.of(DuckLakeType.INT16, DuckLakeType.UINT32),
            List.of(DuckLakeType.INT64, DuckLakeType.UINT64))) {
      steps.add(table(ColumnDef.of("i", types.get(0)), ColumnDef.of("u", types.get(1))));
    }
    write(steps.get(0), Set.of(), List.of(row(-128, 255)));
    lake.duckdb("INSERT INTO lake.t VALUES (5, 6)"); // inlined
    assertThatThrownBy(() -> write(steps.get(1), Set.of(ADD_COLUMNS), List.of(row(300, 1L))))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("column \"i\" is of type int8, the rows' is int16")
        .hasMessageContaining("Allow types to be widened");
    write(steps.get(1), Set.of(WIDEN_TYPES), List.of(row(300, 4294967295L)));
    lake.duckdb("INSERT INTO lake.t VALUES (400, 7)");
    write(steps.get(2), Set.of(WIDEN_TYPES), List.of(row(Long.MIN_VALUE, -1L)));
    lake.duckdb("INSERT INTO lake.t VALUES (9000000000, 8)");
    write(steps.get(0), Set.of(), List.of(row(7, 9))); // narrower rows always fit

    assertThat(lake.read("SELECT typeof(i), typeof(u) FROM lake.t LIMIT 1"))
        .containsExactly(row("BIGINT", "UBIGINT"));
    assertThat(lake.read("SELECT i::VARCHAR, u::VARCHAR FROM lake.t ORDER BY t.i"))
        .containsExactly(
            row("-9223372036854775808", "18446744073709551615"),
            row("-128", "255"),
            row("5", "6"),
            row("7", "9"),
            row("300", "4294967295"),
            row("400", "7"),
            row("9000000000", "8"));
    // filters beyond the range of the older files' types
    assertThat(lake.read("SELECT i FROM lake.t WHERE i > 127 ORDER BY i"))
        .containsExactly(row(300L), row(400L), row(9000000000L));
    assertThat(lake.read("SELECT i FROM lake.t WHERE i < -127 ORDER BY i"))
        .containsExactly(row(Long.MIN_VALUE), row(-128L));
    assertThat(lake.read("SELECT i FROM lake.t WHERE u >= 255 ORDER BY i"))
        .containsExactly(row(Long.MIN_VALUE), row(-128L), row(300L));
    assertThat(lake.read("SELECT u FROM lake.t WHERE i = 7")).hasSize(1);
    lake.duckdb(
        "UPDATE lake.t SET u = 1 WHERE i = 5",
        "DELETE FROM lake.t WHERE i = 400",
        "CALL ducklake_flush_inlined_data('lake')");
    assertThat(lake.read("SELECT count(DISTINCT i) FROM lake.t WHERE u >= 1"))
        .containsExactly(row(6L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void whatIsOnNoListOfWideningsIsRefused() throws Exception {
    write(table(ColumnDef.of("i", DuckLakeType.INT32)), Set.of(), List.of(row(1)));
    for (DuckLakeType other :
        List.of(DuckLakeType.FLOAT64, DuckLakeType.UINT64, DuckLakeType.VARCHAR)) {
      assertThatThrownBy(
              () ->
                  write(
                      table(ColumnDef.of("i", other)),
                      Set.of(SchemaEvolution.values()),
                      List.of(row((Object) null))))
          .isInstanceOf(CommitRefusedException.class)
          .hasMessageContaining(
              "column \"i\" is of type int32, the rows' is " + other.catalogText());
    }
  }

  @Test
  void notNullIsRelaxedOnlyWhenAllowedAndNeeded() throws Exception {
    TableDef strict =
        table(
            ColumnDef.required("i", DuckLakeType.INT32),
            ColumnDef.required("v", DuckLakeType.VARCHAR));
    TableDef loose =
        table(ColumnDef.of("i", DuckLakeType.INT32), ColumnDef.of("v", DuckLakeType.VARCHAR));
    write(strict, Set.of(), List.of(row(1, "a")));
    lake.duckdb("INSERT INTO lake.t VALUES (2, 'inlined')");
    write(loose, Set.of(), List.of(row(3, "b"))); // no NULL came
    assertThatThrownBy(() -> write(loose, Set.of(ADD_COLUMNS), List.of(row(4, null))))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("column \"v\" is NOT NULL")
        .hasMessageContaining("allow NOT NULL to be relaxed");
    assertThat(nullable()).containsExactly(row("i", "NO"), row("v", "NO"));
    write(loose, Set.of(RELAX_NOT_NULL), List.of(row(4, null)));
    assertThat(nullable()).containsExactly(row("i", "NO"), row("v", "YES"));
    lake.duckdb("INSERT INTO lake.t VALUES (5, NULL)");
    assertThat(lake.read("SELECT i FROM lake.t WHERE v IS NULL ORDER BY i"))
        .containsExactly(row(4), row(5));
    assertThat(lake.read("SELECT i FROM lake.t WHERE v > '' ORDER BY i"))
        .containsExactly(row(1), row(2), row(3));
    assertThat(lake.audit()).isEmpty();
  }

  private List<List<@Nullable Object>> nullable() throws Exception {
    return lake.read("SELECT column_name, \"null\" FROM (DESCRIBE lake.t)");
  }

  @Test
  void aSortedTableIsNotWidened() throws Exception {
    write(table(ColumnDef.of("i", DuckLakeType.INT32)), Set.of(), List.of(row(1)));
    lake.duckdb("ALTER TABLE lake.t SET SORTED BY (i)");
    assertThatThrownBy(
            () ->
                write(
                    table(ColumnDef.of("i", DuckLakeType.INT64)),
                    Set.of(WIDEN_TYPES),
                    List.of(row(2L))))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("Reset its sorting first");
  }

  @Test
  void aTableThatMustBeEmptyIs() throws Exception {
    TableDef def = table(ColumnDef.of("i", DuckLakeType.INT32));
    TableChange empty = new TableChange.RequireEmpty("", def);
    List<TableChange> first = new ArrayList<>(lake.append("", def, List.of(row(1))));
    first.add(empty);
    lake.commit(first);
    List<TableChange> second = new ArrayList<>(lake.append("", def, List.of(row(2))));
    second.add(empty);
    assertThatThrownBy(() -> lake.commit(second))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("it must be empty, and it holds 1 rows");
    lake.duckdb("DELETE FROM lake.t", "INSERT INTO lake.t VALUES (9)"); // inlined rows count too
    List<TableChange> third = new ArrayList<>(lake.append("", def, List.of(row(3))));
    third.add(empty);
    assertThatThrownBy(() -> lake.commit(third)).isInstanceOf(CommitRefusedException.class);
    lake.duckdb("DELETE FROM lake.t");
    List<TableChange> fourth = new ArrayList<>(lake.append("", def, List.of(row(4))));
    fourth.add(empty);
    lake.commit(fourth);
    assertThat(lake.read("SELECT i FROM lake.t")).containsExactly(row(4));
  }
}
