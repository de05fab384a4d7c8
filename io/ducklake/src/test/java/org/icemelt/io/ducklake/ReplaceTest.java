package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.addingColumns;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(CatalogAddress.Kind.class)
class ReplaceTest {
  @Parameter CatalogAddress.Kind kind;

  private static final TableId ID = TableId.parse("stg");
  private static final TableDef PLAIN =
      TableDef.of(
          ID,
          TableSchema.of(
              ColumnDef.of("dataset", DuckLakeType.VARCHAR),
              ColumnDef.of("n", DuckLakeType.INT64)));
  private static final TableDef STAGING = PLAIN.partitionedBy("dataset");
  private static final String ALL = "SELECT dataset, n FROM lake.stg ORDER BY ALL";

  private TestLake lake;

  @BeforeEach
  void newLake(@TempDir Path folder) {
    lake = new TestLake(folder, kind);
  }

  private CommitResult replace(String dataset, Long... numbers) throws Exception {
    List<TableChange> changes = new ArrayList<>();
    changes.add(new TableChange.ReplacePartition(dataset, STAGING, dataset));
    changes.addAll(lake.append(dataset, STAGING, rows(dataset, numbers)));
    return lake.commit(changes);
  }

  private static List<List<@Nullable Object>> rows(@Nullable String dataset, Long... numbers) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Long number : numbers) {
      rows.add(row(dataset, number));
    }
    return rows;
  }

  @Test
  void onlyTheRowsOfThePartitionAreReplacedAndTheOldStayReadable() throws Exception {
    replace("a/ü", 1L, 2L);
    long before = replace("b", 3L).snapshotId();
    CommitResult result = replace("a/ü", 4L);

    assertThat(result.rowsRemoved()).containsEntry("main.stg", 2L);
    assertThat(lake.read(ALL)).containsExactly(row("a/ü", 4L), row("b", 3L));
    assertThat(lake.read("SELECT n FROM lake.stg WHERE dataset = 'a/ü'")).containsExactly(row(4L));
    assertThat(
            lake.read(
                "SELECT dataset, n FROM lake.stg AT (VERSION => " + before + ") ORDER BY ALL"))
        .containsExactly(row("a/ü", 1L), row("a/ü", 2L), row("b", 3L));
    assertThat(lake.filesOnDisk()).anyMatch(path -> path.contains("/dataset=a%2F%C3%BC/"));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void rowsInlinedByDuckDbAreReplacedToo() throws Exception {
    replace("a", 1L);
    replace("b", 2L);
    lake.duckdb("INSERT INTO lake.stg VALUES ('a', 10), ('b', 20), (NULL, 30)");
    assertThat(lake.lake().table(ID).orElseThrow().inlinedRows()).isEqualTo(3);

    CommitResult result = replace("a", 5L);

    assertThat(result.rowsRemoved()).containsEntry("main.stg", 2L);
    assertThat(lake.read(ALL))
        .containsExactly(row("a", 5L), row("b", 2L), row("b", 20L), row(null, 30L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void filesOlderThanThePartitioningLoseTheirRowsByADeleteFile() throws Exception {
    List<List<@Nullable Object>> mixed = new ArrayList<>(rows("a", 1L, 2L, 3L));
    mixed.addAll(rows("b", 4L, 5L));
    mixed.addAll(rows(null, 6L));
    mixed.addAll(rows("a", 7L));
    lake.commit(lake.append("", PLAIN, mixed));
    lake.commit(lake.append("", PLAIN, rows("a", 8L, 9L))); // a whole file of a
    lake.commit(lake.append("", PLAIN, rows("c", 10L))); // bounds exclude a
    lake.duckdb("DELETE FROM lake.stg WHERE n = 2");
    lake.duckdb("ALTER TABLE lake.stg SET PARTITIONED BY (dataset)");

    CommitResult result = replace("a", 100L);

    assertThat(result.rowsRemoved()).containsEntry("main.stg", 5L);
    assertThat(lake.read(ALL))
        .containsExactly(row("a", 100L), row("b", 4L), row("b", 5L), row("c", 10L), row(null, 6L));
    assertThat(lake.lake().table(ID).orElseThrow().rows()).isEqualTo(5);
    assertThat(lake.audit()).isEmpty();

    lake.commit(List.of(new TableChange.ReplacePartition("", STAGING, null)));
    lake.commit(List.of(new TableChange.ReplacePartition("", STAGING, "b")));
    assertThat(lake.read(ALL)).containsExactly(row("a", 100L), row("c", 10L));
    assertThat(lake.read("SELECT count(*) FROM lake.stg")).containsExactly(row(2L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void rowsThatDuckDbMovedByCompactionAreReplaced() throws Exception {
    replace("a", 1L, 2L);
    lake.duckdb("INSERT INTO lake.stg SELECT 'a', i FROM range(100, 150) t(i)");
    lake.duckdb("DELETE FROM lake.stg WHERE n = 120");
    lake.duckdb("CALL ducklake_rewrite_data_files('lake', 'stg', delete_threshold => 0)");
    lake.duckdb("CALL ducklake_merge_adjacent_files('lake')");
    CommitResult result = replace("a", 7L);
    assertThat(result.rowsRemoved()).containsEntry("main.stg", 51L);
    assertThat(lake.read(ALL)).containsExactly(row("a", 7L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void aReplacementOfNothingByNothingMakesNoSnapshot() throws Exception {
    replace("a", 1L);
    CommitResult result = lake.commit(List.of(new TableChange.ReplacePartition("z", STAGING, "z")));
    assertThat(result.outcome()).isEqualTo(CommitResult.Outcome.NOTHING_TO_DO);
    assertThat(lake.lake().snapshots()).hasSize(2);
  }

  @Test
  void aReplacedTableTakesOtherColumnsInTheirOrder() throws Exception {
    TableDef old =
        TableDef.of(
            ID,
            TableSchema.of(
                ColumnDef.of("gone", DuckLakeType.INT32),
                ColumnDef.of("v", DuckLakeType.INT64),
                ColumnDef.of("kept", DuckLakeType.VARCHAR)));
    TableDef changed =
        TableDef.of(
            ID,
            TableSchema.of(
                ColumnDef.of("v", DuckLakeType.VARCHAR),
                ColumnDef.of("fresh", DuckLakeType.list(DuckLakeType.INT32)),
                ColumnDef.of("kept", DuckLakeType.VARCHAR)));
    lake.commit(lake.append("", old, List.of(row(1, 2L, "k"), row(3, 4L, "l"))));
    lake.duckdb("INSERT INTO lake.stg VALUES (5, 6, 'inlined')");
    long before = lake.lake().latestSnapshot().orElseThrow().id();

    List<TableChange> changes = new ArrayList<>();
    changes.add(new TableChange.ReplaceTable("", changed));
    changes.addAll(lake.append("", changed, List.of(row("x", List.of(1, 2), "k2"))));
    CommitResult result = lake.commit(changes);

    assertThat(result.rowsRemoved()).containsEntry("main.stg", 3L);
    assertThat(lake.read("SELECT column_name FROM (DESCRIBE lake.stg)"))
        .containsExactly(row("v"), row("fresh"), row("kept"));
    assertThat(lake.read("SELECT v, fresh::VARCHAR, kept FROM lake.stg"))
        .containsExactly(row("x", "[1, 2]", "k2"));
    assertThat(lake.read("SELECT v FROM lake.stg WHERE v = 'x'")).containsExactly(row("x"));
    assertThat(
            lake.read(
                "SELECT gone, v, kept FROM lake.stg AT (VERSION => " + before + ") ORDER BY gone"))
        .containsExactly(row(1, 2L, "k"), row(3, 4L, "l"), row(5, 6L, "inlined"));
    lake.duckdb("INSERT INTO lake.stg VALUES ('y', [3], 'small')"); // inlined again
    assertThat(lake.lake().table(ID).orElseThrow().inlinedRows()).isEqualTo(1);
    lake.duckdb("UPDATE lake.stg SET kept = 'u' WHERE v = 'x'");
    assertThat(lake.read("SELECT v, kept FROM lake.stg ORDER BY v"))
        .containsExactly(row("x", "u"), row("y", "small"));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void aSessionThatWasAttachedBeforeSeesTheNewColumnsAndRows() throws Exception {
    lake.commit(lake.append("", PLAIN, rows("a", 1L)));
    TableDef wider =
        TableDef.of(
            ID,
            TableSchema.of(
                ColumnDef.of("dataset", DuckLakeType.VARCHAR),
                ColumnDef.of("n", DuckLakeType.INT64),
                ColumnDef.of("more", DuckLakeType.VARCHAR)));
    try (var session = new DuckSession(lake.catalog())) {
      assertThat(session.ask("SELECT n FROM lake.stg WHERE n < 5")).isEqualTo("[[1]]");
      if (kind == CatalogAddress.Kind.DUCKDB) { // such a file is the session's alone
        LakeConfig hasty = lake.config.withCommitTimeout(Duration.ofMillis(100));
        assertThatThrownBy(
                () ->
                    TestLake.commit(
                        hasty, addingColumns(), List.of(new TableChange.CreateTable("", wider))))
            .isInstanceOf(CatalogUnavailableException.class)
            .hasMessageContaining("Could not set lock on file")
            .hasMessageContaining("Nothing was changed; try again");
        return;
      }
      lake.commit(addingColumns(), lake.append("", wider, List.of(row("b", 50L, "m"))));
      assertThat(session.ask("SELECT n, more FROM lake.stg ORDER BY n"))
          .isEqualTo("[[1, null], [50, m]]");
      assertThat(session.ask("SELECT n FROM lake.stg WHERE n > 5")).isEqualTo("[[50]]");
      assertThat(session.ask("SELECT n FROM lake.stg WHERE more IS NULL")).isEqualTo("[[1]]");
    }
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void columnsAreOnlyAddedWhenAllowed() throws Exception {
    lake.commit(lake.append("", PLAIN, rows("a", 1L)));
    TableDef wider =
        TableDef.of(
            ID,
            TableSchema.of(
                ColumnDef.of("dataset", DuckLakeType.VARCHAR),
                ColumnDef.of("n", DuckLakeType.INT64),
                ColumnDef.of("more", DuckLakeType.VARCHAR)));
    List<TableChange> changes = lake.append("", wider, List.of(row("b", 50L, "m")));
    assertThatThrownBy(() -> lake.commit(changes))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("has no column \"more\"");
    assertThat(lake.filesOnDisk()).hasSize(1);
    assertThat(lake.read(ALL)).containsExactly(row("a", 1L));
  }

  @Test
  void rowsOfAnotherTypeAreRefused() throws Exception {
    lake.commit(lake.append("", PLAIN, rows("a", 1L)));
    TableDef other =
        TableDef.of(
            ID,
            TableSchema.of(
                ColumnDef.of("dataset", DuckLakeType.VARCHAR),
                ColumnDef.of("N", DuckLakeType.VARCHAR)));
    List<TableChange> changes = lake.append("", other, List.of(row("b", "x")));
    assertThatThrownBy(() -> lake.commit(addingColumns(), changes))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("column \"n\" is of type int64, the rows' is varchar");
  }

  @Test
  void rowsMayLackNullableColumns() throws Exception {
    lake.leaveOut("audited here: a file that lacks a column is legal, and remarked on");
    lake.commit(lake.append("", PLAIN, rows("a", 1L)));
    TableDef narrow = TableDef.of(ID, TableSchema.of(ColumnDef.of("n", DuckLakeType.INT64)));
    lake.commit(lake.append("", narrow, List.of(row(2L))));
    assertThat(lake.read(ALL)).containsExactly(row("a", 1L), row(null, 2L));
    assertThat(lake.read("SELECT n FROM lake.stg WHERE dataset IS NULL")).containsExactly(row(2L));
    // legal, and remarked on: DuckDB itself writes every column
    assertThat(lake.audit())
        .containsExactly(
            "FIELDID: data file 1: column dataset (id 1), live when the file was added, is not in it");
  }

  @Test
  void filesStagedBeforeARivalMadeTheTableAreWrittenAgainUnderItsIds() throws Exception {
    List<TableChange> staged = lake.append("", PLAIN, rows("a", 1L, 2L));
    TableDef rivals =
        TableDef.of(
            ID,
            TableSchema.of(
                ColumnDef.of("n", DuckLakeType.INT64),
                ColumnDef.of("dataset", DuckLakeType.VARCHAR)));
    lake.commit(lake.append("", rivals, List.of(row(3L, "b"))));

    lake.commit(staged);

    assertThat(lake.read(ALL)).containsExactly(row("a", 1L), row("a", 2L), row("b", 3L));
    assertThat(lake.filesOnDisk()).hasSize(2);
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void aTableDroppedAndMadeAgainMeanwhileGetsTheRowsUnderItsOwnIds() throws Exception {
    lake.commit(lake.append("", PLAIN, rows("a", 1L)));
    lake.duckdb("ALTER TABLE lake.stg DROP COLUMN n", "ALTER TABLE lake.stg ADD COLUMN n BIGINT");
    List<TableChange> staged = lake.append("", PLAIN, rows("a", 2L));
    lake.duckdb("DROP TABLE lake.stg", "CREATE TABLE lake.stg (n BIGINT, dataset VARCHAR)");
    lake.commit(staged);
    assertThat(lake.read(ALL)).containsExactly(row("a", 2L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void aDroppedTableEndsWithItsRowsAndCanBeMadeAgain() throws Exception {
    replace("a", 1L);
    lake.duckdb("INSERT INTO lake.stg VALUES ('a', 10)");
    long before = lake.lake().latestSnapshot().orElseThrow().id();
    CommitResult result = lake.commit(List.of(new TableChange.DropTable("", ID)));
    assertThat(result.rowsRemoved()).containsEntry("main.stg", 2L);
    assertThat(lake.lake().tables()).isEmpty();
    assertThat(lake.read("SELECT n FROM lake.stg AT (VERSION => " + before + ") ORDER BY n"))
        .containsExactly(row(1L), row(10L));
    assertThat(lake.audit()).isEmpty();
    replace("b", 2L);
    assertThat(lake.read(ALL)).containsExactly(row("b", 2L));
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void viewsAreMadeOnceAndNeverOverATable() throws Exception {
    TableId view = TableId.of("raw_data", "odd \"view\"");
    List<TableChange> changes = new ArrayList<>(lake.append("", PLAIN, rows("a", 1L)));
    changes.add(
        new TableChange.CreateView(
            "", view, "SELECT n AS m FROM {DUCKLAKE_CATALOG}.main.stg", List.of()));
    lake.commit(changes);
    assertThat(lake.read("SELECT m FROM lake.raw_data.\"odd \"\"view\"\"\""))
        .containsExactly(row(1L));
    assertThat(lake.commit(List.of(changes.get(1))).outcome())
        .isEqualTo(CommitResult.Outcome.NOTHING_TO_DO);
    assertThatThrownBy(() -> lake.commit(List.of(new TableChange.CreateView("", ID, "SELECT 1"))))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("a table of that name exists");
    assertThat(lake.audit()).isEmpty();
  }

  @Test
  void aFewRowsAreWrittenByTheCommitItself() throws Exception {
    lake.commit(
        List.of(
            new TableChange.AppendRows("", STAGING, rows("a", 1L)),
            new TableChange.AppendRows("", STAGING, rows("b", 2L)),
            new TableChange.CreateTable(
                "",
                TableDef.of(
                    TableId.of("main", "leer"),
                    TableSchema.of(ColumnDef.of("x", DuckLakeType.BOOLEAN))))));
    assertThat(lake.read(ALL)).containsExactly(row("a", 1L), row("b", 2L));
    assertThat(lake.read("SELECT x FROM lake.leer")).isEmpty();
    assertThat(lake.lake().latestSnapshot().orElseThrow().id()).isEqualTo(1);
    assertThat(lake.audit()).isEmpty();
  }
}
