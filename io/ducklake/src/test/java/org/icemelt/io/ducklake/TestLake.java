package org.icemelt.io.ducklake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
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
import org.icemelt.judge.Judge;
import org.icemelt.judge.LakeAudit;
import org.jspecify.annotations.Nullable;

/** A lake of one test: our writer on one side, DuckDB on the other. */
final class TestLake {
  final LakeConfig config;
  private final Path folder;

  TestLake(Path folder) {
    this.folder = folder;
    this.config =
        LakeConfig.of("sqlite:" + folder.resolve("catalog.sqlite"))
            .withDataPath(folder.resolve("data") + "/");
  }

  String catalog() {
    return config.catalog().toString();
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
    return new CommitRequest(UUID.randomUUID().toString(), null, null, Map.of(), true, java.util.Set.of(SchemaEvolution.ADD_COLUMNS));
  }

  Lake lake() {
    return Lake.of(config);
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
