package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class RefusalTest {
  private static final TableDef T =
      TableDef.of(TableId.parse("t"), TableSchema.of(ColumnDef.of("n", DuckLakeType.INT64)));

  private TestLake lake;
  private Path folder;

  @BeforeEach
  void newLake(@TempDir(cleanup = CleanupMode.ALWAYS) Path temporary) {
    folder = temporary;
    lake = new TestLake(temporary);
  }

  private void catalog(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + lake.config.catalogFile());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<TableChange> oneRow() throws Exception {
    return lake.append("", T, List.of(row(1L)));
  }

  @Test
  void anEncryptedLakeIsRefused() throws Exception {
    lake.commit(oneRow());
    catalog("UPDATE ducklake_metadata SET value = 'true' WHERE key = 'encrypted'");
    assertThatThrownBy(() -> lake.lake().tables())
        .isInstanceOf(LakeFormatException.class)
        .hasMessageContaining("encrypted");
  }

  @Test
  void aFileThatIsNoDatabaseIsNoLake() throws Exception {
    Files.writeString(
        lake.config.catalogFile(), "not a database, but long enough to look like one");
    assertThatThrownBy(() -> lake.lake().exists())
        .isInstanceOf(LakeFormatException.class)
        .hasMessageContaining("Check that it is a DuckLake catalog");
    assertThat(lake.config.catalogFile())
        .hasContent("not a database, but long enough to look like one");
  }

  @Test
  void anotherDataPathThanTheLakesIsRefused() throws Exception {
    lake.commit(oneRow());
    LakeConfig other = lake.config.withDataPath(folder.resolve("elsewhere").toString());
    assertThatThrownBy(() -> Lake.of(other).tables())
        .isInstanceOf(LakeFormatException.class)
        .hasMessageContaining("elsewhere")
        .hasMessageContaining("it was made with");
    LakeConfig noSlash =
        lake.config.withDataPath(lake.data().toString()); // the slash at the end does not matter
    assertThat(Lake.of(noSlash).tables()).hasSize(1);
  }

  @Test
  void aMissingCommitMessageIsRefusedWhereTheLakeInsists() throws Exception {
    lake.commit(oneRow());
    lake.duckdb("CALL lake.set_option('require_commit_message', true)");
    List<TableChange> changes = oneRow();
    assertThatThrownBy(() -> lake.commit(changes))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("require_commit_message");
    lake.commit(TestLake.request("w").withMessage("why"), oneRow());
    assertThat(lake.lake().latestSnapshot().orElseThrow().message()).isEqualTo("why");
  }

  @Test
  void aLockHeldTooLongEndsTheCommitAndChangesNothing() throws Exception {
    lake.commit(oneRow());
    LakeConfig hasty = lake.config.withCommitTimeout(Duration.ofMillis(1));
    List<TableChange> changes = oneRow();
    try (Connection foreign =
            DriverManager.getConnection(
                "jdbc:sqlite:" + lake.config.catalogFile() + "?busy_timeout=100");
        Statement statement = foreign.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> TestLake.commit(hasty, TestLake.request("slow"), changes))
          .isInstanceOf(CatalogUnavailableException.class)
          .hasMessageContaining("Nothing was changed");
      statement.execute("ROLLBACK");
    }
    assertThat(lake.commit(TestLake.request("slow"), changes).outcome())
        .isEqualTo(CommitResult.Outcome.COMMITTED);
    assertThat(lake.read("SELECT n FROM lake.t")).containsExactly(row(1L), row(1L));
  }

  @Test
  void twoDefinitionsOfOneTableInACommitAreRefused() throws Exception {
    TableDef other =
        TableDef.of(TableId.parse("T"), TableSchema.of(ColumnDef.of("m", DuckLakeType.INT64)));
    assertThatThrownBy(
            () ->
                lake.commit(
                    List.of(
                        new TableChange.CreateTable("", T),
                        new TableChange.CreateTable("", other))))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("two different definitions");
  }

  @Test
  void namesThatCollideOrAreReservedAreRefused() {
    assertThatThrownBy(
            () ->
                TableSchema.of(
                    ColumnDef.of("Id", DuckLakeType.INT64), ColumnDef.of("iD", DuckLakeType.INT64)))
        .hasMessageContaining("when case is ignored");
    assertThatThrownBy(() -> TableSchema.of()).hasMessageContaining("no columns");
    assertThatThrownBy(
            () -> TableSchema.of(ColumnDef.of("_ducklake_internal_row_id", DuckLakeType.INT64)))
        .hasMessageContaining("keeps names");
    assertThatThrownBy(() -> T.partitionedBy("x")).hasMessageContaining("no column \"x\"");
  }

  @Test
  void aRelativeDataPathIsStoredAsGivenAndCountsFromTheWorkingFolder() throws Exception {
    LakeConfig relative =
        LakeConfig.of("sqlite:db/c.sqlite").withDataPath("db/data").resolvedAgainst(folder);
    TestLake.commit(
        relative,
        TestLake.request("r"),
        List.of(new TableChange.AppendRows("", T, List.of(row(5L)))));
    assertThat(Lake.of(relative).storedDataPath()).contains("db/data/");
    assertThat(Lake.of(relative).table(T.id()).orElseThrow().files().get(0).path())
        .startsWith(folder.resolve("db/data/main/t/") + "/ducklake-");
    assertThat(org.icemelt.judge.LakeAudit.check("sqlite:db/c.sqlite", folder)).isEmpty();
  }

  @Test
  void passwordsAreNeverPrinted() {
    for (String address :
        List.of(
            "postgres:dbname=lake host=h password=s3cret user=me",
            "postgres:dbname=lake password='s3 cret \\' x' host=h",
            "ducklake:postgres:postgresql://me:s3cret@h/lake",
            "postgres:postgresql://h/lake?user=me&password=s3cret")) {
      assertThat(CatalogAddress.parse(address).toString()).contains("***").doesNotContain("cret");
      assertThat(LakeConfig.of(address).toString()).doesNotContain("cret");
    }
  }
}
