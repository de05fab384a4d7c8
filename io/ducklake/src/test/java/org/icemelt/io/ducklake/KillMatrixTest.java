package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.request;
import static org.icemelt.io.ducklake.TestLake.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.icemelt.io.ducklake.CatalogAddress.Kind;
import org.icemelt.io.ducklake.CommitChild.Point;
import org.icemelt.io.ducklake.CommitResult.Outcome;
import org.icemelt.io.ducklake.internal.write.CommitTimes;
import org.icemelt.io.ducklake.internal.write.Committer;
import org.icemelt.judge.Judge;
import org.icemelt.judge.LakeAudit;
import org.icemelt.judge.ProjectRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A commit is cut off at every point, on every catalog, and made again: each row is there once. The
 * table of what happened stands in the docs and is compared with them.
 */
class KillMatrixTest {
  private static final Duration OLD = Duration.ofDays(8);
  private static final Duration LIMIT = Duration.ofDays(7);
  private static final Map<Point, Map<Kind, String>> KILLS = new EnumMap<>(Point.class);

  private Path folder;

  @BeforeEach
  void newFolder(@TempDir Path temporary) {
    folder = temporary;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aKilledCommitIsMadeOnceByItsRetry(Kind kind) throws Exception {
    Map<Point, TestLake> lakes = new EnumMap<>(Point.class);
    for (Point point : Point.values()) {
      TestLake lake = new TestLake(Files.createDirectory(folder.resolve(point.name())), kind);
      lake.commit(lake.append("", CommitChild.TABLE, List.of(row("before", 0L))));
      CommitChild.killedAt(point, lake.config, "the-run");
      lakes.put(point, lake);
    }
    List<Outcome> retries =
        CommitChild.finished(lakes.values().stream().map(lake -> lake.config).toList(), "the-run");
    for (Point point : Point.values()) {
      TestLake lake = lakes.get(point);
      requireOnce(lake);
      int leftOver = cleanUp(lake);
      requireOnce(lake);
      assertThat(LakeAudit.check(lake.catalog(), folder, "--no-trial")).isEmpty();
      KILLS
          .computeIfAbsent(point, k -> new EnumMap<>(Kind.class))
          .put(kind, "%s, %d left over".formatted(retries.get(point.ordinal()), leftOver));
    }
  }

  private static void requireOnce(TestLake lake) throws Exception {
    assertThat(lake.read("SELECT who, n FROM lake.kills ORDER BY who, n"))
        .containsExactly(row("before", 0L), row("child", 0L), row("child", 1L));
    assertThat(lake.lake().snapshots()).hasSize(3); // the lake's own, the one before, the run's
  }

  /**
   * After it, nothing is there but what the catalog names and what is not ours to remove.
   *
   * @return how many files were removed
   */
  private static int cleanUp(TestLake lake) throws IOException {
    Path tableFolder = lake.data().resolve("main/kills");
    age(tableFolder);
    Path others = age(Files.createFile(tableFolder.resolve("export-2024.parquet")));
    Path young = Files.createFile(tableFolder.resolve("ducklake-" + youngUuid() + ".parquet"));
    LakeMaintenance.Cleaned cleaned = LakeMaintenance.of(lake.config).cleanUpOlderThan(LIMIT);
    Set<String> expected = new TreeSet<>(List.of(others.toString(), young.toString()));
    lake.lake().tables().get(0).files().forEach(file -> expected.add(file.path()));
    assertThat(lake.filesOnDisk()).containsExactlyElementsOf(expected);
    assertThat(cleaned.scheduled()).isEmpty();
    Files.delete(others);
    Files.delete(young);
    return cleaned.orphans().size();
  }

  private static String youngUuid() {
    String random = UUID.randomUUID().toString();
    return random.substring(0, 14) + "7" + random.substring(15);
  }

  /** Makes a file, or all files in a folder, old enough to be cleaned up. */
  private static Path age(Path path) throws IOException {
    FileTime time = FileTime.from(Instant.now().minus(OLD));
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, time);
      }
    }
    return path;
  }

  @AfterAll
  static void theDocsShowWhatHappened() throws IOException {
    long cells = KILLS.values().stream().mapToLong(Map::size).sum();
    if (cells < (long) Kind.values().length * Point.values().length) {
      return; // only some of the tests were run, or one failed and says so itself
    }
    StringBuilder table = new StringBuilder("| killed |");
    Stream.of(Kind.values()).forEach(kind -> table.append(' ').append(name(kind)).append(" |"));
    table.append("\n|---|---|---|---|\n");
    for (Point point : Point.values()) {
      table.append("| ").append(point.text()).append(" |");
      for (Kind kind : Kind.values()) {
        table.append(' ').append(KILLS.get(point).get(kind)).append(" |");
      }
      table.append('\n');
    }
    Path written = ProjectRoot.path().resolve("io/ducklake/target/kill-matrix.md");
    Files.writeString(written, table);
    assertThat(Files.readString(ProjectRoot.path().resolve("src/site/exactly-once.md")))
        .as("the table of src/site/exactly-once.md; what happened now is in %s", written)
        .contains(table);
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case SQLITE -> "SQLite";
      case POSTGRES -> "PostgreSQL";
      case DUCKDB -> "DuckDB file";
    };
  }

  @ParameterizedTest
  @EnumSource(CutProxy.Cut.class)
  void aCutConnectionIsMadeGoodByTheCommitItself(CutProxy.Cut cut) throws Exception {
    TestLake lake = new TestLake(folder, Kind.POSTGRES);
    lake.commit(lake.append("", CommitChild.TABLE, List.of(row("before", 0L))));
    try (CutProxy proxy = CutProxy.before(lake, cut)) {
      LakeConfig through = proxy.config();
      proxy.cutOnce();
      CommitTimes times = new CommitTimes();
      CommitResult result =
          new Committer(through, request("the-run"), null, Clock.systemUTC(), times)
              .commit(twoRows(lake));
      assertThat(times.attempts()).isEqualTo(2);
      assertThat(result.outcome())
          .isEqualTo(
              cut == CutProxy.Cut.AFTER_THE_ANSWER_TO_COMMIT
                  ? Outcome.ALREADY_COMMITTED
                  : Outcome.COMMITTED);
      requireOnce(lake);
      assertThat(lake.filesOnDisk()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(CutProxy.Cut.class)
  void whatNobodyCanTellIsCalledUnknownAndTheRetrySees(CutProxy.Cut cut) throws Exception {
    TestLake lake = new TestLake(folder, Kind.POSTGRES);
    lake.commit(lake.append("", CommitChild.TABLE, List.of(row("before", 0L))));
    boolean unknown =
        cut == CutProxy.Cut.BEFORE_COMMIT || cut == CutProxy.Cut.AFTER_THE_ANSWER_TO_COMMIT;
    try (CutProxy proxy = CutProxy.before(lake, cut)) {
      LakeConfig through = proxy.config().withCommitTimeout(Duration.ofMillis(300));
      proxy.cutForGood();
      List<TableChange> changes = twoRows(lake);
      assertThatThrownBy(() -> TestLake.commit(through, request("the-run"), changes))
          .isInstanceOf(
              unknown ? CommitOutcomeUnknownException.class : CatalogUnavailableException.class)
          .satisfies(
              failure -> {
                assertThat(failure.getMessage().contains("No file was deleted")).isEqualTo(unknown);
                assertThat(failure.getMessage().contains("Nothing was changed"))
                    .isEqualTo(!unknown);
              });
      assertThat(lake.filesOnDisk()).hasSize(2);
      boolean committed = cut == CutProxy.Cut.AFTER_THE_ANSWER_TO_COMMIT;
      assertThat(CommitChild.finished(List.of(lake.config), "the-run"))
          .containsExactly(committed ? Outcome.ALREADY_COMMITTED : Outcome.COMMITTED);
      requireOnce(lake);
      assertThat(cleanUp(lake)).isEqualTo(committed ? 0 : 1);
    }
  }

  private static List<TableChange> twoRows(TestLake lake) throws IOException {
    return lake.append("", CommitChild.TABLE, List.of(row("child", 0L), row("child", 1L)));
  }

  @Test
  void aLockOfSqliteHeldTooLongChangesNothing() throws Exception {
    TestLake lake = new TestLake(folder, Kind.SQLITE);
    lake.commit(lake.append("", CommitChild.TABLE, List.of(row("before", 0L))));
    List<TableChange> changes = twoRows(lake);
    try (Connection foreign = lake.catalogDatabase()) {
      Judge.execute(foreign, "BEGIN IMMEDIATE");
      refusedForNow(lake, changes);
      Judge.execute(foreign, "ROLLBACK");
    }
    assertThat(lake.commit(request("the-run"), changes).outcome()).isEqualTo(Outcome.COMMITTED);
    requireOnce(lake);
  }

  @Test
  void aDuckDbFileThatAnotherProcessHoldsChangesNothing() throws Exception {
    TestLake lake = new TestLake(folder, Kind.DUCKDB);
    lake.commit(lake.append("", CommitChild.TABLE, List.of(row("before", 0L))));
    List<TableChange> changes = twoRows(lake);
    try (DuckSession session = new DuckSession(lake.catalog())) {
      assertThat(session.ask("SELECT who, n FROM lake.kills")).isEqualTo("[[before, 0]]");
      refusedForNow(lake, changes);
    }
    assertThat(lake.commit(request("the-run"), changes).outcome()).isEqualTo(Outcome.COMMITTED);
    requireOnce(lake);
  }

  private static void refusedForNow(TestLake lake, List<TableChange> changes) throws IOException {
    LakeConfig hasty = lake.config.withCommitTimeout(Duration.ofMillis(300));
    assertThatThrownBy(() -> TestLake.commit(hasty, request("the-run"), changes))
        .isInstanceOf(CatalogUnavailableException.class)
        .hasMessageContaining("Nothing was changed");
    assertThat(lake.filesOnDisk()).hasSize(2); // one of them waits for the retry
  }
}
