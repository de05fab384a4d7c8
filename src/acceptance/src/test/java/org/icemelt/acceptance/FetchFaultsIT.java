package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that break off, lie, trickle, refuse and go round in circles: what can be had is had,
 * what cannot is named with its address, the other datasets land, and a second run, when the
 * servers are well again, asks only for what is missing. All data is synthetic, but for
 * ScienceBase's.
 */
class FetchFaultsIT {
  private static final int BLOCK = 64 * 1024;
  private static final int MIB = 1024 * 1024;
  private static final List<String> LANDING = List.of("good", "dropped", "busy", "of_sciencebase");
  private static final List<String> FAILING =
      List.of(
          "wrong_checksum",
          "length_too_small",
          "length_too_large",
          "trickling",
          "forbidden",
          "missing",
          "broken",
          "circle");

  private static LoopbackServer server;
  private static WorldServers world;
  private static RunFolder folder;
  private static Path file;
  private static Command first;
  private static List<String> asked;
  private static Command second;
  private static List<String> askedAgain;

  @BeforeAll
  static void buildFromIllThenFromWellServers() throws Exception {
    folder = RunFolder.empty("fetch-faults");
    file = folder.path().resolve("synthetic.geojson");
    Files.write(file, ofOneMebibyte());
    server = new LoopbackServer();
    world = new WorldServers().serve(new SyntheticWorld(folder.path().resolve("synthetic-world")));
    fallIll();
    String[] command = command();
    first = folder.expect(3, command);
    asked = server.log();
    server.forget();
    world.forget();
    recover();
    second = folder.expect(0, command);
    askedAgain = server.log();
  }

  @AfterAll
  static void close() {
    server.close();
    world.close();
  }

  private static String[] command() throws IOException {
    LocalManifest manifest = new LocalManifest(folder.path().resolve("manifest"));
    for (String dataset : new String[] {"good", "dropped", "busy"}) {
      manifest.address(dataset, "direct_download", server.base() + "/" + dataset + ".geojson");
    }
    for (String dataset : FAILING) {
      boolean stated = List.of("wrong_checksum", "length_too_small").contains(dataset);
      if (!stated) {
        manifest.address(dataset, "direct_download", server.base() + "/" + dataset + ".geojson");
      }
    }
    manifest.address("wrong_checksum", "zenodo", "10.5281/zenodo.1");
    manifest.address("length_too_small", "zenodo", "10.5281/zenodo.2");
    manifest.address("of_sciencebase", "sciencebase", "10.5066/P9IA3TUS");
    List<String> words = new ArrayList<>(List.of("build", manifest.option()));
    words.add("--zenodoUrl=" + server.base());
    words.add("--sciencebaseUrl=" + world.sciencebase.base());
    words.add("--downloadAttempts=3");
    words.add("--downloadFirstWaitMillis=10");
    words.add("--downloadLongestWaitSeconds=1");
    words.add("--downloadStallSeconds=1");
    return words.toArray(String[]::new);
  }

  /** A feature collection of one feature, made as long as asked by what JSON ignores. */
  private static byte[] ofOneMebibyte() {
    byte[] start = Synthetic.collection(Synthetic.feature("{\"i\": 7}", Synthetic.POLYGON));
    byte[] whole = Arrays.copyOf(start, MIB);
    Arrays.fill(whole, start.length, MIB, (byte) ' ');
    return whole;
  }

  private static String zenodo(String id, String md5) {
    return ("{\"id\": %1$s, \"metadata\": {\"version\": \"v%1$s\", \"license\": {\"id\": \"cc-zero\"}},"
            + " \"files\": [{\"key\": \"a.geojson\", \"size\": %2$d, \"checksum\": \"md5:%3$s\","
            + " \"links\": {\"self\": \"https://zenodo.org/files/%1$s.geojson\"}}]}")
        .formatted(id, MIB, md5);
  }

