package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A fault of DuckDB 1.5.5: where its small insert has to make the table of inlined rows itself, the
 * version of that table is in no {@code ducklake_schema_versions}; after the next change of columns
 * it reads those rows by the columns that the table was created with. It happens to lakes that
 * DuckDB alone wrote. A commit of ours that changes columns makes the table, so it does not happen.
 */
@ParameterizedClass
@EnumSource(CatalogAddress.Kind.class)
class InlinedVersionsTest {
  private static final ColumnDef I = ColumnDef.of("i", DuckLakeType.INT32);
  private static final String NULLS = "SELECT i FROM lake.t WHERE v + 0 IS NULL ORDER BY i";
  private static final String VERSIONS = "SELECT schema_version FROM ducklake_inlined_data_tables";

  @Parameter CatalogAddress.Kind kind;
  private TestLake lake;

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder, kind);
  }

  private void addColumn(ColumnDef column, List<@Nullable Object> values) throws Exception {
    TableDef t = TableDef.of(TableId.parse("t"), TableSchema.of(I, column));
    lake.commit(TestLake.addingColumns(), lake.append("", t, List.of(values)));
  }

  @Test
  void aLakeThatDuckDbAloneWroteLosesInlinedValues() throws Exception {
    lake.leaveOut("DuckDB alone wrote it, to show a fault of its own");
    lake.duckdbMakesLake();
    lake.duckdb(
        "CALL lake.set_option('data_inlining_row_limit', 0)",
        "CREATE TABLE lake.t (i INTEGER)",
        "ALTER TABLE lake.t ADD COLUMN v DOUBLE",
        "CALL lake.set_option('data_inlining_row_limit', 10)",
        "INSERT INTO lake.t VALUES (1, 1.5)");
    assertThat(lake.read(NULLS)).isEmpty();
    lake.duckdb("ALTER TABLE lake.t ADD COLUMN w DOUBLE");
    assertThat(lake.read(NULLS))
        .as("once DuckDB has it right, TableWriter need not make tables of inlined rows")
        .containsExactly(row(1));
  }

  @Test
  void rowsInlinedAfterAColumnOfOursKeepItsValues() throws Exception {
    TableDef narrow = TableDef.of(TableId.parse("t"), TableSchema.of(I));
    lake.commit(lake.append("", narrow, List.of(row(1), row(2))));
    addColumn(ColumnDef.of("v", DuckLakeType.FLOAT64), row(3, 3.5));
    lake.duckdb("INSERT INTO lake.t VALUES (4, 4.5)", "UPDATE lake.t SET v = 1.5 WHERE i = 1");
    lake.duckdb("ALTER TABLE lake.t ADD COLUMN w DOUBLE");
    assertThat(lake.read("SELECT i, v, w FROM lake.t ORDER BY i"))
        .containsExactly(
            row(1, 1.5, null), row(2, null, null), row(3, 3.5, null), row(4, 4.5, null));
    assertThat(lake.read(NULLS)).containsExactly(row(2));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void duckDbMakesNoTableForColumnsThatItDoesNotInline() throws Exception {
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (i INTEGER)",
        "INSERT INTO lake.t VALUES (1)",
        "ALTER TABLE lake.t ADD COLUMN g GEOMETRY",
        "INSERT INTO lake.t VALUES (2, NULL)");
    assertThat(lake.read("SELECT i FROM lake.t ORDER BY i")).containsExactly(row(1), row(2));
    assertThat(lake.catalogRows(VERSIONS)).hasSize(1);
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void weMakeNoneForThemEither() throws Exception {
    TableDef narrow = TableDef.of(TableId.parse("t"), TableSchema.of(I));
    lake.commit(lake.append("", narrow, List.of(row(1))));
    lake.duckdb("INSERT INTO lake.t VALUES (2)"); // there is a table for these columns
    addColumn(ColumnDef.of("Row_Id", DuckLakeType.INT64), row(3, 7L));
    lake.duckdb("INSERT INTO lake.t VALUES (4, 8)");
    assertThat(lake.read("SELECT i, \"Row_Id\" FROM lake.t ORDER BY i"))
        .containsExactly(row(1, null), row(2, null), row(3, 7L), row(4, 8L));
    assertThat(lake.catalogRows(VERSIONS)).hasSize(1);
    assertThat(lake.audit()).isEmpty();
  }
}
