package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.ducklake.TestLake.request;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.icemelt.io.ducklake.CommitResult.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RivalsTest {
  private static final TableDef T =
      TableDef.of(
              TableId.parse("t"),
              TableSchema.of(
                  ColumnDef.of("p", DuckLakeType.VARCHAR), ColumnDef.of("n", DuckLakeType.INT64)))
          .partitionedBy("p");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestLake lake;

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private <T> List<T> together(List<Callable<T>> rivals) throws Exception {
    var barrier = new CyclicBarrier(rivals.size());
    List<Future<T>> running = new ArrayList<>();
    for (Callable<T> rival : rivals) {
      running.add(
          threads.submit(
              () -> {
                barrier.await();
                return rival.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> one : running) {
      results.add(one.get());
    }
    return results;
  }

  @Test
  void manyFirstRunsAtOnceMakeOneTable() throws Exception {
    List<Callable<CommitResult>> rivals = new ArrayList<>();
    for (long i = 0; i < 6; i++) {
      long n = i;
      rivals.add(() -> lake.commit(lake.append("", T, List.of(row("p" + n, n)))));
    }
    assertThat(together(rivals)).allMatch(result -> result.outcome() == Outcome.COMMITTED);
    assertThat(lake.read("SELECT n FROM lake.t ORDER BY n"))
        .containsExactly(row(0L), row(1L), row(2L), row(3L), row(4L), row(5L));
    assertThat(lake.lake().tables()).hasSize(1);
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void theSameWriteAtOnceIsCommittedOnce() throws Exception {
    List<Callable<CommitResult>> rivals = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rivals.add(() -> lake.commit(request("the-run"), lake.append("", T, List.of(row("p", 1L)))));
    }
    List<CommitResult> results = together(rivals);
    assertThat(results).filteredOn(r -> r.outcome() == Outcome.COMMITTED).hasSize(1);
    assertThat(results)
        .extracting(CommitResult::snapshotId)
        .containsOnly(results.get(0).snapshotId());
    assertThat(lake.read("SELECT n FROM lake.t")).containsExactly(row(1L));
    assertThat(lake.filesOnDisk()).hasSize(1);
  }

  @Test
  void equalFingerprintsAtOnceWriteTheUnitOnce() throws Exception {
    List<Callable<CommitResult>> rivals = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rivals.add(
          () -> {
            List<TableChange> changes = new ArrayList<>();
            changes.add(new TableChange.Fingerprint("p", "same"));
            changes.add(new TableChange.ReplacePartition("p", T, "p"));
            changes.addAll(lake.append("p", T, List.of(row("p", 1L))));
            return lake.commit(changes);
          });
    }
    List<CommitResult> results = together(rivals);
    assertThat(results).filteredOn(r -> r.outcome() == Outcome.COMMITTED).hasSize(1);
    assertThat(results).filteredOn(r -> r.outcome() == Outcome.NOTHING_TO_DO).hasSize(3);
    assertThat(lake.lake().snapshots()).hasSize(2);
    assertThat(lake.filesOnDisk()).hasSize(1);
  }

  @Test
  void replacementsOfOnePartitionAtOnceLeaveTheRowsOfTheLastAlone() throws Exception {
    List<Callable<CommitResult>> rivals = new ArrayList<>();
    for (long i = 0; i < 5; i++) {
      long n = i;
      rivals.add(
          () -> {
            List<TableChange> changes = new ArrayList<>();
            changes.add(new TableChange.ReplacePartition("p", T, "p"));
            changes.addAll(lake.append("p", T, List.of(row("p", n), row("p", n))));
            return lake.commit(changes);
          });
    }
    together(rivals);
    List<List<@Nullable Object>> rows = lake.read("SELECT n FROM lake.t");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).isEqualTo(rows.get(1));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void duckDbAndWeWriteAtOnceAndEveryAcknowledgedRowIsThereOnce() throws Exception {
    lake.commit(List.of(new TableChange.CreateTable("", T)));
    int ours = 15;
    int theirs = 15;
    List<Callable<Integer>> rivals = new ArrayList<>();
    for (int w = 0; w < 2; w++) {
      int writer = w;
      rivals.add(
          () -> {
            for (long i = 0; i < ours; i++) {
              lake.commit(lake.append("", T, List.of(row("ours" + writer, i))));
            }
            return ours;
          });
    }
    rivals.add(
        () -> {
          int done = 0;
          try (var session = new DuckSession(lake.catalog())) {
            while (done < theirs) {
              try {
                session.ask("INSERT INTO lake.t VALUES ('duck', " + done + ")");
                done++;
              } catch (SQLException e) { // DuckDB does not wait for a lock; its user tries again
                assertThat(e.getMessage()).contains("locked");
              }
            }
          }
          return done;
        });
    together(rivals);
    assertThat(
            lake.read(
                "SELECT p, count(n), count(DISTINCT n), sum(n)::BIGINT FROM lake.t GROUP BY p ORDER BY p"))
        .containsExactly(
            row("duck", 15L, 15L, 105L),
            row("ours0", 15L, 15L, 105L),
            row("ours1", 15L, 15L, 105L));
    assertThat(lake.read("SELECT count(DISTINCT rowid) FROM lake.t")).containsExactly(row(45L));
    assertThat(lake.audit()).isEmpty();
  }
}
