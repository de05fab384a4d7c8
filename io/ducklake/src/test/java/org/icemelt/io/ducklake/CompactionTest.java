package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.CatalogAddress.Kind;
import org.icemelt.io.ducklake.LakeMaintenance.Compaction;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CompactionPlan;
import org.icemelt.io.ducklake.internal.catalog.Compactions;
import org.icemelt.io.ducklake.internal.maintain.Compactor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What DuckDB reads at every snapshot, row ids and all, is the same before and after. */
class CompactionTest {
  private static final TableDef T =
      TableDef.of(
              TableId.parse("t"),
              TableSchema.of(
                  ColumnDef.of("p", DuckLakeType.VARCHAR), ColumnDef.of("n", DuckLakeType.INT64)))
          .partitionedBy("p");

  private Path folder;

  @BeforeEach
  void newFolder(@TempDir Path temporary) {
    folder = temporary;
  }

  /** All rows of some tables at all snapshots from their first on, row ids in front, as texts. */
  private static List<String> history(TestLake lake, long upTo, Map<String, Long> tables)
      throws Exception {
    List<String> queries = new ArrayList<>();
    tables.forEach(
        (table, first) -> {
          for (long snapshot = first; snapshot <= upTo; snapshot++) {
            queries.add(
                "SELECT '%1$s at %2$d: ' || rowid || ' ' || r::VARCHAR AS line FROM lake.%1$s r AT (VERSION => %2$d)"
                    .formatted(table, snapshot));
          }
        });
    return lake.read(String.join(" UNION ALL ", queries) + " ORDER BY line").stream()
        .map(row -> String.valueOf(row.get(0)))
        .toList();
  }

