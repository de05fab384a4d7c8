package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.request;
import static org.icemelt.io.ducklake.TestLake.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.io.ducklake.CatalogAddress.Kind;
import org.icemelt.io.ducklake.CommitResult.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceTest {
  private static final TableDef T =
      TableDef.of(
              TableId.parse("t"),
              TableSchema.of(
                  ColumnDef.of("p", DuckLakeType.VARCHAR), ColumnDef.of("n", DuckLakeType.INT64)))
          .partitionedBy("p");
  private static final String ROWS = "SELECT p, n FROM lake.t ORDER BY p, n";
  private static final Duration WEEK = Duration.ofDays(7);

  private Path folder;

  @BeforeEach
  void newFolder(@TempDir Path temporary) {
    folder = temporary;
  }

  /** A lake with a past: what DuckDB can do to tables, and what we can. */
  private TestLake withAPast(Kind kind) throws Exception {
    TestLake lake = new TestLake(folder, kind);
    lake.commit(
        request("first"),
        lake.append("", T, List.of(row("a", 1L), row("a", 2L), row("b", 3L), row(null, 4L))));
    lake.duckdb(
        "INSERT INTO lake.t VALUES ('a', 5)",
        "DELETE FROM lake.t WHERE n = 2",
        "CALL lake.set_option('data_inlining_row_limit', 0)",
        "DELETE FROM lake.t WHERE n IN (1, 3)",
        "UPDATE lake.t SET n = n + 10 WHERE p IS NULL",
        "CREATE TABLE lake.gone AS SELECT range AS i FROM range(20)",
        "DELETE FROM lake.gone WHERE i < 3",
        "DROP TABLE lake.gone",
        "CREATE SCHEMA lake.s",
        "CREATE VIEW lake.s.v AS SELECT 1 AS one",
        "DROP VIEW lake.s.v",
        "DROP SCHEMA lake.s",
        "COMMENT ON TABLE lake.t IS 'old'",
        "COMMENT ON TABLE lake.t IS 'new'",
        "CREATE MACRO lake.plus(a, b) AS a + b",
        "DROP MACRO lake.plus",
        "CREATE TABLE lake.renamed (i INTEGER)",
        "INSERT INTO lake.renamed VALUES (7)",
        "ALTER TABLE lake.renamed RENAME TO kept",
        "ALTER TABLE lake.kept ADD COLUMN j INTEGER");
    List<TableChange> replaced = new ArrayList<>();
    replaced.add(new TableChange.ReplacePartition("", T, "a"));
    replaced.addAll(lake.append("", T, List.of(row("a", 6L))));
    lake.commit(replaced);
    return lake;
  }

  private static LakeMaintenance at(TestLake lake, Instant now) {
    return LakeMaintenance.of(lake.config, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static Instant timeOf(TestLake lake, long snapshot) {
    return lake.lake().snapshots().stream()
        .filter(s -> s.id() == snapshot)
        .findFirst()
        .orElseThrow()
        .time();
  }

  @Test
  void expiryLeavesTheCatalogAsDuckDbsOwnWould() throws Exception {
    TestLake lake = withAPast(Kind.SQLITE);
    long last = lake.lake().latestSnapshot().orElseThrow().id();
    for (long upTo : List.of(3L, last - 4, last)) {
      Instant limit = timeOf(lake, upTo);
      Path theirs = folder.resolve("theirs.sqlite");
      Files.deleteIfExists(theirs);
      lake.inCatalog("VACUUM INTO '" + theirs + "'");
      List<Long> expired = at(lake, limit).expireOlderThan(Duration.ZERO).snapshots();
      assertThat(expired).isNotEmpty().allMatch(id -> id < upTo);
      TestLake copy = lake.withCatalog("sqlite:" + theirs);
      // By number: on SQLite, DuckDB compares times as texts that differ in form.
      copy.duckdb("CALL ducklake_expire_snapshots('lake', versions => %s)".formatted(expired));
      assertThat(contents(lake)).as("up to %d", upTo).isEqualTo(contents(copy));
    }
    assertThat(lake.read(ROWS)).containsExactly(row("a", 6L), row(null, 14L));
    assertThat(lake.audit()).isEmpty();
  }

  /** All rows of all tables of the catalog but for the times at which files were scheduled. */
  private static Map<String, List<String>> contents(TestLake lake) throws Exception {
    Map<String, List<String>> contents = new TreeMap<>();
    for (List<@Nullable Object> table :
        lake.catalogRows("SELECT name FROM sqlite_master WHERE type = 'table'")) {
      String columns =
          table.get(0).equals("ducklake_files_scheduled_for_deletion")
              ? "data_file_id, path, path_is_relative"
              : "*";
      contents.put(
          String.valueOf(table.get(0)),
          lake.catalogRows("SELECT %s FROM \"%s\"".formatted(columns, table.get(0))).stream()
              .map(String::valueOf)
              .sorted()
              .toList());
    }
    return contents;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anExpiredAndCleanedLakeHoldsItsRowsItsFilesAndItsTokens(Kind kind) throws Exception {
    TestLake lake = withAPast(kind);
    List<String> before = lake.filesOnDisk();
    long last = lake.lake().latestSnapshot().orElseThrow().id();
    LakeMaintenance now = LakeMaintenance.of(lake.config);

    LakeMaintenance.Expiry planned = now.dryRun().expireOlderThan(Duration.ZERO);
    assertThat(lake.lake().snapshots()).hasSize((int) last + 1);
    LakeMaintenance.Expiry expired = now.expireOlderThan(Duration.ZERO);
    assertThat(expired).isEqualTo(planned);
    assertThat(expired.snapshots()).hasSize((int) last).doesNotContain(last);
    assertThat(expired.files()).isNotEmpty().isSubsetOf(before);

    assertThat(now.cleanUpOlderThan(WEEK).scheduled()).isEmpty(); // too young
    LakeMaintenance later = at(lake, Instant.now().plus(WEEK).plusSeconds(60));
    assertThat(later.dryRun().cleanUpOlderThan(WEEK).scheduled())
        .containsExactlyInAnyOrderElementsOf(expired.files());
    assertThat(lake.filesOnDisk()).isEqualTo(before);
    assertThat(later.cleanUpOlderThan(WEEK).scheduled())
        .containsExactlyInAnyOrderElementsOf(expired.files());
    List<String> kept = new ArrayList<>(before);
    kept.removeAll(expired.files());
    assertThat(lake.filesOnDisk()).isEqualTo(kept);
    assertThat(lake.catalogRows("SELECT * FROM ducklake_files_scheduled_for_deletion")).isEmpty();

    assertThat(lake.read(ROWS)).containsExactly(row("a", 6L), row(null, 14L));
    assertThat(lake.read("SELECT i, j FROM lake.kept")).containsExactly(row(7, null));
    assertThat(lake.commit(request("first"), lake.append("", T, List.of(row("a", 1L)))).outcome())
        .isEqualTo(Outcome.ALREADY_COMMITTED);
    lake.commit(lake.append("", T, List.of(row("c", 8L))));
    assertThat(lake.read(ROWS)).containsExactly(row("a", 6L), row("c", 8L), row(null, 14L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void timeTravelToWhatIsLeftStillWorks() throws Exception {
    TestLake lake = withAPast(Kind.SQLITE);
    at(lake, timeOf(lake, 4)).expireOlderThan(Duration.ZERO);
    at(lake, Instant.now().plus(WEEK)).cleanUpOlderThan(Duration.ofDays(1));
    assertThat(lake.read("SELECT p, n FROM lake.t AT (VERSION => 4) ORDER BY n"))
        .containsExactly(row(null, 4L), row("a", 5L));
    assertThatThrownBy(() -> lake.read("SELECT p, n FROM lake.t AT (VERSION => 2)"))
        .hasMessageContaining("snapshot");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE ducklake_data_file SET path = '%sT/' || path, path_is_relative = 0",
        "UPDATE ducklake_data_file SET path = '%s/T//' || path, path_is_relative = 0",
        "UPDATE ducklake_data_file SET path = 'file://%sT/' || path, path_is_relative = 0",
        "UPDATE ducklake_data_file SET path = './' || path",
        "UPDATE ducklake_table SET path = '%sT/', path_is_relative = 0",
        "UPDATE ducklake_table SET path = '/' || path"
      })
  void aNamedFileStaysHoweverItsPathIsSpelled(String respelled) throws Exception {
    TestLake lake = new TestLake(folder);
    lake.leaveOut("it names a file in a spelling that the audit takes for another file's");
    TableDef plain = TableDef.of(TableId.parse("T"), T.schema());
    lake.commit(lake.append("", plain, List.of(row("a", 1L))));
    lake.inCatalog(respelled.formatted(lake.data().resolve("main") + "/"));
    List<String> files = lake.filesOnDisk();
    LakeMaintenance.Cleaned cleaned =
        at(lake, Instant.now().plus(Duration.ofDays(30))).cleanUpOlderThan(WEEK);
    assertThat(cleaned.orphans()).isEmpty();
    assertThat(lake.filesOnDisk()).isEqualTo(files).hasSize(1);
  }

  @Test
  void aDataPathThatIsALinkIsLookedThrough() throws Exception {
    Path real = Files.createDirectories(folder.resolve("disk/data"));
    Files.createSymbolicLink(folder.resolve("data"), real);
    TestLake lake = new TestLake(folder);
    lake.commit(lake.append("", T, List.of(row("a", 1L))));
    Path orphan =
        Files.createFile(real.resolve("ducklake-01930000-0000-7000-8000-0000000000aa.parquet"))
            .toRealPath();
    LakeMaintenance.Cleaned cleaned =
        at(lake, Instant.now().plus(Duration.ofDays(30))).cleanUpOlderThan(WEEK);
    assertThat(cleaned.orphans()).containsExactly(orphan.toString());
    assertThat(orphan).doesNotExist();
    assertThat(lake.read(ROWS)).containsExactly(row("a", 1L));
  }

  @Test
  void whatHasAnotherNameIsYoungOrIsNamedStays() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.commit(lake.append("", T, List.of(row("a", 1L), row("b", 2L))));
    lake.duckdb(
        "CALL lake.set_option('data_inlining_row_limit', 0)",
        "INSERT INTO lake.t SELECT 'a', range FROM range(10, 20)",
        "DELETE FROM lake.t WHERE n = 15",
        "DELETE FROM lake.t WHERE p = 'b'");
    List<String> named = lake.filesOnDisk();
    assertThat(named).anyMatch(name -> name.endsWith("-delete.parquet"));
    List<Path> stay = new ArrayList<>();
    for (String name :
        List.of(
            "data.parquet",
            "ducklake-.parquet",
            "ducklake-01930000-0000-7000-8000-0000000000aa.parquet.crc",
            "ducklake-01930000-0000-4000-8000-0000000000aa.parquet",
            "xducklake-01930000-0000-7000-8000-0000000000aa.parquet",
            "README.md")) {
      stay.add(old(Files.createFile(lake.data().resolve(name))));
    }
    Path young =
        Files.createFile(
            lake.data().resolve("ducklake-01930000-0000-7000-8000-0000000000ab.parquet"));
    Path orphan =
        old(
            Files.writeString(
                lake.data()
                    .resolve("main/t/p=a/ducklake-01930000-0000-7000-8000-0000000000ac.parquet"),
                "half"));
    Path orphanDelete =
        old(
            Files.createFile(
                lake.data()
                    .resolve("ducklake-01930000-0000-7000-8000-0000000000ad-delete.parquet")));
    for (String file : named) {
      old(Path.of(file));
    }

    LakeMaintenance.Cleaned cleaned = LakeMaintenance.of(lake.config).cleanUpOlderThan(WEEK);

    assertThat(cleaned.orphans())
        .containsExactlyInAnyOrder(orphan.toString(), orphanDelete.toString());
    assertThat(cleaned.bytes()).isEqualTo(4);
    stay.add(young);
    assertThat(stay).allMatch(Files::exists);
    for (Path other : stay) {
      Files.delete(other);
    }
    assertThat(lake.filesOnDisk()).isEqualTo(named);
    assertThat(lake.audit()).isEmpty();
  }

  private static Path old(Path file) throws IOException {
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
  }

  @Test
  void nothingIsDeletedWhereTheLakesFilesAreNot() throws Exception {
    LakeConfig relative =
        LakeConfig.of("sqlite:" + folder.resolve("c.sqlite"))
            .withDataPath("data/")
            .resolvedAgainst(folder);
    TestLake.commit(
        relative, request("r"), List.of(new TableChange.AppendRows("", T, List.of(row("a", 5L)))));
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/data"));
    Path notOurs =
        old(
            Files.createFile(
                elsewhere.resolve("ducklake-01930000-0000-7000-8000-0000000000aa.parquet")));
    LakeMaintenance wrong =
        LakeMaintenance.of(relative.resolvedAgainst(folder.resolve("elsewhere")));
    assertThatThrownBy(() -> wrong.cleanUpOlderThan(WEEK))
        .isInstanceOf(LakeFormatException.class)
        .hasMessageContaining("is not there")
        .hasMessageContaining("Nothing was deleted");
    assertThat(notOurs).exists();
    assertThat(LakeMaintenance.of(relative).cleanUpOlderThan(WEEK).orphans()).isEmpty();
  }

  @Test
  void aLakeThatIsNotThereIsNotMade() {
    TestLake lake = new TestLake(folder);
    LakeMaintenance maintenance = LakeMaintenance.of(lake.config);
    assertThatThrownBy(() -> maintenance.cleanUpOlderThan(WEEK))
        .isInstanceOf(LakeFormatException.class)
        .hasMessageContaining("there is none");
    assertThatThrownBy(() -> maintenance.expireOlderThan(WEEK))
        .isInstanceOf(LakeFormatException.class)
        .hasMessageContaining("there is no lake");
    assertThat(lake.config.catalogFile()).doesNotExist();
  }
}
