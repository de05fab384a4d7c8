package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.SmallChild.T;
import static org.icemelt.io.ducklake.TestLake.row;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.icemelt.judge.Command;
import org.icemelt.judge.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lakes that cannot take a commit: it says why and what to do, leaves no file, and every query goes
 * on as before. All of it holds for root too, whom no file mode stops.
 */
class BadLakeTest {
  private static final String ALL = "SELECT n, text FROM lake.t ORDER BY n";

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path folder;

  private TestLake lake;
  private List<String> files = List.of();
  private boolean lakeIsMade;

  private void lakeIn(CatalogAddress.Kind kind) {
    lake = new TestLake(folder, kind);
  }

  private void firstRow() throws Exception {
    lake.commit(oneRow(1));
    files = lake.filesOnDisk();
    lakeIsMade = true;
  }

  private List<TableChange> oneRow(long n) throws Exception {
    return lake.append("", T, List.of(row(n, "x")));
  }

  @AfterEach
  void everyQueryIsAsBefore() throws Exception {
    if (lakeIsMade) {
      assertThat(lake.read(ALL)).containsExactly(row(1L, "x"));
      assertThat(lake.filesOnDisk()).isEqualTo(files);
      assertThat(lake.audit()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(CatalogAddress.Kind.class)
  void aDataPathThatCannotBeWritten(CatalogAddress.Kind kind) throws Exception {
    lakeIn(kind);
    firstRow();
    Path file = Files.createFile(folder.resolve("file"));
    lake.inCatalog(
        "UPDATE ducklake_schema SET path = '%s/main/', path_is_relative = %s"
            .formatted(file, kind == CatalogAddress.Kind.SQLITE ? "0" : "false"));
    assertThatThrownBy(
            () -> lake.commit(List.of(new TableChange.AppendRows("", T, List.of(row(2L, "x"))))))
        .isInstanceOf(CatalogUnavailableException.class)
        .hasMessageContaining("Failed to write the data file " + file + "/main/t/ducklake-")
        .hasMessageContaining("Check that the data path can be written and has room");
    lake.inCatalog(
        "UPDATE ducklake_schema SET path = 'main/', path_is_relative = %s"
            .formatted(kind == CatalogAddress.Kind.SQLITE ? "1" : "true"));
  }

  @ParameterizedTest
  @EnumSource(CatalogAddress.Kind.class)
  void aCatalogThatIsNoDuckLake(CatalogAddress.Kind kind) throws Exception {
    lakeIn(kind);
    String before;
    switch (kind) {
      case POSTGRES -> {
        lake.inCatalog("CREATE TABLE ducklake_metadata (what TEXT)");
        before = "[]";
      }
      default -> {
        Files.writeString(
            lake.config.catalogFile(), "no database, but long enough to look like one");
        before = Files.readString(lake.config.catalogFile());
      }
    }
    assertThatThrownBy(() -> lake.commit(List.of(new TableChange.CreateTable("", T))))
        .isInstanceOf(DuckLakeException.class)
        .hasMessageContaining("catalog")
        .hasMessageContaining(
            kind == CatalogAddress.Kind.DUCKDB
                ? "not a valid DuckDB"
                : "Check that it is a DuckLake catalog");
    switch (kind) {
      case POSTGRES ->
          assertThat(lake.catalogRows("SELECT what FROM ducklake_metadata")).hasToString(before);
      default -> assertThat(lake.config.catalogFile()).hasContent(before);
    }
  }

  @ParameterizedTest
  @EnumSource(CatalogAddress.Kind.class)
  void aDatabaseOfSomebodyElse(CatalogAddress.Kind kind) throws Exception {
    lakeIn(kind);
    lake.inCatalog("CREATE TABLE precious (a INTEGER)");
    List<TableChange> changes = List.of(new TableChange.CreateTable("", T));
    if (kind == CatalogAddress.Kind.POSTGRES) { // one that holds many things
      lake.commit(changes);
      assertThat(lake.read(ALL)).isEmpty();
    } else {
      assertThatThrownBy(() -> lake.commit(changes))
          .isInstanceOf(LakeFormatException.class)
          .hasMessageContaining("it is a database with other tables (precious). Name a new file.");
      assertThat(lake.catalogColumns()).isEmpty();
    }
    assertThat(lake.catalogRows("SELECT a FROM precious")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = CatalogAddress.Kind.class,
      names = {"SQLITE", "POSTGRES"})
  void aCatalogThatCanOnlyBeRead(CatalogAddress.Kind kind) throws Exception {
    lakeIn(kind);
    firstRow();
    LakeConfig readOnly = lake.config;
    if (kind == CatalogAddress.Kind.SQLITE) {
      writeVersion(3); // by SQLite's own rule a file of this version may only be read
    } else {
      PostgresServer server = PostgresServer.shared();
      String database = lake.catalogRows("SELECT current_database()").get(0).get(0).toString();
      String role = "reader_of_" + database;
      server.createRole(role, "secret word");
      server.execute(database, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
      readOnly =
          LakeConfig.of(
                  "postgres:host=127.0.0.1 port=%d user=%s password='secret word' dbname=%s"
                      .formatted(server.port(), role, database))
              .withDataPath(String.valueOf(lake.config.dataPath()));
    }
    LakeConfig config = readOnly;
    List<TableChange> changes = oneRow(2);
    assertThatThrownBy(() -> TestLake.commit(config, TestLake.request("w"), changes))
        .isInstanceOf(LakeFormatException.class)
        .hasMessageContaining("Failed to commit to the catalog")
        .hasMessageContaining(kind == CatalogAddress.Kind.SQLITE ? "readonly" : "permission denied")
        .hasMessageContaining("that it may be written")
        .message()
        .doesNotContain("secret word");
    assertThat(Lake.of(config).tables()).hasSize(1);
    if (kind == CatalogAddress.Kind.SQLITE) {
      writeVersion(2);
    }
  }

  private void writeVersion(int version) throws Exception {
    try (var file = new RandomAccessFile(lake.config.catalogFile().toFile(), "rw")) {
      file.seek(18);
      file.write(version);
    }
  }

  @ParameterizedTest
  @EnumSource(CatalogAddress.Kind.class)
  void anotherDataPathThanTheLakes(CatalogAddress.Kind kind) throws Exception {
    lakeIn(kind);
    firstRow();
    LakeConfig other = lake.config.withDataPath(folder.resolve("elsewhere").toString());
    assertThatThrownBy(
            () ->
                TestLake.commit(
                    other, TestLake.request("w"), List.of(new TableChange.CreateTable("", T))))
        .isInstanceOf(LakeFormatException.class)
        .hasMessageContaining("it was made with " + lake.data())
        .hasMessageContaining("Give that one, or none");
  }

  @ParameterizedTest
  @EnumSource(CatalogAddress.Kind.class)
  void aTableThatWasDroppedOrAlteredUnderUs(CatalogAddress.Kind kind) throws Exception {
    lakeIn(kind);
    firstRow();
    lake.duckdb(
        "CREATE TABLE lake.dropped AS FROM lake.t", "CREATE TABLE lake.altered AS FROM lake.t");
    TableDef dropped = TableDef.of(TableId.parse("dropped"), T.schema());
    TableDef altered = TableDef.of(TableId.parse("altered"), T.schema());
    List<TableChange> toDropped = lake.append("", dropped, List.of(row(2L, "x")));
    List<TableChange> toAltered = lake.append("", altered, List.of(row(2L, "x")));
    lake.duckdb("DROP TABLE lake.dropped", "ALTER TABLE lake.altered DROP COLUMN text");
    files = List.of();
    assertThatThrownBy(() -> lake.commit(TestLake.request("d").withoutCreatingTables(), toDropped))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("Cannot write to \"main\".\"dropped\": it does not exist");
    assertThatThrownBy(() -> lake.commit(TestLake.request("a"), toAltered))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("Cannot add rows to \"main\".\"altered\": it has no column \"text\"")
        .hasMessageContaining("Nothing was registered");
    for (List<TableChange> refused : List.of(toDropped, toAltered)) {
      assertThat(Path.of(((TableChange.Append) refused.get(0)).file().path())).doesNotExist();
    }
    assertThat(lake.read("FROM lake.altered")).containsExactly(row(1L));
    files = lake.filesOnDisk();
  }

  @ParameterizedTest
  @EnumSource(CatalogAddress.Kind.class)
  void aDiskThatIsFullForTheData(
      CatalogAddress.Kind kind, @TempDir(cleanup = CleanupMode.ALWAYS) Path warmUp)
      throws Exception {
    lakeIn(kind);
    firstRow();
    assertThat(child(64, 200_000, warmUp))
        .startsWith("CatalogUnavailableException: Failed to write the data file " + lake.data())
        .contains("too large") // EFBIG stands in for ENOSPC
        .contains("Check that the data path can be written and has room");
  }

  /** A server's disk is its own, and DuckDB's log takes less room than the data file before it. */
  @Test
  void aDiskThatIsFullForTheCatalog(@TempDir(cleanup = CleanupMode.ALWAYS) Path warmUp)
      throws Exception {
    lakeIn(CatalogAddress.Kind.SQLITE);
    firstRow();
    assertThat(child(36, 1, warmUp))
        .startsWith("LakeFormatException: Failed to commit to the catalog");
    assertThat(lake.commit(List.of(new TableChange.CreateTable("", T))).outcome())
        .isEqualTo(CommitResult.Outcome.NOTHING_TO_DO);
  }

  /** Commits that many rows in a process whose files may have so many KiB; what it says. */
  private String child(int kib, int rows, Path warmUp) throws Exception {
    Command done =
        Command.run(
            folder,
            Map.of(),
            Duration.ofMinutes(1),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                SmallChild.class.getName(),
                lake.catalog(),
                String.valueOf(lake.config.dataPath()),
                Integer.toString(rows),
                Integer.toString(kib << 10),
                warmUp.toString()));
    return done.stdout() + done.stderr();
  }

  @Test
  void aWrongPassword() throws Exception {
    lakeIn(CatalogAddress.Kind.POSTGRES);
    firstRow();
    PostgresServer server = PostgresServer.shared();
    String database = lake.catalogRows("SELECT current_database()").get(0).get(0).toString();
    server.createRole("owner_of_" + database, "right");
    String words =
        "host=127.0.0.1 port=%d user=owner_of_%s dbname=%s"
            .formatted(server.port(), database, database);
    Path passwords = folder.resolve("passwords");
    Files.writeString(passwords, "127.0.0.1:*:*:owner_of_%s:not-the-one\n".formatted(database));
    Files.setPosixFilePermissions(
        passwords, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    LakeConfig config = LakeConfig.of("postgres:%s passfile=%s".formatted(words, passwords));
    assertThatThrownBy(() -> Lake.of(config).exists())
        .isInstanceOf(CatalogUnavailableException.class)
        .hasMessageContaining("password authentication failed for user \"owner_of_" + database)
        .hasMessageContaining("Check the user, and PGPASSWORD or the password file")
        .hasStackTraceContaining("FATAL")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("not-the-one"));
    Files.writeString(passwords, "# mine\n*:*:*:owner_of_%s:right\n".formatted(database));
    assertThatThrownBy(() -> Lake.of(config).exists()) // it may log in, and is asked no more
        .hasMessageContaining("permission denied");
  }

  private static String stackTrace(Throwable failure) {
    var text = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }
}
