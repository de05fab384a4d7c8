package org.icemelt.io.ducklake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.catalog.LakeLayout;
import org.icemelt.io.ducklake.internal.write.Committer;
import org.icemelt.io.ducklake.internal.write.RowStager;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Judge;
import org.icemelt.judge.LakeAudit;
import org.icemelt.judge.PostgresServer;
import org.jspecify.annotations.Nullable;

/**
 * A lake of one test, in a catalog of any kind: our writer on one side, DuckDB on the other. Nothing
 * is made before the first commit. To run a test class on every catalog:
 *
 * <pre>{@code
 * @ParameterizedClass
 * @EnumSource(CatalogAddress.Kind.class)
 * class MyTest {
 *   @Parameter CatalogAddress.Kind kind;
 *   @TempDir Path folder;
 *   ... new TestLake(folder, kind) ...
 * }</pre>
 */
final class TestLake {
  final LakeConfig config;
  private final Path folder;

  /** In an SQLite file. */
  TestLake(Path folder) {
    this(folder, CatalogAddress.Kind.SQLITE);
  }

  /**
   * @param folder empty; takes the data files, and the catalog if it is a file
   * @param kind PostgreSQL is one server a JVM with a new database for each lake
   */
  TestLake(Path folder, CatalogAddress.Kind kind) {
    this.folder = folder;
    this.config =
        LakeConfig.of(newCatalog(folder, kind)).withDataPath(folder.resolve("data") + "/");
  }

  private TestLake(Path folder, LakeConfig config) {
    this.folder = folder;
    this.config = config;
  }

  /** The same data files under a copy of the catalog. */
  TestLake withCatalog(String catalog) {
    return new TestLake(folder, LakeConfig.of(catalog).withDataPath(data() + "/"));
  }

  /** One that another process made; its files and the judge are that one's to look at. */
  static TestLake at(LakeConfig lake) {
    return new TestLake(Path.of(String.valueOf(lake.dataPath())).resolveSibling(""), lake);
  }

  private static String newCatalog(Path folder, CatalogAddress.Kind kind) {
    return switch (kind) {
      case SQLITE -> "sqlite:" + folder.resolve("catalog.sqlite");
      case DUCKDB -> "duckdb:" + folder.resolve("catalog.ducklake");
      case POSTGRES -> {
        PostgresServer server = PostgresServer.shared();
        yield "postgres:" + server.words(server.newDatabase());
      }
    };
  }

  /** As DuckDB's ATTACH takes it after {@code ducklake:}. */
  String catalog() {
    return config.catalog().toString();
  }

  /**
   * The catalog's own database, past our writer and past DuckLake. Close it before anything else
   * uses a catalog in a file.
   */
  Connection catalogDatabase() throws SQLException {
    return switch (config.catalog().kind()) {
      case SQLITE -> DriverManager.getConnection("jdbc:sqlite:" + config.catalogFile());
      case DUCKDB -> DriverManager.getConnection("jdbc:duckdb:" + config.catalogFile());
      case POSTGRES -> {
        String words = config.catalog().target();
        yield PostgresServer.shared().connect(words.substring(words.indexOf("dbname=") + 7));
      }
    };
  }

  /** Runs statements in the catalog's own database. */
  void inCatalog(String... statements) throws SQLException {
    try (Connection connection = catalogDatabase()) {
      Judge.execute(connection, statements);
    }
  }

  /** Rows of the catalog's own database, values of whatever class its driver gives. */
  List<List<@Nullable Object>> catalogRows(String sql) throws SQLException {
    try (Connection connection = catalogDatabase()) {
      return Judge.rows(connection, sql);
    }
  }

  Path data() {
    return folder.resolve("data");
  }

  /** Writes rows into files of a unit, as a bundle does. */
  List<StagedFile> stage(String unit, TableDef table, List<List<@Nullable Object>> rows)
      throws IOException {
    return stage(unit, rows.stream().map(values -> TableRow.of(table, values)).toList());
  }

  List<StagedFile> stage(String unit, List<TableRow> rows) throws IOException {
    var stager = new RowStager(LakeLayout.of(new Catalog(config, Clock.systemUTC())));
    try {
      for (TableRow row : rows) {
        stager.add(row, unit);
      }
      return stager.finish();
    } catch (RuntimeException e) {
      stager.abandon();
      throw e;
    }
  }