  private static long last(TestLake lake) {
    return lake.lake().latestSnapshot().orElseThrow().id();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void timeTravelReadsWhatItRead(Kind kind) throws Exception {
    TestLake lake = new TestLake(folder, kind);
    for (long i = 0; i < 4; i++) {
      lake.commit(lake.append("", T, List.of(row("a", i), row("b", 10 + i), row(null, 20 + i))));
    }
    lake.duckdb("CALL lake.set_option('data_inlining_row_limit', 0)");
    lake.duckdb(
        "CALL lake.set_option('rewrite_delete_threshold', 0.3)",
        "UPDATE lake.t SET n = n + 100 WHERE p = 'b' AND n < 12", // keeps row ids in the new file
        "DELETE FROM lake.t WHERE n = 21",
        "CREATE TABLE lake.u (g GEOMETRY, l BIGINT[], s STRUCT(x DOUBLE, y VARCHAR))",
        "INSERT INTO lake.u SELECT ST_Point(i, -i), [i, NULL, i + 1], {'x': i / 4, 'y': 'é' || i} FROM range(6) r(i)",
        "INSERT INTO lake.u VALUES (ST_GeomFromText('LINESTRING Z (0 0 9, 50 60 7)'), [], NULL), (NULL, NULL, {'x': 'NaN', 'y': NULL})",
        "DELETE FROM lake.u WHERE len(l) = 3 AND l[1] IN (1, 3, 4)",
        "ALTER TABLE lake.u ADD COLUMN more INTEGER",
        "INSERT INTO lake.u VALUES (ST_Point(-7, -8), [1], NULL, 5), (NULL, NULL, NULL, 6)",
        "INSERT INTO lake.u VALUES (NULL, [NULL], NULL, 7)");
    lake.commit(lake.append("", T, List.of(row("a", 9L))));
    long last = last(lake);
    Map<String, Long> tables = Map.of("t", 1L, "u", first(lake, "created_table:\"main\".\"u\""));
    var before = history(lake, last, tables);
    int files = liveFiles(lake);

    assertThat(LakeMaintenance.of(lake.config).dryRun().compact()).hasSize(2);
    assertThat(last(lake)).isEqualTo(last);
    List<Compaction> done = LakeMaintenance.of(lake.config).compact();

    assertThat(done).extracting(c -> c.table().name()).containsExactly("t", "u");
    assertThat(done).allMatch(c -> c.merged() > c.into() && c.into() > 0 && c.gaveWay() == 0);
    assertThat(done.get(1).rewritten()).isEqualTo(1);
    assertThat(liveFiles(lake)).isLessThan(files);
    assertThat(history(lake, last, tables)).isEqualTo(before);
    assertThat(lake.audit()).isEmpty();

    // DuckDB and we go on from there, and compact again what was compacted.
    lake.duckdb("INSERT INTO lake.t VALUES ('a', 77)", "DELETE FROM lake.t WHERE n IN (2, 22)");
    lake.commit(lake.append("", T, List.of(row("a", 78L), row("b", 79L))));
    long then = last(lake);
    var later = history(lake, then, tables);
    assertThat(LakeMaintenance.of(lake.config).compact()).isNotEmpty();
    assertThat(history(lake, then, tables)).isEqualTo(later).containsAll(before);
    assertThat(LakeMaintenance.of(lake.config).compact()).isEmpty();

    // What is no longer needed goes, and the newest rows stay.
    String newest = "SELECT rowid, * FROM lake.t ORDER BY rowid";
    var rows = lake.read(newest);
    LakeMaintenance weekLater =
        LakeMaintenance.of(
            lake.config, Clock.fixed(Instant.now().plus(Duration.ofDays(8)), ZoneOffset.UTC));
    weekLater.expireOlderThan(Duration.ZERO);
    LakeMaintenance.of(
            lake.config, Clock.fixed(Instant.now().plus(Duration.ofDays(16)), ZoneOffset.UTC))
        .cleanUpOlderThan(Duration.ofDays(7));
    assertThat(lake.read(newest)).isEqualTo(rows);
    assertThat(lake.filesOnDisk()).hasSize(liveFiles(lake));
    assertThat(lake.audit()).isEmpty();
  }

  private static long first(TestLake lake, String change) {
    return lake.lake().snapshots().stream()
        .filter(s -> s.changes().contains(change))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static int liveFiles(TestLake lake) {
    return lake.lake().tables().stream()
        .flatMap(table -> table.files().stream())
        .mapToInt(file -> file.deletePath() == null ? 1 : 2)
        .sum();
  }

  @Test
  void deletionVectorsAreReadAndGo() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.duckdbMakesLake();
    lake.duckdb(
        "CALL lake.set_option('write_deletion_vectors', true)",
        "CALL lake.set_option('data_inlining_row_limit', 0)",
        "CALL lake.set_option('rewrite_delete_threshold', 0.1)",
        "CREATE TABLE lake.t AS SELECT 'a' AS p, range AS n FROM range(6)",
        "DELETE FROM lake.t WHERE n IN (1, 4)");
    assertThat(lake.catalogRows("SELECT format FROM ducklake_delete_file"))
        .containsExactly(row("puffin"));
    List<List<Object>> rows = List.of(row(0L, 0L), row(2L, 2L), row(3L, 3L), row(5L, 5L));
    assertThat(LakeMaintenance.of(lake.config).compact())
        .containsExactly(new Compaction(TableId.parse("t"), 0, 0, 1, 0));
    assertThat(lake.read("SELECT rowid, n FROM lake.t ORDER BY n")).isEqualTo(rows);
    assertThat(lake.read("SELECT rowid, n FROM lake.t AT (VERSION => 2) ORDER BY n"))
        .isEqualTo(rows);
    assertThat(lake.read("SELECT n FROM lake.t AT (VERSION => 1)")).hasSize(6);
    assertThat(
            lake.catalogRows(
                "SELECT data_file_id FROM ducklake_delete_file WHERE end_snapshot IS NULL"))
        .isEmpty();
  }

  @Test
  void mergedFilesAreStillLeftOutByTheirBounds() throws Exception {
    TestLake lake = new TestLake(folder);
    for (long i = 0; i < 3; i++) {
      lake.commit(lake.append("", T, List.of(row("a", i), row("b", 100 + i))));
    }
    LakeMaintenance.of(lake.config).compact();
    assertThat(
            lake.catalogRows(
                "SELECT min_value, max_value, value_count, null_count FROM ducklake_file_column_stats ORDER BY column_id, min_value"))
        .containsExactly(
            row("a", "a", 3, 0), row("b", "b", 3, 0), row("0", "2", 3, 0), row("100", "102", 3, 0));
    assertThat(lake.read("SELECT p FROM lake.t WHERE n = 2")).containsExactly(row("a"));
    assertThat(lake.read("SELECT p FROM lake.t WHERE n = 101")).containsExactly(row("b"));
  }

  @Test
  void aCompactionGivesWayToWhoeverTouchedOneOfItsFiles() throws Exception {
    TestLake lake = new TestLake(folder);
    TableDef plain = TableDef.of(TableId.parse("t"), T.schema());
    for (long i = 0; i < 2; i++) {
      lake.commit(lake.append("", plain, List.of(row("a", i), row("b", 100 + i))));
    }
    Compactor compactor =
        new Compactor(new Compactions(new Catalog(lake.config, Clock.systemUTC())));
    List<CompactionPlan> plans = compactor.plan();
    assertThat(plans).hasSize(1);
    lake.duckdb("DELETE FROM lake.t WHERE n = 100"); // a rival, by an inlined delete
    List<String> files = lake.filesOnDisk();
    assertThat(compactor.carryOut(plans.get(0))).isFalse();
    assertThat(lake.filesOnDisk()).isEqualTo(files);
    assertThat(lake.read("SELECT p, n FROM lake.t ORDER BY n"))
        .containsExactly(row("a", 0L), row("a", 1L), row("b", 101L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void anOpenSessionSeesTheSameRowsAndADeleteOfItsOwnStillFindsThem() throws Exception {
    TestLake lake = new TestLake(folder);
    for (long i = 0; i < 3; i++) {
      lake.commit(lake.append("", T, List.of(row("a", i))));
    }
    try (DuckSession session = new DuckSession(lake.catalog())) {
      assertThat(session.ask("SELECT n FROM lake.t ORDER BY n")).isEqualTo("[[0], [1], [2]]");
      LakeMaintenance.of(lake.config).compact();
      assertThat(session.ask("SELECT n FROM lake.t ORDER BY n")).isEqualTo("[[0], [1], [2]]");
      session.ask("DELETE FROM lake.t WHERE n = 1");
      assertThat(session.ask("SELECT n FROM lake.t ORDER BY n")).isEqualTo("[[0], [2]]");
    }
    assertThat(lake.audit()).isEmpty();
    for (String file : lake.filesOnDisk()) {
      assertThat(Files.size(Path.of(file))).isPositive();
    }
  }
}
