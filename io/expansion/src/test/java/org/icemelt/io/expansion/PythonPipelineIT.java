package org.icemelt.io.expansion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.beam.sdk.util.ReleaseInfo;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.icemelt.judge.LakeAudit;
import org.icemelt.judge.ProjectRoot;
import org.icemelt.judge.Python;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline in Python that uses DuckLakeIO by its URN, through the jar. */
class PythonPipelineIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void writesALakeThatDuckDbReads() throws Exception {
    Path jar = ProjectRoot.path().resolve("io/expansion/target/icemelt-ducklake-expansion.jar");
    assertThat(jar).as("the expansion service's jar, made by mvn package").exists();
    String catalog = "sqlite:" + folder.resolve("catalog.sqlite");
    Command python =
        Python.withBeam(ReleaseInfo.getReleaseInfo().getVersion())
            .run(
                folder,
                Map.of(),
                LIMIT,
                script().toString(),
                jar.toString(),
                catalog,
                folder.resolve("data") + "/");
    assertThat(python.exitCode()).as(python.stdout() + python.stderr()).isZero();

    try (Connection duckdb = Judge.connect()) {
      Judge.attach(duckdb, catalog, "lake");
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT country, id, name, capacity_mw FROM lake.solar.sites ORDER BY id"))
          .containsExactly(
              Arrays.asList("IN", 1L, "Bhadla", 2245.0),
              Arrays.asList("DE", 2L, null, 0.5),
              Arrays.asList("IN", 3L, "Pavagada – சூரியன்", null));
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT snapshot_id, author FROM ducklake_snapshots('lake') ORDER BY ALL"))
          .containsExactly(Arrays.asList(0L, null), Arrays.asList(1L, "python"));
    }
    assertThat(LakeAudit.check(catalog)).isEmpty();
  }

  private Path script() throws IOException {
    try (InputStream in = PythonPipelineIT.class.getResourceAsStream("/write_sites.py")) {
      return Files.write(folder.resolve("write_sites.py"), in.readAllBytes());
    }
  }
}