  List<TableChange> append(String unit, TableDef table, List<List<@Nullable Object>> rows)
      throws IOException {
    List<TableChange> changes = new ArrayList<>();
    for (StagedFile file : stage(unit, table, rows)) {
      changes.add(new TableChange.Append(unit, file));
    }
    return changes;
  }

  CommitResult commit(List<? extends TableChange> changes) throws IOException {
    return commit(request(UUID.randomUUID().toString()), changes);
  }

  CommitResult commit(CommitRequest request, List<? extends TableChange> changes)
      throws IOException {
    return commit(config, request, changes);
  }

  static CommitResult commit(
      LakeConfig config, CommitRequest request, List<? extends TableChange> changes)
      throws IOException {
    return new Committer(config, request, Clock.systemUTC())
        .commit(Collections.unmodifiableList(changes));
  }

  static CommitRequest request(String writeId) {
    return new CommitRequest(writeId, null, null, Map.of(), true, java.util.Set.of());
  }

  static CommitRequest addingColumns() {
    return new CommitRequest(
        UUID.randomUUID().toString(),
        null,
        null,
        Map.of(),
        true,
        java.util.Set.of(SchemaEvolution.ADD_COLUMNS));
  }

  Lake lake() {
    return Lake.of(config);
  }

  /** Name and type of every column of the catalog's tables, in their order. */
  List<String> catalogColumns() throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Connection connection = catalogDatabase();
        ResultSet all = connection.getMetaData().getColumns(null, null, "ducklake%", "%")) {
      while (all.next()) {
        columns.add(
            String.join(
                " ",
                all.getString("TABLE_NAME"),
                all.getString("COLUMN_NAME"),
                all.getString("TYPE_NAME"),
                all.getString("NULLABLE")));
      }
    }
    return columns;
  }

  /** Lets DuckDB make the lake. */
  void duckdbMakesLake() throws SQLException {
    Judge.attach(
        Duck.CONNECTION,
        catalog(),
        "lake",
        AttachOption.dataPath(String.valueOf(config.dataPath())));
    Judge.execute(Duck.CONNECTION, "DETACH lake");
  }

  /** Runs statements in DuckDB, the lake attached afresh as {@code lake}. */
  void duckdb(String... statements) throws SQLException {
    Connection duck = Duck.CONNECTION;
    Judge.attach(duck, catalog(), "lake");
    try {
      Judge.execute(duck, statements);
    } finally {
      Judge.execute(duck, "DETACH lake");
    }
  }

  /** What DuckDB reads, the lake attached afresh. */
  List<List<@Nullable Object>> read(String sql) throws SQLException {
    Connection duck = Duck.CONNECTION;
    Judge.attach(duck, catalog(), "lake");
    try {
      return Judge.rows(duck, sql);
    } finally {
      Judge.execute(duck, "DETACH lake");
    }
  }

  /**
   * Loading the extensions takes longer than most tests, so tests share one DuckDB. It never has a
   * lake attached while we write: see {@link DuckSession}.
   */
  private static final class Duck {
    static final Connection CONNECTION = connect();

    private static Connection connect() {
      try {
        return Judge.connect();
      } catch (SQLException e) {
        throw new IllegalStateException("Failed to start the judge", e);
      }
    }
  }

  /**
   * Faults that the lake beside it in {@code control/}, which DuckDB alone wrote with the same
   * statements, does not show.
   */
  List<String> faultsBeyondDuckDbs() {
    return LakeAudit.faultsBeyond(
        catalog(), folder, "duckdb:" + folder.resolve("control/control.ducklake"));
  }

  /**
   * Deletes what bundles left that were at work on Beam's direct runner when another failed. They
   * may still be: their threads end with their work.
   */
  void cleanUpAfterAFailedPipeline() throws IOException, InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("direct-runner-worker")) {
        thread.join();
      }
    }
    LakeMaintenance.of(config).cleanUpOlderThan(Duration.ZERO);
  }

  /** Leaves the lake out of the closing audit: a test spoils it, or audits it in another way. */
  void leaveOut(String why) throws IOException {
    KeptLakes.leaveOut(folder, why);
  }

  List<String> audit() {
    return LakeAudit.check(catalog());
  }

  /** Names of all Parquet files under the data path. */
  List<String> filesOnDisk() throws IOException {
    if (!Files.exists(data())) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(data())) {
      return all.map(Path::toString).filter(path -> path.endsWith(".parquet")).sorted().toList();
    }
  }

  static List<@Nullable Object> row(@Nullable Object... values) {
    return Collections.unmodifiableList(Arrays.asList(values));
  }
}
