package org.icemelt.pipelines;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.icemelt.judge.Judge;

/** A lake that DuckDB's own extension makes, for commands that read what others wrote. */
public record DuckDbLake(Path folder) {
  /** Makes or opens it, and runs statements on it; the lake is in use as {@code lake}. */
  public static DuckDbLake in(Path folder, String... statements) throws SQLException {
    DuckDbLake lake = new DuckDbLake(folder);
    lake.run(statements);
    return lake;
  }

  public void run(String... statements) throws SQLException {
    try (Connection duckdb = open()) {
      Judge.execute(duckdb, statements);
    }
  }

  /** A session of DuckDB's with the lake attached and in use as {@code lake}. */
  public Connection open() throws SQLException {
    Connection duckdb = Judge.connect();
    Judge.execute(
        duckdb,
        "ATTACH %s AS lake (DATA_PATH %s)"
            .formatted(
                Judge.literal("ducklake:sqlite:" + catalog()),
                Judge.literal(folder.resolve("data") + "/")),
        "USE lake");
    return duckdb;
  }

  public Path catalog() {
    return folder.resolve("catalog.sqlite");
  }

  /** The option that names it. */
  public String option() {
    return "--catalog=sqlite:" + catalog();
  }
}
