package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.request;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.icemelt.io.ducklake.CommitResult.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every catalog has to do the same; a subclass for each. */
abstract class CatalogContract {
  private static final TableDef SITES =
      TableDef.of(
          TableId.parse("sites"),
          TableSchema.of(
              ColumnDef.of("id", DuckLakeType.INT64),
              ColumnDef.of("name", DuckLakeType.VARCHAR),
              ColumnDef.of("area", DuckLakeType.FLOAT64)));
  private static final String ALL = "SELECT id, name, area FROM lake.sites ORDER BY id";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestLake lake;

  abstract CatalogAddress.Kind kind();

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder, kind());
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void aNewLakeHoldsWhatDuckDbsOwnWouldHold(@TempDir Path folder) throws Exception {
    lake.commit(List.of(new TableChange.CreateTable("", SITES)));
    TestLake theirs = new TestLake(folder, kind());
    theirs.duckdbMakesLake();
    for (String sql :
        List.of(
            "SELECT version, count(*) FROM (SELECT value AS version FROM ducklake_metadata WHERE key IN ('version', 'encrypted')) v GROUP BY version ORDER BY version",
            "SELECT snapshot_id, schema_version, next_catalog_id, next_file_id FROM ducklake_snapshot WHERE snapshot_id = 0",
            "SELECT snapshot_id, changes_made, author, commit_message, commit_extra_info FROM ducklake_snapshot_changes WHERE snapshot_id = 0",
            "SELECT schema_id, begin_snapshot, end_snapshot, schema_name, path, path_is_relative FROM ducklake_schema")) {
      assertThat(lake.catalogRows(sql)).as(sql).isNotEmpty().isEqualTo(theirs.catalogRows(sql));
    }
    assertThat(lake.catalogColumns()).hasSizeGreaterThan(28).isEqualTo(theirs.catalogColumns());
  }

  @Test
  void duckDbsOwnLakeTakesOurRows() throws Exception {
    lake.duckdbMakesLake();
    lake.duckdb("CREATE TABLE lake.sites (id BIGINT, name VARCHAR, area DOUBLE)");
    lake.duckdb("INSERT INTO lake.sites VALUES (1, 'theirs', 0.5)"); // kept in the catalog itself
    lake.commit(lake.append("", SITES, List.of(row(2L, "ours", 1.5))));
    assertThat(lake.read(ALL)).containsExactly(row(1L, "theirs", 0.5), row(2L, "ours", 1.5));
    assertThat(lake.lake().table(SITES.id()).orElseThrow().rows()).isEqualTo(2);
    assertThat(lake.audit()).isEmpty();
  }

  /** DuckDB keeps small inserts in the catalog, in a table for each version of the columns. */
  @Test
  void aNewColumnGetsATableOfInlinedRowsLikeDuckDbsOwn() throws Exception {
    lake.duckdbMakesLake();
    lake.duckdb(
        "CREATE TABLE lake.x (a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f UTINYINT, g USMALLINT, h UINTEGER, i UBIGINT, j HUGEINT, k FLOAT, l DOUBLE, m DECIMAL(10,2), n VARCHAR, o JSON, p BLOB, q UUID, r DATE, s TIME, t TIMESTAMP, u TIMESTAMP_S, v TIMESTAMP_MS, w TIMESTAMP_NS, y TIMESTAMPTZ, z INTEGER[], za STRUCT(p INTEGER, q VARCHAR), zb MAP(VARCHAR, INTEGER))",
        "INSERT INTO lake.x (e) VALUES (1)");
    TableDef wider =
        TableDef.of(
            TableId.parse("x"),
            TableSchema.of(
                ColumnDef.of("e", DuckLakeType.INT64), ColumnDef.of("zz", DuckLakeType.INT64)));
    lake.commit(TestLake.addingColumns(), List.of(new TableChange.CreateTable("", wider)));
    lake.duckdb("INSERT INTO lake.x (e, zz) VALUES (3, 30)");
    assertThat(lake.read("SELECT e, zz FROM lake.x ORDER BY e"))
        .containsExactly(row(1L, null), row(3L, 30L));
    List<String> columns = lake.catalogColumns();
    List<String> theirs = inlined(columns, 1);
    List<String> ours = inlined(columns, 2);
    assertThat(theirs).hasSizeGreaterThan(29);
    assertThat(ours).hasSize(theirs.size() + 1).startsWith(theirs.toArray(String[]::new));
    assertThat(lake.audit()).isEmpty();
  }

  private static List<String> inlined(List<String> columns, int version) {
    String table = "ducklake_inlined_data_1_" + version + " ";
    return columns.stream()
        .filter(column -> column.startsWith(table))
        .map(column -> column.substring(table.length()))
        .toList();
  }

  @Test
  void anotherFormatIsRefusedByNameAlsoInTheMiddleOfARun() throws Exception {
    lake.leaveOut("files of a refused commit stay: nobody may ask such a catalog");
    lake.commit(lake.append("", SITES, List.of(row(1L, "a", 1.0))));
    List<TableChange> staged = lake.append("", SITES, List.of(row(2L, "b", 1.0)));
    for (String format : List.of("0.3", "1.1", "2.0-dev1")) {
      lake.inCatalog(
          "UPDATE ducklake_metadata SET value = '%s' WHERE key = 'version'".formatted(format));
      assertThatThrownBy(() -> lake.commit(staged))
          .isInstanceOf(LakeFormatException.class)
          .hasMessageContaining("its format is %s, and only 1.0 is supported".formatted(format))
          .hasMessageContaining("AUTOMATIC_MIGRATION");
    }
    lake.inCatalog("UPDATE ducklake_metadata SET value = '1.0' WHERE key = 'version'");
    assertThat(lake.read("SELECT id FROM lake.sites")).containsExactly(row(1L));
  }

  @Test
  void manyFirstRunsAtOnceMakeOneLakeAndOneTable() throws Exception {
    var barrier = new CyclicBarrier(6);
    List<Future<CommitResult>> running = new ArrayList<>();
    for (long i = 0; i < 6; i++) {
      long n = i;
      running.add(
          threads.submit(
              () -> {
                barrier.await();
                return lake.commit(lake.append("", SITES, List.of(row(n, "r", 0.0))));
              }));
    }
    for (Future<CommitResult> one : running) {
      assertThat(one.get().outcome()).isEqualTo(Outcome.COMMITTED);
    }
    assertThat(lake.read("SELECT id FROM lake.sites ORDER BY id"))
        .containsExactly(row(0L), row(1L), row(2L), row(3L), row(4L), row(5L));
    assertThat(lake.read("SELECT count(DISTINCT rowid) FROM lake.sites")).containsExactly(row(6L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void aLakeMadeFromNothingIsReadByDuckDb() throws Exception {
    CommitResult result =
        lake.commit(
            lake.append(
                "",
                SITES,
                List.of(row(1L, "Zolotá", 1.5), row(2L, null, -0.0), row(3L, "", null))));

    assertThat(result.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(result.snapshotId()).isEqualTo(1L);
    assertThat(result.rowsAdded()).containsExactly(java.util.Map.entry("main.sites", 3L));
    assertThat(lake.read(ALL))
        .containsExactly(row(1L, "Zolotá", 1.5), row(2L, null, -0.0), row(3L, "", null));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void whatDuckDbDoesToOurRowsStaysRightAndWeAppendAgain() throws Exception {
    List<List<Object>> rows = new ArrayList<>();
    for (long i = 0; i < 1000; i++) {
      rows.add(row(i, "n" + i, i / 4.0));
    }
    lake.commit(lake.append("", SITES, rows));
    String sums =
        "SELECT sum(id)::BIGINT, sum(area), min(name), count(DISTINCT name) FROM lake.sites";
    assertThat(lake.read(sums)).containsExactly(row(499_500L, 124_875.0, "n0", 1000L));

    lake.duckdb("INSERT INTO lake.sites VALUES (1000, 'ours', 250.0)");
    assertThat(lake.read(sums)).containsExactly(row(500_500L, 125_125.0, "n0", 1001L));
    lake.duckdb("UPDATE lake.sites SET area = 0 WHERE id >= 500");
    assertThat(lake.read(sums)).containsExactly(row(500_500L, 31_187.5, "n0", 1001L));
    lake.duckdb("DELETE FROM lake.sites WHERE id < 100");
    assertThat(lake.read(sums)).containsExactly(row(495_550L, 29_950.0, "n100", 901L));
    lake.duckdb("CALL ducklake_rewrite_data_files('lake', 'sites', delete_threshold => 0)");
    lake.duckdb("CALL ducklake_merge_adjacent_files('lake')");
    assertThat(lake.read(sums)).containsExactly(row(495_550L, 29_950.0, "n100", 901L));
    lake.duckdb("CALL ducklake_expire_snapshots('lake', older_than => now())");
    lake.duckdb("CALL ducklake_cleanup_old_files('lake', cleanup_all => true)");
    assertThat(lake.read(sums)).containsExactly(row(495_550L, 29_950.0, "n100", 901L));

    lake.commit(lake.append("", SITES, List.of(row(5000L, "zz", 7.0))));
    assertThat(lake.read(sums)).containsExactly(row(500_550L, 29_957.0, "n100", 902L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void nothingToDoMakesNothing() throws Exception {
    CommitResult result = lake.commit(List.of());
    assertThat(result.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    assertThat(lake.lake().exists()).isFalse();
  }

  @Test
  void aRepeatedCommitWithNewFilesIsRecognisedAndItsFilesGo() throws Exception {
    List<List<Object>> rows = List.of(row(1L, "a", 1.0), row(2L, "b", 2.0));
    CommitResult first = lake.commit(request("run-1"), lake.append("", SITES, rows));
    lake.commit(lake.append("", SITES, List.of(row(9L, "other", 0.0))));
    List<String> before = lake.filesOnDisk();

    CommitResult again = lake.commit(request("run-1"), lake.append("", SITES, rows));

    assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_COMMITTED);
    assertThat(again.snapshotId()).isEqualTo(first.snapshotId());
    assertThat(again.rowsAdded()).isEqualTo(first.rowsAdded());
    assertThat(lake.filesOnDisk()).isEqualTo(before);
    assertThat(lake.read("SELECT id FROM lake.sites ORDER BY id"))
        .containsExactly(row(1L), row(2L), row(9L));
  }

  @Test
  void aRepeatedCommitOfTheSameFilesKeepsThem() throws Exception {
    List<TableChange> changes = lake.append("", SITES, List.of(row(1L, "a", 1.0)));
    lake.commit(request("run-1"), changes);
    lake.commit(request("run-1"), changes);
    assertThat(lake.read(ALL)).containsExactly(row(1L, "a", 1.0));
  }

  @Test
  void aFileThatIsGoneRefusesTheCommit() throws Exception {
    List<StagedFile> files = lake.stage("", SITES, List.of(row(1L, "a", 1.0)));
    Files.delete(Path.of(files.get(0).path()));
    assertThatThrownBy(() -> lake.commit(List.of(new TableChange.Append("", files.get(0)))))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("is gone")
        .hasMessageContaining("Nothing was registered");
    assertThat(lake.lake().snapshots()).hasSize(1);
  }

  @Test
  void discardedFilesGo() throws Exception {
    List<StagedFile> bad = lake.stage("bad", SITES, List.of(row(1L, "a", 1.0)));
    List<TableChange> changes =
        new ArrayList<>(lake.append("good", SITES, List.of(row(2L, "b", 2.0))));
    changes.add(new TableChange.Discard("bad", bad.get(0)));
    lake.commit(changes);
    assertThat(Path.of(bad.get(0).path())).doesNotExist();
    assertThat(lake.read(ALL)).containsExactly(row(2L, "b", 2.0));
    assertThat(lake.filesOnDisk()).hasSize(1);
  }

  @Test
  void anUnchangedUnitIsLeftOutWhole() throws Exception {
    List<TableChange> first = new ArrayList<>(lake.append("uk", SITES, List.of(row(1L, "a", 1.0))));
    first.add(new TableChange.Fingerprint("uk", "f1"));
    lake.commit(first);
    assertThat(lake.lake().fingerprint("uk")).contains("f1");

    List<TableChange> same = new ArrayList<>(lake.append("uk", SITES, List.of(row(1L, "a", 1.0))));
    same.add(new TableChange.Fingerprint("uk", "f1"));
    CommitResult nothing = lake.commit(same);
    assertThat(nothing.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    assertThat(nothing.unchangedUnits()).containsExactly("uk");
    assertThat(lake.lake().snapshots()).hasSize(2);
    assertThat(lake.filesOnDisk()).hasSize(1);

    List<TableChange> mixed = new ArrayList<>(lake.append("uk", SITES, List.of(row(1L, "a", 1.0))));
    mixed.add(new TableChange.Fingerprint("uk", "f1"));
    mixed.addAll(lake.append("in", SITES, List.of(row(2L, "b", 2.0))));
    mixed.add(new TableChange.Fingerprint("in", "f2"));
    assertThat(lake.commit(mixed).rowsAdded()).containsEntry("main.sites", 1L);
    assertThat(lake.read(ALL)).containsExactly(row(1L, "a", 1.0), row(2L, "b", 2.0));
    assertThat(lake.audit()).isEmpty();
  }
}
