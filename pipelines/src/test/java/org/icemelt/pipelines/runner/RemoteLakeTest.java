package org.icemelt.pipelines.runner;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.pipelines.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteLakeTest {
  private static void require(String master, String catalog, String dataPath) {
    FlinkMaster flink = new FlinkMaster(master);
    RunnerChoice runner = new RunnerChoice(flink, flink.rest().isPresent(), false);
    RemoteLake.requireCatalog(runner, LakeConfig.of(catalog));
    RemoteLake.requireDataPath(runner, dataPath);
  }

  @ParameterizedTest
  @CsvSource({
    // 203.0.113.0/24 is reserved for documentation: no machine has it
    "203.0.113.7:8081, sqlite:/l/c.sqlite,   /l/data/,   the SQLite catalog /l/c.sqlite is a file",
    "203.0.113.7:8081, duckdb:/l/c.ducklake, /l/data/,   a DuckDB file serves one process",
    "127.0.0.1:8081,   duckdb:/l/c.ducklake, /l/data/,   a DuckDB file serves one process",
    "127.0.0.1:8081,   sqlite:/l/c.sqlite,   l/data/,    the data path l/data/ is relative",
    "203.0.113.7:8081, postgres:dbname=x,    l/data/,    the data path l/data/ is relative",
    "127.0.0.1:8081,   postgres:dbname=x password=y, /l/, the password in --catalog would be shown",
  })
  void refusesWhatTaskManagersCannotShare(
      String master, String catalog, String dataPath, String why) {
    assertThatThrownBy(() -> require(master, catalog, dataPath))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Cannot build on Flink at " + master + ": " + why);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8081,   sqlite:/l/c.sqlite, /l/data/",
    "localhost:8081,   sqlite:/l/c.sqlite, s3://b/data/",
    "203.0.113.7:8081, postgres:dbname=x,  /l/data/",
    "203.0.113.7:8081, postgres:dbname=x,  s3://b/data/",
    "[local],          sqlite:/l/c.sqlite, l/data/",
    "[local],          duckdb:/l/c.duckdb, l/data/",
  })
  void letsPassWhatTheyCan(String master, String catalog, String dataPath) {
    assertThatCode(() -> require(master, catalog, dataPath)).doesNotThrowAnyException();
  }

  @Test
  void otherRunnersAreNotItsConcern() {
    RunnerChoice direct = new RunnerChoice(null, false, false);
    assertThatCode(() -> RemoteLake.requireCatalog(direct, LakeConfig.of("duckdb:l")))
        .doesNotThrowAnyException();
    assertThatCode(() -> RemoteLake.requireDataPath(direct, "data/")).doesNotThrowAnyException();
  }
}
