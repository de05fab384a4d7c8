package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.request;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.ducklake.CommitResult.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTest {
  private static final TableDef SITES =
      TableDef.of(
          TableId.parse("sites"),
          TableSchema.of(
              ColumnDef.of("id", DuckLakeType.INT64),
              ColumnDef.of("name", DuckLakeType.VARCHAR),
              ColumnDef.of("area", DuckLakeType.FLOAT64)));
  private static final String ALL = "SELECT id, name, area FROM lake.sites ORDER BY id";

  private TestLake lake;

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder);
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
