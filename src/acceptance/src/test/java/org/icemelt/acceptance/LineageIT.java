package org.icemelt.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.Synthetic.POLYGON;
import static org.icemelt.acceptance.Synthetic.collection;
import static org.icemelt.acceptance.Synthetic.feature;

import com.sun.net.httpserver.HttpExchange;
import io.openlineage.client.OpenLineage.Dataset;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineageClientUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * OpenLineage events of a good, a partly failed and a failed run, in a file and posted to a server:
 * parsed with the client's own classes, compared with what DuckDB reads in the lake.
 */
class LineageIT {
  private static final Map<String, String> SECRETS =
      Map.of(
          "OPENLINEAGE_API_KEY", "key-of-the-receiver",
          "PGPASSWORD", "password-of-postgres",
          "AWS_SECRET_ACCESS_KEY", "secret-of-the-store");
  private static final byte[] THREE =
      collection(
          feature("{\"i\": 0}", POLYGON),
          feature("{\"i\": 1}", POLYGON),
          feature("{\"i\": 2}", POLYGON));

  private static final List<String> POSTED = new CopyOnWriteArrayList<>();
  private static final List<String> AUTHORISATIONS = new CopyOnWriteArrayList<>();
  private static LoopbackServer server;
  private static RunFolder folder;
  private static Run good;
  private static Run partlyFailed;
  private static Run failed;

  /** A run with its events: what it wrote to its file, line by line, and what it posted. */
  private record Run(String id, Command command, List<String> lines, List<String> posted) {
    List<RunEvent> events() {
      return lines.stream().map(OpenLineageClientUtils::runEventFromJson).toList();
    }

    RunEvent last() {
      List<RunEvent> events = events();
      return events.get(events.size() - 1);
    }
  }

