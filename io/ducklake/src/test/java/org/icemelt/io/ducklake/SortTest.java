package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.icemelt.io.ducklake.TypeCases.Case;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKBWriter;

/** The order of rows inside files, as DuckDB sees it by their row numbers. */
class SortTest {
  private static final TableDef T =
      TableDef.of(
          TableId.parse("t"),
          TableSchema.of(
              ColumnDef.of("i", DuckLakeType.INT32), ColumnDef.of("v b", DuckLakeType.VARCHAR)));

  private static final double STEP_LON = 360.0 / 32;
  private static final double STEP_LAT = 180.0 / 32;

  private TestLake lake;

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder);
  }

  private static List<List<@Nullable Object>> mixed() {
    return List.of(row(3, "b"), row(1, null), row(2, "a"), row(5, "b"), row(4, "a"));
  }

  private List<Object> inFile() throws Exception {
    List<Object> order = new ArrayList<>();
    lake.read("SELECT i FROM lake.t ORDER BY rowid").forEach(row -> order.add(row.get(0)));
    return order;
  }

  @Test
  void rowsAreSortedAsTheWriteSays() throws Exception {
    lake.commit(
        lake.append(
            "", T.sortedBy(SortField.descending("v b"), SortField.ascending("i")), mixed()));
    assertThat(inFile()).containsExactly(3, 5, 2, 4, 1);
  }

  @Test
  void rowsAreSortedAsTheTableSaysUnlessItsOptionSaysNo() throws Exception {
    lake.commit(List.of(new TableChange.CreateTable("", T)));
    lake.duckdb("ALTER TABLE lake.t SET SORTED BY (\"v b\" NULLS FIRST, i DESC)");
    lake.commit(lake.append("", T, mixed()));
    assertThat(inFile()).containsExactly(1, 4, 2, 5, 3);
    assertThat(lake.audit()).isEmpty();

    lake.duckdb("CALL lake.set_option('sort_on_insert', false, table_name => 't')");
    lake.commit(lake.append("", T, mixed()));
    assertThat(inFile()).containsExactly(1, 4, 2, 5, 3, 3, 1, 2, 5, 4);
  }

  @Test
  void anExpressionEndsTheOrder() throws Exception {
    lake.commit(List.of(new TableChange.CreateTable("", T)));
    lake.duckdb("ALTER TABLE lake.t SET SORTED BY (\"v b\", lower(\"v b\"), i)");
    lake.commit(lake.append("", T, mixed()));
    assertThat(inFile()).containsExactly(2, 4, 3, 5, 1);
  }

  @Test
  void everyTypeSortsAsDuckDbSortsIt() throws Exception {
    List<TableChange> changes = new ArrayList<>();
    List<Case> cases = TypeCases.all().stream().filter(Case::isOrdered).toList();
    for (Case one : cases) {
      TableDef def =
          TableDef.of(
                  TableId.parse(one.name()),
                  TableSchema.of(
                      ColumnDef.of("i", DuckLakeType.INT32), ColumnDef.of("v", one.type())))
              .sortedBy(SortField.ascending("v"));
      List<List<@Nullable Object>> rows = new ArrayList<>(List.of(row(-1, null)));
      for (int i = 0; i < one.values().size(); i++) {
        rows.add(row(i, one.values().get(i)));
      }
      Collections.shuffle(rows, new Random(1));
      changes.addAll(lake.append("", def, rows));
    }
    lake.commit(changes);
    for (Case one : cases) {
      assertThat(lake.read("SELECT i FROM lake.%s ORDER BY rowid".formatted(one.name())))
          .as(one.name())
          .isEqualTo(
              lake.read("SELECT i FROM lake.%s ORDER BY v NULLS LAST".formatted(one.name())));
    }
  }

  @Test
  void rowsAlongSpaceLieNearTheirNeighbours() throws Exception {
    TableDef places =
        TableDef.of(
                TableId.parse("t"),
                TableSchema.of(
                    ColumnDef.of("i", DuckLakeType.INT32),
                    ColumnDef.of("g", DuckLakeType.GEOMETRY)))
            .sortedBy(SortField.alongSpace("g"));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    var factory = new GeometryFactory();
    for (double lon = -180 + STEP_LON / 2; lon < 180; lon += STEP_LON) {
      for (double lat = -90 + STEP_LAT / 2; lat < 90; lat += STEP_LAT) {
        byte[] wkb = new WKBWriter().write(factory.createPoint(new Coordinate(lon, lat)));
        rows.add(row(rows.size(), wkb));
      }
    }
    Collections.shuffle(rows, new Random(1));
    rows.add(row(-1, null));
    lake.commit(lake.append("", places, rows));
    // on a grid of a power of two, each step along a Hilbert curve is one to a neighbour
    assertThat(
            lake.read(
                """
                SELECT count(*), min(step), max(step) FROM (
                  SELECT abs(ST_X(g) - lag(ST_X(g)) OVER o) / 11.25
                       + abs(ST_Y(g) - lag(ST_Y(g)) OVER o) / 5.625 AS step
                  FROM lake.t WHERE g IS NOT NULL WINDOW o AS (ORDER BY rowid))
                """))
        .containsExactly(row(1024L, 1.0, 1.0));
    assertThat(lake.read("SELECT i FROM lake.t ORDER BY rowid DESC LIMIT 1"))
        .containsExactly(row(-1));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void whatCannotBeSortedIsRefusedAtOnce() {
    assertThatThrownBy(() -> T.sortedBy(SortField.ascending("w")))
        .hasMessageContaining("it has no column \"w\"");
    assertThatThrownBy(() -> T.sortedBy(SortField.alongSpace("i")))
        .hasMessageContaining("column \"i\" is of type int32, which cannot be sorted along space");
  }
}