  private static void fallIll() {
    String md5 = Packed.digest("MD5", file);
    byte[] bytes = ofOneMebibyte();
    AtomicInteger busy = new AtomicInteger();
    server
        .file("/good.geojson", file)
        .on(
            "/dropped.geojson",
            exchange -> {
              int from = (int) LoopbackServer.from(exchange);
              exchange.getResponseHeaders().set("ETag", "\"one\"");
              exchange
                  .getResponseHeaders()
                  .set("Content-Range", "bytes %d-%d/%d".formatted(from, MIB - 1, MIB));
              exchange.sendResponseHeaders(from == 0 ? 200 : 206, MIB - from);
              exchange.getResponseBody().write(bytes, from, Math.min(BLOCK, MIB - from));
              exchange.getResponseBody().flush();
            })
        .on(
            "/busy.geojson",
            exchange -> {
              if (busy.getAndIncrement() == 0) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(429, -1);
              } else {
                LoopbackServer.sendFile(exchange, file);
              }
            })
        .json("/api/records/1", zenodo("1", "0".repeat(32)))
        .file("/files/1.geojson", file)
        .json("/api/records/2", zenodo("2", md5))
        .on("/files/2.geojson", exchange -> LoopbackServer.send(exchange, 200, cut(bytes)))
        .on(
            "/length_too_large.geojson",
            exchange -> {
              exchange.sendResponseHeaders(200, MIB + 100);
              exchange.getResponseBody().write(bytes);
            })
        .on(
            "/trickling.geojson",
            exchange -> {
              exchange.sendResponseHeaders(200, MIB);
              OutputStream body = exchange.getResponseBody();
              while (!server.closesWithin(100)) {
                body.write(' ');
                body.flush();
              }
            })
        .status("/forbidden.geojson", 403)
        .status("/broken.geojson", 500)
        .redirect("/circle.geojson", "/round.geojson")
        .redirect("/round.geojson", "/circle.geojson");
  }

  private static byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, MIB - 100);
  }

  private static void recover() {
    String md5 = Packed.digest("MD5", file);
    for (String dataset :
        new String[] {
          "length_too_large", "trickling", "forbidden", "missing", "broken", "circle"
        }) {
      server.file("/" + dataset + ".geojson", file);
    }
    server.json("/api/records/1", zenodo("1", md5));
    server.file("/files/2.geojson", file);
  }

  @Test
  void landsWhatCanBeHadAndLeavesOutTheRest() throws Exception {
    ClosingTable table = ClosingTable.in(first.stdout());
    for (String dataset : LANDING) {
      assertThat(table.text(dataset, "status")).as(dataset).isEqualTo("stored");
    }
    for (String dataset : FAILING) {
      assertThat(table.text(dataset, "status")).as(dataset).isEqualTo("failed");
    }
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT dataset_name, count(record_id) FROM stg_pv_consolidated"
                      + " AT (VERSION => 1) GROUP BY ALL ORDER BY ALL"))
          .containsExactly(
              List.of("busy", 1L),
              List.of("dropped", 1L),
              List.of("good", 1L),
              List.of("of_sciencebase", 3_699L));
      assertThat(Judge.value(duckdb, "SELECT i FROM raw_dropped")).isEqualTo(7L);
    }
  }

  @Test
  void goesOnByRangeWhereTheConnectionIsDroppedEvery64KiB() {
    List<String> expected = new ArrayList<>(List.of("GET /dropped.geojson"));
    for (int from = BLOCK; from < MIB; from += BLOCK) {
      expected.add("GET /dropped.geojson [bytes=%d-]".formatted(from));
    }
    assertThat(of(asked, "/dropped.geojson")).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/good.geojson, 1",
    "/busy.geojson, 2",
    "/files/1.geojson, 2",
    "/forbidden.geojson, 1",
    "/missing.geojson, 1",
    "/broken.geojson, 3"
  })
  void asksAsOftenAsItMayHelp(String path, int times) {
    assertThat(of(asked, path)).hasSize(times).containsOnly("GET " + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/files/2.geojson", "/length_too_large.geojson", "/trickling.geojson"})
  void givesUpAServerThatLiesOrTrickles(String path) {
    assertThat(of(asked, path)).hasSizeBetween(2, 4);
  }

  @Test
  void leavesACircleOfRedirects() {
    assertThat(of(asked, "/circle.geojson").size() + of(asked, "/round.geojson").size())
        .isBetween(2, 12);
  }

  @ParameterizedTest
  @CsvSource({
    "wrong_checksum, /files/1.geojson, its checksum is",
    "length_too_small, /files/2.geojson, bytes",
    "length_too_large, /length_too_large.geojson, bytes",
    "trickling, /trickling.geojson, bytes came in",
    "forbidden, /forbidden.geojson, 403",
    "missing, /missing.geojson, 404",
    "broken, /broken.geojson, 500",
    "circle, /circle.geojson, redirects too often"
  })
  void namesDatasetAddressAndCause(String dataset, String path, String cause) {
    assertThat(first.stdout().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("failed: " + dataset + ": ")
                    .contains(server.base() + path, cause));
  }

  @Test
  void recordsTheFilesThatFailed() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT dataset_name, source_file, replace(url, %s, ''), stored, checksum, fetched_at"
                          .formatted(Judge.literal(server.base()))
                      + " FROM ingest_files WHERE status = 'failed' ORDER BY dataset_name"))
          .containsExactly(
              failed("broken", "broken.geojson", "/broken.geojson"),
              failed("circle", "circle.geojson", "/circle.geojson"),
              failed("forbidden", "forbidden.geojson", "/forbidden.geojson"),
              failed("length_too_large", "length_too_large.geojson", "/length_too_large.geojson"),
              failed("length_too_small", "a.geojson", "/files/2.geojson"),
              failed("missing", "missing.geojson", "/missing.geojson"),
              failed("trickling", "trickling.geojson", "/trickling.geojson"),
              failed("wrong_checksum", "a.geojson", "/files/1.geojson"));
    }
  }

  @Test
  void asksASecondTimeOnlyForWhatIsMissing() {
    assertThat(
            askedAgain.stream().filter(line -> line.startsWith("GET /")).map(FetchFaultsIT::path))
        .containsOnly(
            "/api/records/1",
            "/api/records/2",
            "/files/1.geojson",
            "/files/2.geojson",
            "/length_too_large.geojson",
            "/trickling.geojson",
            "/forbidden.geojson",
            "/missing.geojson",
            "/broken.geojson",
            "/circle.geojson");
    assertThat(askedAgain)
        .contains("HEAD /good.geojson", "HEAD /dropped.geojson", "HEAD /busy.geojson");
    assertThat(world.sciencebase.log())
        .noneMatch(line -> line.contains("/catalog/file/"))
        .hasSize(2);
    ClosingTable table = ClosingTable.in(second.stdout());
    for (String dataset : LANDING) {
      assertThat(table.text(dataset, "status")).as(dataset).isEqualTo("unchanged");
    }
    for (String dataset : FAILING) {
      assertThat(table.number(dataset, "stored")).as(dataset).isEqualTo(1);
    }
  }

  @Test
  void theAuditFindsNoFault() {
    assertThat(folder.faults()).isEmpty();
  }

  private static List<String> of(List<String> log, String path) {
    return log.stream().filter(line -> path(line).equals(path)).toList();
  }

  private static String path(String line) {
    return line.split(" ")[1];
  }

  private static List<Object> failed(String dataset, String file, String path) {
    return Arrays.asList(dataset, file, path, 0L, null, null);
  }
}