  @BeforeAll
  static void runThrice() throws IOException {
    server = new LoopbackServer();
    server.on("/api/v1/lineage", LineageIT::keep);
    server.status("/busy", 503);
    folder = RunFolder.empty("lineage");
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    Files.write(manifest.folder().resolve("published.geojson"), THREE);
    manifest.dataset(
        "published",
        "published.geojson",
        "{\"doi\": \"10.5281/zenodo.1\", \"version\": \"v6\", \"license\": \"CC-BY-4.0\"}");
    Synthetic.zip(manifest.folder().resolve("packed.zip"), "inside/packed.geojson", THREE);
    manifest.dataset("packed", "packed.zip");
    good = run(0, folder, "--runId=2b0c5b02-5f0e-4d59-9f0b-0d6c3fb6c9a1", manifest.option());

    manifest.dataset("published", "published.geojson", changed());
    manifest.dataset("cut", "cut.geojson", Arrays.copyOf(THREE, THREE.length / 2));
    partlyFailed =
        run(
            3,
            folder,
            "--runId=monday",
            "--layers=raw,staging",
            manifest.option(),
            "http://127.0.0.1:" + unusedPort());

    RunFolder other = RunFolder.empty("lineage-failed");
    LocalManifest gone = new LocalManifest(other.path().resolve("sources"));
    gone.dataset("gone", "gone.geojson");
    failed =
        run(
            4,
            other,
            "--runId=tuesday",
            "--layers=raw,staging",
            gone.option(),
            server.base() + "/busy");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyRunHasItsFirstAndItsLastEvent() {
    assertThat(told(good))
        .containsExactly(
            "START build", "START build.layers", "COMPLETE build.layers", "COMPLETE build");
    assertThat(told(partlyFailed)).containsExactly("START build", "COMPLETE build");
    assertThat(told(failed)).containsExactly("START build", "FAIL build");
    for (Run run : List.of(good, partlyFailed, failed)) {
      assertThat(run.events())
          .filteredOn(event -> event.getJob().getName().equals("build"))
          .extracting(event -> event.getRun().getRunId())
          .as("one run, one id")
          .containsOnly(run.last().getRun().getRunId());
    }
    assertThat(good.last().getRun().getRunId()).hasToString(good.id());
    assertThat(good.events().get(2).getRun().getFacets().getParent().getRun().getRunId())
        .hasToString(good.id());
  }

  @Test
  void postsWhatItWritesToTheFile() {
    for (Run run : List.of(good, partlyFailed, failed)) {
      assertThat(run.posted()).isEqualTo(run.lines());
    }
    assertThat(AUTHORISATIONS).hasSize(8).containsOnly("Bearer key-of-the-receiver");
  }

  @Test
  void inputsAreTheRowsOfIngestFiles() throws Exception {
    for (Run run : List.of(good, partlyFailed)) {
      assertThat(inputs(run.last()))
          .as(run.id())
          .isEqualTo(
              rows(
                  "SELECT coalesce('https://doi.org/' || doi, parse_dirpath(url)), source_file, dataset_name, doi, version,"
                      + " license, checksum, bytes, features_read, stored, rejected, status, url"
                      + " FROM ingest_files WHERE run_id = '%s' ORDER BY dataset_name"
                          .formatted(run.id())));
    }
    assertThat(partlyFailed.last().getInputs())
        .extracting(InputDataset::getName)
        .as("what was not read again is no input")
        .containsExactly("cut.geojson", "published.geojson");
    assertThat(failed.last().getInputs()).isEmpty();
  }

  @Test
  void outputsAreTheTablesOfTheSnapshot() throws Exception {
    assertOutputs(good.last(), good.id());
    assertOutputs(good.events().get(2), good.id() + "-layers");
    assertOutputs(partlyFailed.last(), partlyFailed.id());
    assertThat(good.last().getOutputs())
        .extracting(OutputDataset::getName)
        .contains("main.raw_packed", "main.raw_published", "main.stg_pv_consolidated");
    assertThat(partlyFailed.last().getOutputs())
        .extracting(OutputDataset::getName)
        .contains("main.raw_published")
        .doesNotContain("main.raw_packed", "main.raw_cut");
    assertThat(failed.last().getOutputs()).isEmpty();
  }

  @Test
  void theLayersReadTheStagingTableOfTheFirstSnapshot() throws Exception {
    RunEvent layers = good.events().get(2);
    assertThat(layers.getInputs()).hasSize(1);
    InputDataset staging = layers.getInputs().get(0);
    assertThat(staging.getName()).isEqualTo("main.stg_pv_consolidated");
    assertThat(staging.getFacets().getVersion().getDatasetVersion())
        .isEqualTo(Long.toString(snapshot(good.id())));
    assertThat(columns(staging)).isEqualTo(columns("stg_pv_consolidated", snapshot(good.id())));
  }

  @Test
  void whatFailedIsNamed() {
    assertThat(good.last().getRun().getFacets().getErrorMessage()).isNull();
    assertThat(facet(good, "exit_code")).isEqualTo(0);
    assertThat(partlyFailed.last().getRun().getFacets().getErrorMessage().getMessage())
        .contains("cut", "cut.geojson");
    assertThat(facet(partlyFailed, "exit_code")).isEqualTo(3);
    assertThat(facet(partlyFailed, "run_id")).isEqualTo("monday");
    assertThat(facet(partlyFailed, "datasets"))
        .asString()
        .contains("dataset=cut, status=failed", "dataset=packed, status=unchanged");
    assertThat(failed.last().getRun().getFacets().getErrorMessage().getMessage())
        .contains("gone.geojson");
    assertThat(facet(failed, "exit_code")).isEqualTo(4);
  }

  @Test
  void aReceiverThatIsDownOrRefusesCostsAWarningForEachEvent() {
    assertThat(good.command().stderr()).doesNotContain("--openLineage");
    assertThat(partlyFailed.command().stderr().lines().filter(l -> l.contains("--openLineage")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("warning: ").contains("START event", "refused"),
            line -> assertThat(line).startsWith("warning: ").contains("COMPLETE event", "refused"));
    assertThat(failed.command().stderr().lines().filter(l -> l.contains("--openLineage")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("warning: ").contains("START event", "503"),
            line -> assertThat(line).startsWith("warning: ").contains("FAIL event", "503"));
  }

  @Test
  void noSecretIsInThemOrInWhatTheRunSays() {
    for (Run run : List.of(good, partlyFailed, failed)) {
      for (String secret : SECRETS.values()) {
        assertThat(String.join("\n", run.lines())).doesNotContain(secret);
        assertThat(Icemelt.said(run.command())).doesNotContain(secret);
      }
    }
  }

  private static Run run(
      int exitCode, RunFolder where, String runId, String... manifestOptionsAndReceivers)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("build", runId));
    String receivers = "--openLineage=lineage/events.jsonl," + server.base();
    for (String word : manifestOptionsAndReceivers) {
      if (word.startsWith("http")) {
        receivers += "," + word;
      } else {
        arguments.add(word);
      }
    }
    arguments.add(receivers);
    int before = POSTED.size();
    Path file = where.path().resolve("lineage/events.jsonl");
    int linesBefore = Files.exists(file) ? Files.readAllLines(file).size() : 0;
    Command command =
        Icemelt.expect(exitCode, where.path(), SECRETS, arguments.toArray(String[]::new));
    List<String> lines = Files.readAllLines(file);
    return new Run(
        runId.substring("--runId=".length()),
        command,
        lines.subList(linesBefore, lines.size()),
        List.copyOf(POSTED.subList(before, POSTED.size())));
  }

  private static void keep(HttpExchange exchange) throws IOException {
    AUTHORISATIONS.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    POSTED.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    exchange.sendResponseHeaders(201, -1);
  }

  private static String changed() throws IOException {
    Files.write(
        folder.path().resolve("sources/published.geojson"),
        collection(feature("{\"i\": 7}", POLYGON), feature("{\"i\": 8}", POLYGON)));
    return "{\"doi\": \"10.5281/zenodo.1\", \"version\": \"v7\"}";
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static List<String> told(Run run) {
    return run.events().stream().map(e -> e.getEventType() + " " + e.getJob().getName()).toList();
  }

  private static Object facet(Run run, String name) {
    return run.last()
        .getRun()
        .getFacets()
        .getAdditionalProperties()
        .get("icemelt_run")
        .getAdditionalProperties()
        .get(name);
  }

  /** The inputs' names, what their facets say of the file, and their URLs. */
  private static List<List<Object>> inputs(RunEvent event) {
    List<List<Object>> inputs = new ArrayList<>();
    for (InputDataset input : event.getInputs()) {
      Map<String, Object> source =
          input
              .getFacets()
              .getAdditionalProperties()
              .get("icemelt_source")
              .getAdditionalProperties();
      assertThat(input.getFacets().getVersion().getDatasetVersion())
          .isEqualTo("sha256:" + source.get("checksum"));
      assertThat(input.getInputFacets().getInputStatistics().getRowCount())
          .isEqualTo(number(source.get("features_read")));
      assertThat(input.getFacets().getDataSource().getName()).isEqualTo(source.get("dataset_name"));
      assertThat(input.getFacets().getDataSource().getUri()).hasToString("" + source.get("url"));
      List<Object> told = new ArrayList<>(List.of(input.getNamespace(), input.getName()));
      for (String column :
          List.of(
              "dataset_name",
              "doi",
              "version",
              "license",
              "checksum",
              "bytes",
              "features_read",
              "stored",
              "rejected",
              "status",
              "url")) {
        told.add(number(source.get(column)));
      }
      inputs.add(told);
    }
    return inputs;
  }

  private static Object number(Object value) {
    return value instanceof Integer small ? Long.valueOf(small) : value;
  }

  private static void assertOutputs(RunEvent event, String writeId) throws Exception {
    long snapshot = snapshot(writeId);
    Map<String, Long> rows = new LinkedHashMap<>();
    for (OutputDataset output : event.getOutputs()) {
      rows.put(output.getName(), output.getOutputFacets().getOutputStatistics().getRowCount());
      assertThat(output.getNamespace()).isEqualTo("ducklake:sqlite:" + folder.catalog());
      assertThat(output.getFacets().getVersion().getDatasetVersion())
          .isEqualTo(Long.toString(snapshot));
      assertThat(output.getFacets().getCatalog().getWarehouseUri()).isEqualTo(folder.dataPath());
      assertThat(columns(output))
          .as(output.getName())
          .isEqualTo(columns(output.getName().replace("main.", ""), snapshot));
    }
    Map<String, Long> expected = new LinkedHashMap<>();
    for (List<?> row :
        rows(
            "SELECT 'main.' || table_name, sum(record_count)::BIGINT FROM"
                + " __ducklake_metadata_lake.ducklake_data_file f JOIN"
                + " __ducklake_metadata_lake.ducklake_table t USING (table_id)"
                + " WHERE f.begin_snapshot = %d GROUP BY ALL ORDER BY 1".formatted(snapshot))) {
      expected.put((String) row.get(0), (Long) row.get(1));
    }
    assertThat(rows).as(writeId).isNotEmpty().isEqualTo(expected);
  }

  private static List<List<Object>> columns(Dataset dataset) {
    List<List<Object>> columns = new ArrayList<>();
    dataset
        .getFacets()
        .getSchema()
        .getFields()
        .forEach(field -> columns.add(List.of(field.getName(), field.getType())));
    return columns;
  }

  /** The table's columns at a snapshot, as the catalog has them. */
  private static List<List<Object>> columns(String table, long snapshot) throws Exception {
    return rows(
        ("SELECT column_name, column_type FROM __ducklake_metadata_lake.ducklake_column c JOIN"
                + " __ducklake_metadata_lake.ducklake_table t USING (table_id) WHERE table_name ="
                + " '%s' AND c.begin_snapshot <= %d AND (c.end_snapshot IS NULL OR c.end_snapshot >"
                + " %d) AND parent_column IS NULL ORDER BY column_order")
            .formatted(table, snapshot, snapshot));
  }

  private static long snapshot(String writeId) throws Exception {
    List<List<Object>> found =
        rows(
            "SELECT snapshot_id FROM ducklake_snapshots('lake') WHERE commit_extra_info LIKE"
                + " '%%\"%s\"%%'".formatted(writeId));
    assertThat(found).as("snapshots of %s", writeId).hasSize(1);
    return (Long) found.get(0).get(0);
  }

  private static List<List<Object>> rows(String sql) throws Exception {
    List<List<Object>> rows = new ArrayList<>();
    try (Connection duckdb = folder.open()) {
      Judge.rows(duckdb, sql).forEach(row -> rows.add(new ArrayList<>(row)));
    }
    return rows;
  }
}
