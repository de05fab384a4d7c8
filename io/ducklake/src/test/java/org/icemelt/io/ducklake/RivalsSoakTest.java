package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.icemelt.io.ducklake.CatalogAddress.Kind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Eight of our committers, in two processes, and two live DuckDB sessions on one table. The
 * committers work in bursts, together, with the sessions at work all the while, and pause after
 * each until every session has got through: DuckDB's deletes give way to any commit of others. For
 * longer runs: {@code src/bench/soak.sh rivals}.
 */
class RivalsSoakTest {
  private static final Duration WORK =
      Duration.ofSeconds(Integer.getInteger("icemelt.rivals.seconds", 30));
  private static final int PROCESSES = 2;
  private static final int COMMITTERS_A_PROCESS = 4;
  private static final int BURST = 4;
  private static final int LEAST_COMMITS_EACH = 50;
  private static final int LEAST_OF_A_SESSION = 10;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @ParameterizedTest
  @EnumSource(names = {"SQLITE", "POSTGRES"})
  void everyAcknowledgedRowIsThereOnceAndNoCommitOfOursFails(Kind kind, @TempDir Path folder)
      throws Exception {
    TestLake lake = new TestLake(folder, kind);
    lake.commit(List.of(new TableChange.CreateTable("", RivalCommitters.TABLE)));
    Set<String> rows = ConcurrentHashMap.newKeySet();
    BlockingQueue<String> forSessions = new LinkedBlockingQueue<>();
    Map<String, Integer> commits = new ConcurrentHashMap<>();
    List<RivalSession> sessions = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    for (int s = 0; s < 2; s++) {
      RivalSession session = new RivalSession("duck" + s, lake.catalog(), rows, forSessions);
      sessions.add(session);
      running.add(threads.submit(session));
    }
    List<RivalCommitters> committers = new ArrayList<>();
    Instant begun = Instant.now();
    try {
      for (int p = 0; p < PROCESSES; p++) {
        committers.add(
            new RivalCommitters(lake.config, p * COMMITTERS_A_PROCESS, COMMITTERS_A_PROCESS));
      }
      int rounds = 0;
      while (rounds * BURST < LEAST_COMMITS_EACH
          || Duration.between(begun, Instant.now()).compareTo(WORK) < 0) {
        rounds++;
        List<int[]> before =
            sessions.stream().map(s -> new int[] {s.inserts(), s.deletes()}).toList();
        burst(committers, told -> acknowledge(told, rows, forSessions, commits));
        for (int s = 0; s < sessions.size(); s++) {
          sessions.get(s).awaitOneMoreOfEach(before.get(s)[0], before.get(s)[1]);
        }
      }
    } finally {
      sessions.forEach(RivalSession::end);
      committers.forEach(RivalCommitters::close);
      for (Future<?> session : running) {
        session.get();
      }
      threads.shutdown();
    }
    double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    System.out.printf(
        "rivals on %s, %.0f s: %d commits of ours (%.1f a second; each committer %d), %s%n",
        kind,
        seconds,
        commits.values().stream().mapToInt(n -> n).sum(),
        commits.values().stream().mapToInt(n -> n).sum() / seconds,
        commits.get(RivalCommitters.name(0)),
        String.join("; ", sessions.stream().map(RivalSession::pace).toList()));

    assertThat(commits).hasSize(PROCESSES * COMMITTERS_A_PROCESS);
    assertThat(commits.values()).allMatch(n -> n >= LEAST_COMMITS_EACH);
    assertThat(sessions)
        .allMatch(s -> s.inserts() >= LEAST_OF_A_SESSION && s.deletes() >= LEAST_OF_A_SESSION);
    assertThat(
            lake.read("SELECT who || ' ' || n FROM lake.rivals").stream()
                .map(row -> String.valueOf(row.get(0)))
                .sorted()
                .toList())
        .isEqualTo(rows.stream().sorted().toList());
    assertThat(lake.read("SELECT rowid FROM lake.rivals GROUP BY rowid HAVING count(who) > 1"))
        .isEmpty();
    assertThat(lake.audit()).isEmpty();
  }

  private void burst(
      List<RivalCommitters> committers, java.util.function.Consumer<String> acknowledged)
      throws Exception {
    List<Callable<Boolean>> all = new ArrayList<>();
    for (RivalCommitters some : committers) {
      all.add(
          () -> {
            some.commit(BURST, acknowledged);
            return true;
          });
    }
    for (Future<Boolean> one : threads.invokeAll(all)) {
      one.get();
    }
  }

  /** The first row of each commit is left to the sessions, which may delete it. */
  private static void acknowledge(
      String told,
      Set<String> rows,
      BlockingQueue<String> forSessions,
      Map<String, Integer> commits) {
    String[] nameAndCommit = told.split(" ");
    long first = Long.parseLong(nameAndCommit[1]) * RivalCommitters.ROWS_A_COMMIT;
    for (int i = 0; i < RivalCommitters.ROWS_A_COMMIT; i++) {
      rows.add(nameAndCommit[0] + " " + (first + i));
    }
    forSessions.add(nameAndCommit[0] + " " + first);
    commits.merge(nameAndCommit[0], 1, Integer::sum);
  }
}
