package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.request;
import static org.icemelt.io.ducklake.TestLake.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.icemelt.io.ducklake.CatalogAddress.Kind;
import org.icemelt.io.ducklake.CommitResult.Outcome;
import org.icemelt.io.ducklake.internal.catalog.CommitObserver;
import org.icemelt.io.ducklake.internal.catalog.CommitStep;
import org.icemelt.io.ducklake.internal.write.Committer;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commits that come twice, late, or with files that are no longer what they were. */
class RetryTest {
  private static final TableDef T =
      TableDef.of(TableId.parse("t"), TableSchema.of(ColumnDef.of("n", DuckLakeType.INT64)));

  private Path folder;

  @BeforeEach
  void newFolder(@TempDir Path temporary) {
    folder = temporary;
  }

  private static CommitResult commit(
      TestLake lake, List<TableChange> changes, CommitObserver observer) {
    try {
      return new Committer(lake.config, request("the-run"), null, Clock.systemUTC(), observer)
          .commit(changes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that a commit has come to a step, and keeps it there until it may go on. */
  private static final class Stop implements CommitObserver {
    private final CommitStep at;
    private final CountDownLatch there = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    Stop(CommitStep at) {
      this.at = at;
    }

    @Override
    public void reached(CommitStep step) {
      if (step != at) {
        return;
      }
      there.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anAttemptThatWakesUpLateFindsThatTheRetryWasFaster(Kind kind) throws Exception {
    TestLake lake = new TestLake(folder, kind);
    lake.commit(List.of(new TableChange.CreateTable("", T)));
    Stop late = new Stop(CommitStep.FILES_READY);
    List<TableChange> lateRows = lake.append("", T, List.of(row(1L)));
    CompletableFuture<CommitResult> zombie =
        CompletableFuture.supplyAsync(() -> commit(lake, lateRows, late));
    late.there.await();
    CommitResult retry = commit(lake, lake.append("", T, List.of(row(1L))), CommitObserver.NONE);
    lake.commit(lake.append("", T, List.of(row(2L)))); // and somebody else in between
    late.goOn.countDown();

    assertThat(retry.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(zombie.get().outcome()).isEqualTo(Outcome.ALREADY_COMMITTED);
    assertThat(zombie.get().snapshotId()).isEqualTo(retry.snapshotId());
    assertThat(lake.read("SELECT n FROM lake.t ORDER BY n")).containsExactly(row(1L), row(2L));
    assertThat(lake.filesOnDisk()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRetryThatComesWhileTheFirstAttemptIsStillCommittingAddsNothing(Kind kind) throws Exception {
    TestLake lake = new TestLake(folder, kind);
    lake.commit(List.of(new TableChange.CreateTable("", T)));
    Stop inside = new Stop(CommitStep.WRITTEN);
    List<TableChange> first = lake.append("", T, List.of(row(1L)));
    CompletableFuture<CommitResult> zombie =
        CompletableFuture.supplyAsync(() -> commit(lake, first, inside));
    inside.there.await();
    CountDownLatch tried = new CountDownLatch(1);
    List<TableChange> again = lake.append("", T, List.of(row(1L)));
    CompletableFuture<CommitResult> retry =
        CompletableFuture.supplyAsync(() -> commit(lake, again, step -> tried.countDown()));
    tried.await();
    inside.goOn.countDown();

    assertThat(zombie.get().outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(retry.get().outcome()).isEqualTo(Outcome.ALREADY_COMMITTED);
    assertThat(lake.read("SELECT n FROM lake.t")).containsExactly(row(1L));
    assertThat(lake.filesOnDisk()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRetryIsRecognisedWhenDuckDbHasExpiredItsSnapshot(Kind kind) throws Exception {
    TestLake lake = new TestLake(folder, kind);
    CommitResult first = commit(lake, lake.append("", T, List.of(row(1L))), CommitObserver.NONE);
    lake.commit(lake.append("", T, List.of(row(2L))));
    lake.duckdb("CALL ducklake_expire_snapshots('lake', versions => [0, 1])");
    assertThat(lake.lake().snapshots()).extracting(Lake.SnapshotInfo::id).containsExactly(2L);
    CommitResult retry = commit(lake, lake.append("", T, List.of(row(1L))), CommitObserver.NONE);
    assertThat(retry.outcome()).isEqualTo(Outcome.ALREADY_COMMITTED);
    assertThat(retry.snapshotId()).isEqualTo(first.snapshotId());
    assertThat(lake.read("SELECT n FROM lake.t ORDER BY n")).containsExactly(row(1L), row(2L));
  }

  @Test
  void aFileOfAnotherSizeRefusesTheCommit() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.commit(List.of(new TableChange.CreateTable("", T)));
    List<StagedFile> files = lake.stage("", T, List.of(row(1L)));
    Files.write(Path.of(files.get(0).path()), new byte[] {0}, StandardOpenOption.APPEND);
    assertThatThrownBy(() -> lake.commit(List.of(new TableChange.Append("", files.get(0)))))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining(
            "has %d bytes where %d were written"
                .formatted(files.get(0).sizeBytes() + 1, files.get(0).sizeBytes()));
    assertThat(lake.lake().snapshots()).hasSize(2);
    assertThat(lake.filesOnDisk()).isEmpty();
  }

  @Test
  void newFilesAndNewFoldersAreSyncedBeforeAnythingNamesThem() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.leaveOut("its last files are never committed");
    lake.commit(List.of(new TableChange.CreateTable("", T)));
    Path recorded = folder.resolve("forced.jfr");
    List<StagedFile> files;
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withoutThreshold();
      recording.start();
      files = lake.stage("", T, List.of(row(1L)));
      recording.stop();
      recording.dump(recorded);
    }
    assertThat(RecordingFile.readAllEvents(recorded))
        .extracting(event -> event.getString("path"))
        .contains(
            files.get(0).path(),
            lake.data().resolve("main/t").toString(),
            lake.data().resolve("main").toString(),
            lake.data().toString());
  }

  @Test
  void aLakeIsNotMadeWhileAnotherHoldsTheLockAndIsMadeAfter() throws Exception {
    TestLake lake = new TestLake(folder);
    LakeConfig hasty = lake.config.withCommitTimeout(Duration.ofMillis(200));
    List<TableChange> rows = List.of(new TableChange.AppendRows("", T, List.of(row(1L))));
    try (Connection foreign = lake.catalogDatabase()) {
      Judge.execute(foreign, "BEGIN IMMEDIATE");
      assertThatThrownBy(() -> TestLake.commit(hasty, request("r"), rows))
          .isInstanceOf(CatalogUnavailableException.class)
          .hasMessageContaining("Nothing was changed");
      Judge.execute(foreign, "ROLLBACK");
    }
    assertThat(lake.lake().exists()).isFalse();
    assertThat(lake.commit(request("r"), rows).outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(lake.read("SELECT n FROM lake.t")).containsExactly(row(1L));
  }
}
