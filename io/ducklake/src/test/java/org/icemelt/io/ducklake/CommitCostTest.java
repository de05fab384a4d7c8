package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.icemelt.io.ducklake.internal.catalog.CommitObserver;
import org.icemelt.io.ducklake.internal.catalog.StatementLog;
import org.icemelt.io.ducklake.internal.write.Committer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an append costs does not grow with the number of files that the table has. */
class CommitCostTest {
  private static final TableDef T =
      TableDef.of(
          TableId.parse("t"),
          TableSchema.of(
              ColumnDef.of("id", DuckLakeType.INT64), ColumnDef.of("name", DuckLakeType.VARCHAR)));

  /** File systems bound the links to one file. */
  private static final int LINKS = 10_000;

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path folder;

  @ParameterizedTest
  @EnumSource(
      value = CatalogAddress.Kind.class,
      names = {"SQLITE", "POSTGRES"})
  void anAppendSendsTheSameStatementsAndReadsNoFilesHoweverManyThereAre(CatalogAddress.Kind kind)
      throws Exception {
    TestLake lake = new TestLake(folder, kind);
    lake.commit(lake.append("", T, List.of(row(0L, "first"))));
    append(lake); // the shape of the second and all later appends
    List<Integer> sent = new ArrayList<>();
    List<String> statements = List.of();
    long registered = 2;
    for (int files : List.of(100, 10_000, 100_000)) {
      register(lake, files - registered);
      List<Object> before = readsOfFiles(lake);
      long began = System.nanoTime();
      statements = append(lake);
      System.out.printf(
          Locale.ROOT,
          "append to a table of %,d files on %s: %d statements, %.1f ms%n",
          files,
          kind,
          statements.size(),
          (System.nanoTime() - began) / 1e6);
      assertThat(readsOfFiles(lake)).as("rows read at %d files", files).isEqualTo(before);
      sent.add(statements.size());
      registered = files + 1;
    }
    assertThat(sent).containsOnly(sent.get(0));
    if (kind == CatalogAddress.Kind.SQLITE) {
      assertThat(scansOfFiles(lake, statements)).isEmpty();
      assertThat(scansOfFiles(lake, List.of("SELECT path FROM ducklake_data_file")))
          .as("a statement that scans is found")
          .hasSize(1);
    }
    assertThat(lake.read("SELECT id, count(name) FROM lake.t WHERE id > 0 GROUP BY id"))
        .containsExactly(row(7L, 4L));
    assertThat(lake.catalogRows("SELECT next_row_id FROM ducklake_table_stats"))
        .hasToString("[[100001]]");
    assertThat(
            lake.catalogRows(
                "SELECT count(DISTINCT row_id_start), max(row_id_start), sum(record_count) FROM ducklake_data_file"))
        .hasToString("[[100001, 100000, 100001]]");
  }

  /** One row more, by a commit that is listened to. */
  private static List<String> append(TestLake lake) throws Exception {
    var log = new StatementLog();
    new Committer(
            log.catalog(lake.config),
            TestLake.request(UUID.randomUUID().toString()),
            null,
            CommitObserver.NONE)
        .commit(List.of(new TableChange.AppendRows("", T, List.of(row(7L, "seven")))));
    return log.statements();
  }

  /** Registers further files, each a link to a small one, with row ids of its own. */
  private static void register(TestLake lake, long count) throws Exception {
    List<TableChange> changes = new ArrayList<>();
    StagedFile original = lake.stage("", T, List.of(row(0L, "copy"))).get(0);
    Path from = Path.of(original.path());
    for (long i = 0; i < count; i++) {
      Path to = from.resolveSibling("ducklake-" + UUID.randomUUID() + ".parquet");
      if (i > 0 && i % LINKS == 0) {
        Files.copy(from, to);
        from = to;
      } else {
        Files.createLink(to, from);
      }
      changes.add(
          new TableChange.Append(
              "",
              new StagedFile(
                  T,
                  "",
                  to.toString(),
                  original.recordCount(),
                  original.sizeBytes(),
                  original.footerSize(),
                  original.spec(),
                  original.partitionValues(),
                  original.columnIds(),
                  original.stats())));
    }
    lake.commit(changes);
  }

  /** PostgreSQL's own count of rows read from the tables of files; nothing for others. */
  private static List<Object> readsOfFiles(TestLake lake) throws Exception {
    if (lake.config.catalog().kind() != CatalogAddress.Kind.POSTGRES) {
      return List.of();
    }
    try (Connection connection = lake.catalogDatabase();
        Statement statement = connection.createStatement()) {
      boolean alone = false;
      while (!alone) { // a server process counts what it read when it ends
        try (ResultSet others =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND"
                    + " datname = current_database() AND pid <> pg_backend_pid()")) {
          alone = others.next() && others.getInt(1) == 0;
        }
      }
    }
    return new ArrayList<>(
        lake.catalogRows(
            "SELECT relname, seq_scan, seq_tup_read, coalesce(idx_tup_fetch, 0) FROM"
                + " pg_stat_user_tables WHERE relname IN ('ducklake_data_file',"
                + " 'ducklake_file_column_stats') ORDER BY relname"));
  }

  /** Those of the statements whose plan goes through a whole table of files. */
  private static List<String> scansOfFiles(TestLake lake, List<String> statements)
      throws Exception {
    List<String> scans = new ArrayList<>();
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + lake.config.catalogFile())) {
      for (String sql : statements) {
        boolean ofFiles =
            sql.contains("ducklake_data_file") || sql.contains("ducklake_file_column_stats");
        if (!ofFiles) {
          continue;
        }
        try (PreparedStatement plan = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
            ResultSet steps = plan.executeQuery()) {
          while (steps.next()) {
            if (steps.getString("detail").startsWith("SCAN")) {
              scans.add(steps.getString("detail") + " in " + sql);
            }
          }
        }
      }
    }
    return scans;
  }

  @Test
  void theCatalogHasNoIndexesBeyondPrimaryKeys() throws Exception {
    TestLake lake = new TestLake(folder);
    lake.commit(List.of(new TableChange.CreateTable("", T)));
    assertThat(
            lake.catalogRows("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name"))
        .containsExactly(
            row("sqlite_autoindex_ducklake_data_file_1"),
            row("sqlite_autoindex_ducklake_delete_file_1"),
            row("sqlite_autoindex_ducklake_schema_1"),
            row("sqlite_autoindex_ducklake_snapshot_1"),
            row("sqlite_autoindex_ducklake_snapshot_changes_1"));
  }
}
