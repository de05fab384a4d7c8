package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB wrote, we read. */
class ReadTest {
  @TempDir Path folder;

  static List<List<@Nullable Object>> rows(LakeScan scan) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (RowCursor cursor = scan.plan().open()) {
      while (cursor.next()) {
        rows.add(new ArrayList<>(cursor.values()));
      }
    }
    return rows;
  }

  @Test
  void readsFilesInlinedRowsAndDeletionsAtEachSnapshot() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (id BIGINT, name VARCHAR)",
        "INSERT INTO lake.t SELECT i, 'n' || i FROM range(100) r(i)",
        "INSERT INTO lake.t VALUES (1000, 'inlined')",
        "DELETE FROM lake.t WHERE id BETWEEN 10 AND 89",
        "DELETE FROM lake.t WHERE id = 5 OR id = 1000",
        "ALTER TABLE lake.t ADD COLUMN extra INTEGER DEFAULT 7",
        "UPDATE lake.t SET name = 'changed' WHERE id = 1");
    LakeScan scan = LakeScan.of(lake.config, TableId.parse("t"));

    List<List<Object>> expected = new ArrayList<>();
    for (long id = 0; id < 100; id++) {
      if (id != 5 && (id < 10 || id > 89)) {
        expected.add(List.of(id, id == 1 ? "changed" : "n" + id, 7));
      }
    }
    assertThat(rows(scan)).containsExactlyInAnyOrderElementsOf(widened(expected));
    assertThat(rows(scan.at(3))).hasSize(101).contains(List.of(1000L, "inlined"));
    assertThat(rows(scan.at(4))).hasSize(21);
    assertThat(rows(scan.select("name").where(Filter.atLeast("id", 98))))
        .containsExactlyInAnyOrder(List.of("n98"), List.of("n99"));
  }

  private static List<List<@Nullable Object>> widened(List<List<Object>> rows) {
    List<List<@Nullable Object>> widened = new ArrayList<>();
    rows.forEach(row -> widened.add(new ArrayList<>(row)));
    return widened;
  }

  @Test
  void beamReadsTheSnapshotThatWasThereWhenThePipelineWasBuilt() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (id BIGINT, name VARCHAR)",
        "INSERT INTO lake.t SELECT i, 'n' || i FROM range(100) r(i)");
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> rows =
        pipeline.apply(
            "Read",
            DuckLakeIO.read()
                .withLake(lake.config)
                .from("t")
                .select("name")
                .where(Filter.less("id", 2))
                .withRowIds());
    lake.duckdb("DELETE FROM lake.t");

    PAssert.that(rows)
        .satisfies(
            found -> {
              assertThat(found)
                  .extracting(Row::getValues)
                  .containsExactlyInAnyOrder(List.of(0L, "n0"), List.of(1L, "n1"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void aPipelineCanBeBuiltBeforeItsTableIsMade() throws Exception {
    TestLake lake = new TestLake(folder);
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> rows =
        pipeline.apply(
            "Read",
            DuckLakeIO.read()
                .withLake(lake.config)
                .from("t")
                .withSchema(TableSchema.of(ColumnDef.of("name", DuckLakeType.VARCHAR))));
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (id BIGINT, name VARCHAR)", "INSERT INTO lake.t VALUES (1, 'one')");

    PAssert.that(rows)
        .satisfies(
            found -> {
              assertThat(found).extracting(Row::getValues).containsExactly(List.of("one"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void aTableOfOtherTypesThanThePipelineWasBuiltForIsRefused() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb("CREATE TABLE lake.t (id BIGINT, name VARCHAR)");
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(
        "Read",
        DuckLakeIO.read()
            .withLake(lake.config)
            .from("t")
            .withSchema(TableSchema.of(ColumnDef.of("id", DuckLakeType.VARCHAR))));

    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasStackTraceContaining("column \"id\" is int64 at snapshot 1, not varchar");
  }

  @Test
  void aTimeMeansTheNewestSnapshotThatIsNotYounger() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (id BIGINT)",
        "INSERT INTO lake.t VALUES (1)",
        "INSERT INTO lake.t VALUES (2)");
    LakeScan scan = LakeScan.of(lake.config, TableId.parse("t"));
    Instant third = lake.lake().snapshots().get(3).time();

    assertThat(scan.asOf(third).plan().snapshotId()).isEqualTo(3);
    assertThat(rows(scan.asOf(third.minusNanos(1_000)))).isEqualTo(List.of(List.of(1L)));
  }

  /**
   * DuckDB itself reads "its" and "ba" here: it takes its own text of a struct for another form.
   */
  @Test
  void textsInInlinedStructsAreReadAsTheyWereInserted() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (s STRUCT(b VARCHAR), l VARCHAR[])",
        "INSERT INTO lake.t VALUES ({'b': 'it''s'}, ['it''s']), ({'b': 'ba\\ck'}, ['ba\\ck'])");

    assertThat(rows(LakeScan.of(lake.config, TableId.parse("t"))))
        .isEqualTo(
            List.of(
                List.of(List.of("it's"), List.of("it's")),
                List.of(List.of("ba\\ck"), List.of("ba\\ck"))));
  }

  /** As seeds 197, 270 and 290 of DuckDB's random histories had them. */
  @Test
  void inlinedFloatsOfAColumnThatBecameDoubleAreTheFloatsNumbers() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.t (v FLOAT, s STRUCT(f FLOAT))",
        "INSERT INTO lake.t VALUES (56523.57, {'f': -0.1}), ('nan', {'f': 16777217})",
        "ALTER TABLE lake.t ALTER v TYPE DOUBLE",
        "ALTER TABLE lake.t ALTER s TYPE STRUCT(f DOUBLE)");

    List<List<Object>> read = lake.read("SELECT v, s.f FROM lake.t");
    assertThat(read).contains(List.of(56523.5703125, (double) -0.1f));
    assertThat(
            rows(LakeScan.of(lake.config, TableId.parse("t"))).stream()
                .map(row -> List.of(row.get(0), ((List<?>) row.get(1)).get(0)))
                .toList())
        .hasToString(read.toString());
  }
}
