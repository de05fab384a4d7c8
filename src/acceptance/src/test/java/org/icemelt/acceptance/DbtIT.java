package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.icemelt.judge.Python;
import org.junit.jupiter.api.Test;

/** dbt on the project that {@code sources --project} writes, none of its files touched. */
class DbtIT {
  private static final String POINTS =
      """
      {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"id": 1}, "geometry": {"type": "Point", "coordinates": [10, 50]}},
        {"type": "Feature", "properties": {"id": 2}, "geometry": {"type": "Point", "coordinates": [11, 51]}}]}
      """;

  private final RunFolder folder = RunFolder.empty("dbt");
  private final Path project = folder.path().resolve("dbt");

  @Test
  void dbtParsesBuildsIngestsAndAgreesOnFreshness() throws Exception {
    LocalManifest manifest = new LocalManifest(folder.path().resolve("source"));
    for (String name : List.of("fresh", "older", "oldest", "pinned")) {
      manifest.dataset(name, name + ".geojson", POINTS.getBytes(StandardCharsets.UTF_8));
    }
    manifest.dataset("pinned", "pinned.geojson", "{\"frozen\": true}");
    String option = manifest.option();
    folder.build(option);
    folder.expect(0, "sources", option, "--project=dbt", "--output=sources.yml");
    assertThat(folder.path().resolve("sources.yml"))
        .hasSameTextualContentAs(project.resolve("models/sources.yml"));

    dbt(0, "parse");
    assertThat(dbt(0, "build").stdout()).contains("ERROR=0").contains("pv_by_dataset");
    assertThat(folder.expect(0, "freshness", option).stdout()).contains("pass (frozen)");

    age("older", 8);
    age("pinned", 15);
    assertThat(folder.expect(1, "freshness", option).stdout())
        .containsPattern("main\\.raw_older .* 8\\.0 +warn");
    age("oldest", 15);
    assertThat(folder.expect(2, "freshness", option).stdout())
        .containsPattern("main\\.raw_fresh .* 0\\.0 +pass")
        .containsPattern("main\\.raw_older .* 8\\.0 +warn")
        .containsPattern("main\\.raw_oldest .* 15\\.0 +error")
        .containsPattern("main\\.raw_pinned .* 15\\.0 +pass \\(frozen\\)");
    dbt(1, "source", "freshness");
    assertThat(statuses())
        .isEqualTo(
            Map.of(
                "raw_fresh", "pass",
                "raw_older", "warn",
                "raw_oldest", "error",
                "stg_pv_consolidated", "pass"));

    Command ingest =
        dbt(
            0,
            "run-operation",
            "ingest",
            "--args",
            "{options: '%s --recordChecks=true'}".formatted(option));
    assertThat(ingest.stdout()).contains("unchanged", "this run");
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT dataset_name, changed, checked_at > now()::TIMESTAMP - INTERVAL 1 DAY"
                      + " FROM ingest_checks ORDER BY ALL"))
          .hasToString(
              "[[fresh, false, true], [older, false, true], [oldest, false, true], [pinned, false,"
                  + " true]]");
    }
    assertThat(folder.expect(0, "freshness", option).stdout())
        .containsPattern("main\\.raw_oldest .* 0\\.0 +pass");
    folder.expect(0, "sources", option, "--project=dbt");
    dbt(0, "source", "freshness");
    assertThat(statuses().values()).containsOnly("pass");
    assertThat(folder.faults()).isEmpty();
  }

  private void age(String dataset, int days) throws Exception {
    try (Connection duckdb = folder.open()) {
      Judge.execute(
          duckdb,
          "UPDATE raw_%s SET processed_at = (now() AT TIME ZONE 'UTC')::TIMESTAMP - INTERVAL %d DAY"
              .formatted(dataset, days));
    }
  }

  /** Source table → what the last {@code dbt source freshness} said of it. */
  private Map<String, String> statuses() throws IOException {
    JsonNode sources = new ObjectMapper().readTree(project.resolve("target/sources.json").toFile());
    Map<String, String> statuses = new TreeMap<>();
    for (JsonNode result : sources.get("results")) {
      String id = result.get("unique_id").asText();
      statuses.put(id.substring(id.lastIndexOf('.') + 1), result.get("status").asText());
    }
    return statuses;
  }

  private Command dbt(int exitCode, String... arguments) throws IOException {
    Command run =
        Python.withDbt()
            .run(
                project,
                Map.of(
                    "HOME", home().toString(),
                    "TZ", "UTC",
                    "DBT_SEND_ANONYMOUS_USAGE_STATS", "false"),
                Duration.ofMinutes(3),
                Stream.concat(
                        Stream.of("-W", "ignore", "-m", "dbt.cli.main", "--no-use-colors"),
                        Stream.of(arguments))
                    .toArray(String[]::new));
    assertThat(run.exitCode())
        .as("dbt %s:%n%s%n%s", List.of(arguments), run.stdout(), run.stderr())
        .isEqualTo(exitCode);
    return run;
  }

  /** A home whose DuckDB has its extensions, as after INSTALL. */
  private Path home() throws IOException {
    Path home = folder.path().resolve("home");
    Path extensions = home.resolve(".duckdb/extensions");
    if (!Files.exists(extensions)) {
      Files.createDirectories(extensions.getParent());
      Files.createSymbolicLink(extensions, Judge.extensionsDirectory());
    }
    return home;
  }
}
