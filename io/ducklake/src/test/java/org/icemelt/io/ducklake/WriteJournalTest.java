package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.LakeLayout;
import org.icemelt.io.ducklake.internal.write.Committer;
import org.icemelt.io.ducklake.internal.write.RowStager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteJournalTest {
  private static final TableDef TABLE =
      TableDef.of(
          TableId.parse("t"),
          new TableSchema(List.of(new ColumnDef("id", DuckLakeType.INT64, true))));

  @TempDir private Path folder;

  @Test
  void removesFilesThatNobodyCommitted() throws Exception {
    TestLake lake = new TestLake(folder);
    WriteJournal journal = opened();
    List<StagedFile> files = stage(lake, journal);
    assertThat(Path.of(files.get(0).path())).isRegularFile();
    assertThat(journal.removeLeftovers(lake.config)).isEqualTo(1);
    assertThat(Path.of(files.get(0).path())).doesNotExist();
  }

  @Test
  void leavesFilesThatASnapshotNames() throws Exception {
    TestLake lake = new TestLake(folder);
    WriteJournal journal = opened();
    List<StagedFile> committed = stage(lake, journal);
    lake.commit(List.of(new TableChange.Append("", committed.get(0))));
    List<StagedFile> leftover = stage(lake, journal);
    assertThat(journal.removeLeftovers(lake.config)).isEqualTo(1);
    assertThat(Path.of(committed.get(0).path())).isRegularFile();
    assertThat(Path.of(leftover.get(0).path())).doesNotExist();
  }

  @Test
  void makesNoFileOnceStopped() throws Exception {
    TestLake lake = new TestLake(folder);
    WriteJournal journal = opened();
    journal.stopRun();
    assertThatThrownBy(() -> stage(lake, journal))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("stopped");
    assertThat(parquetFiles(folder)).isEmpty();
  }

  @Test
  void commitsNothingOnceStopped() throws Exception {
    TestLake lake = new TestLake(folder);
    WriteJournal journal = opened();
    List<StagedFile> files = stage(lake, journal);
    journal.stopRun();
    assertThatThrownBy(
            () ->
                new Committer(lake.config, TestLake.request("r"), journal, Clock.systemUTC())
                    .commit(List.of(new TableChange.Append("", files.get(0)))))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("Nothing was committed");
    assertThat(lake.lake().tables()).isEmpty();
    assertThat(parquetFiles(folder)).isEmpty();
  }

  @Test
  void waitsForACommitThatHadBegunBeforeItRemoves() throws Exception {
    TestLake lake = new TestLake(folder);
    WriteJournal journal = opened();
    List<StagedFile> files = stage(lake, journal);
    journal.beginCommit();
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Integer> removed =
        CompletableFuture.supplyAsync(
            () -> {
              started.countDown();
              return removeLeftovers(journal, lake.config);
            });
    started.await();
    lake.commit(List.of(new TableChange.Append("", files.get(0))));
    journal.endCommit();
    assertThat(removed.get()).isZero();
    assertThat(Path.of(files.get(0).path())).isRegularFile();
  }

  @Test
  void removesNothingWhileACommitDoesNotEnd() throws Exception {
    TestLake lake = new TestLake(folder);
    WriteJournal journal = opened();
    List<StagedFile> files = stage(lake, journal);
    journal.beginCommit();
    assertThatThrownBy(
            () -> journal.removeLeftovers(lake.config.withCommitTimeout(Duration.ofMillis(50))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("still under way");
    assertThat(Path.of(files.get(0).path())).isRegularFile();
  }

  @Test
  void makesNoFileOnceTheRunIsOver() throws Exception {
    TestLake lake = new TestLake(folder);
    WriteJournal journal = opened();
    journal.close();
    assertThatThrownBy(() -> stage(lake, journal))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("is over");
    assertThat(parquetFiles(folder)).isEmpty();
  }

  private WriteJournal opened() throws IOException {
    WriteJournal journal = WriteJournal.in(folder.resolve("runs"), "r");
    journal.open();
    return journal;
  }

  private static int removeLeftovers(WriteJournal journal, LakeConfig lake) {
    try {
      return journal.removeLeftovers(lake);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<StagedFile> stage(TestLake lake, WriteJournal journal) throws IOException {
    RowStager stager =
        new RowStager(LakeLayout.of(new Catalog(lake.config, Clock.systemUTC())), journal);
    stager.add(TableRow.of(TABLE, List.of(7L)), "");
    return stager.finish();
  }

  private static List<Path> parquetFiles(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(p -> p.toString().endsWith(".parquet")).toList();
    }
  }
}
