package org.icemelt.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
  @TempDir Path folder;

  @Test
  void connectsWithAllExtensionsLoadedAndNoOthersFetched() throws Exception {
    try (Connection duckdb = Judge.connect()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT extension_name FROM duckdb_extensions() WHERE loaded AND extension_name IN"
                      + " ('ducklake', 'sqlite_scanner', 'postgres_scanner', 'spatial', 'httpfs')"))
          .hasSize(5);
      assertThat(Judge.value(duckdb, "SELECT current_setting('autoinstall_known_extensions')"))
          .isEqualTo(false);
      assertThat(Judge.value(duckdb, "SELECT version()")).isEqualTo("v1.5.5");
    }
  }

  @Test
  void rowsKeepNullsAndOrder() throws Exception {
    try (Connection duckdb = Judge.connect()) {
      assertThat(Judge.rows(duckdb, "SELECT * FROM (VALUES (1, 'a'), (2, NULL)) ORDER BY 1"))
          .isEqualTo(List.of(Arrays.asList(1, "a"), Arrays.asList(2, null)));
    }
  }

  @Test
  void valueRefusesMoreThanOne() throws Exception {
    try (Connection duckdb = Judge.connect()) {
      assertThatThrownBy(() -> Judge.value(duckdb, "SELECT 1, 2"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[[1, 2]]");
    }
  }

  @Test
  void readsALakeAtAnOlderSnapshot() throws Exception {
    String catalog = "sqlite:" + folder.resolve("it's a catalog.sqlite");
    long first;
    try (Connection duckdb = Judge.connect()) {
      Judge.attach(duckdb, catalog, "lake", AttachOption.dataPath(folder.resolve("data") + "/"));
      Judge.execute(duckdb, "CREATE TABLE lake.t AS SELECT 1 AS i");
      first = (Long) Judge.value(duckdb, "SELECT max(snapshot_id) FROM ducklake_snapshots('lake')");
      Judge.execute(duckdb, "INSERT INTO lake.t VALUES (41)");
    }
    try (Connection duckdb = Judge.connect()) {
      Judge.attach(duckdb, catalog, "now", AttachOption.readOnly());
      assertThat(Judge.value(duckdb, "SELECT sum(i)::INT FROM now.t")).isEqualTo(42);
    }
    try (Connection duckdb = Judge.connect()) {
      Judge.attach(duckdb, catalog, "older", AttachOption.snapshot(first));
      assertThat(Judge.value(duckdb, "SELECT sum(i)::INT FROM older.t")).isEqualTo(1);
    }
  }

  @Test
  void readsALakeWhoseFilesHaveMoved() throws Exception {
    String catalog = "sqlite:" + folder.resolve("catalog.sqlite");
    Path data = folder.resolve("data");
    try (Connection duckdb = Judge.connect()) {
      Judge.attach(duckdb, catalog, "lake", AttachOption.dataPath(data + "/"));
      // too many rows to be kept in the catalog itself
      Judge.execute(duckdb, "CREATE TABLE lake.t AS SELECT range AS i FROM range(1000)");
    }
    Path moved = Files.move(data, folder.resolve("moved"));
    try (Connection duckdb = Judge.connect()) {
      Judge.attach(duckdb, catalog, "lake");
      assertThat(Judge.value(duckdb, "SELECT count(*) FROM lake.t")).isEqualTo(1000L);
      assertThatThrownBy(() -> Judge.value(duckdb, "SELECT sum(i) FROM lake.t"))
          .isInstanceOf(SQLException.class);
    }
    try (Connection duckdb = Judge.connect()) {
      Judge.attach(duckdb, catalog, "lake", AttachOption.overrideDataPath(moved + "/"));
      assertThat(Judge.value(duckdb, "SELECT sum(i)::INT FROM lake.t")).isEqualTo(499_500);
    }
  }

  @Test
  void existingRefusesToMakeALake() throws Exception {
    Path catalog = folder.resolve("absent.sqlite");
    try (Connection duckdb = Judge.connect()) {
      assertThatThrownBy(
              () -> Judge.attach(duckdb, "sqlite:" + catalog, "lake", AttachOption.existing()))
          .isInstanceOf(SQLException.class);
    }
  }
}
