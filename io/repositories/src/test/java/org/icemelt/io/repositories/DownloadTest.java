package org.icemelt.io.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.repositories.Packer.bytes;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.icemelt.io.repositories.FetchException.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server can do to a download, and what is asked of it then. */
class DownloadTest {
  private static final int KIB = 1024;
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path folder;
  private LoopbackServer server;
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final byte[] mebibyte = new byte[KIB * KIB];

  @BeforeEach
  void start() throws Exception {
    server = new LoopbackServer();
    new Random(7).nextBytes(mebibyte);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void isPatientByDefault() {
    assertThat(HttpPolicy.DEFAULT)
        .isEqualTo(
            new HttpPolicy(
                5,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ofSeconds(20),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                100,
                4));
  }

  @Test
  void goesOnByRangeWhereTheConnectionIsDroppedEvery64KiB() throws Exception {
    server.on(
        "/a.geojson",
        exchange -> {
          int from = LoopbackServer.from(exchange);
          exchange.getResponseHeaders().set("ETag", "\"one\"");
          if (from > 0) {
            exchange
                .getResponseHeaders()
                .set("Content-Range", "bytes %d-%d/%d".formatted(from, KIB * KIB - 1, KIB * KIB));
          }
          exchange.sendResponseHeaders(from > 0 ? 206 : 200, mebibyte.length - from);
          int to = Math.min(mebibyte.length, from + 64 * KIB);
          exchange.getResponseBody().write(mebibyte, from, to - from);
          exchange.getResponseBody().flush();
        });
    assertThat(Path.of(fetch("/a.geojson").localPath())).hasBinaryContent(mebibyte);
    List<String> expected = new ArrayList<>(List.of("GET /a.geojson"));
    for (int i = 1; i < 16; i++) {
      expected.add("GET /a.geojson [bytes=%d-]".formatted(i * 64 * KIB));
    }
    assertThat(server.log()).containsExactlyElementsOf(expected);
    assertThat(pauses).hasSize(15).allSatisfy(p -> assertThat(p).isBetween(half(1), seconds(1)));
  }

  @Test
  void startsAnewWhereTheServerKnowsNoRanges() throws Exception {
    AtomicInteger request = new AtomicInteger();
    server.on(
        "/a.geojson",
        exchange -> {
          exchange.sendResponseHeaders(200, mebibyte.length);
          int length = request.getAndIncrement() == 0 ? 64 * KIB : mebibyte.length;
          exchange.getResponseBody().write(mebibyte, 0, length);
        });
    assertThat(Path.of(fetch("/a.geojson").localPath())).hasBinaryContent(mebibyte);
    assertThat(server.log()).containsExactly("GET /a.geojson", "GET /a.geojson [bytes=65536-]");
  }

  @Test
  void goesOnWithWhatAKilledJobLeft() throws Exception {
    server.on("/a.geojson", exchange -> tagged(exchange, "\"one\""));
    Path cached = cachedFolder(fetch("/a.geojson"));
    clear(cached);
    Files.write(cached.resolve("part"), Arrays.copyOf(mebibyte, 1000));
    Files.writeString(cached.resolve("part.validator"), "\"one\"");
    server.forget();
    assertThat(Path.of(fetch("/a.geojson").localPath())).hasBinaryContent(mebibyte);
    assertThat(server.log()).containsExactly("GET /a.geojson [bytes=1000-]");
    assertThat(cached.resolve("part")).doesNotExist();
    assertThat(cached.resolve("part.validator")).doesNotExist();
  }

  @Test
  void doesNotGoOnWithThePartOfAnotherFile() throws Exception {
    server.on("/a.geojson", exchange -> tagged(exchange, "\"two\""));
    Path cached = cachedFolder(fetch("/a.geojson"));
    clear(cached);
    Files.write(cached.resolve("part"), new byte[1000]);
    Files.writeString(cached.resolve("part.validator"), "\"one\"");
    assertThat(Path.of(fetch("/a.geojson").localPath())).hasBinaryContent(mebibyte);
  }

  @Test
  void downloadsOnceMoreForAWrongChecksumThenRefuses() throws Exception {
    server.file("/a.geojson", mebibyte);
    PinnedFile pin = new PinnedFile("00000000000000000000000000000000", null, null, null);
    FetchFailure.of(
            sourceFiles(), request("/a.geojson", FetchLimits.DEFAULT, Map.of("a.geojson", pin)))
        .hasCode(Code.CHECKSUM_MISMATCH)
        .says("\"made_up_pv\"", server.base() + "/a.geojson", "md5:0000", "downloaded twice");
    assertThat(server.log()).containsExactly("GET /a.geojson", "GET /a.geojson");
  }

  @Test
  void refusesAFileShorterThanStated() throws Exception {
    server.file("/a.geojson", bytes("short"));
    PinnedFile pin = new PinnedFile(null, null, 10L, null);
    FetchFailure.of(
            sourceFiles(), request("/a.geojson", FetchLimits.DEFAULT, Map.of("a.geojson", pin)))
        .hasCode(Code.REPOSITORY_UNREACHABLE)
        .says("\"made_up_pv\"", server.base() + "/a.geojson", "ended after 5 of 10 bytes");
    assertThat(server.log()).hasSize(5);
  }

  @Test
  void refusesAFileLongerThanStated() throws Exception {
    server.file("/a.geojson", bytes("far too long"));
    PinnedFile pin = new PinnedFile(null, null, 10L, null);
    FetchFailure.of(
            sourceFiles(), request("/a.geojson", FetchLimits.DEFAULT, Map.of("a.geojson", pin)))
        .hasCode(Code.SIZE_MISMATCH)
        .says("its size is 12 bytes, 10 are stated");
    assertThat(server.log()).hasSize(2);
  }

  @Test
  void givesUpWhereFewerBytesComeThanTheServerPromised() throws Exception {
    server.on(
        "/a.geojson",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(new byte[10]);
        });
    FetchFailure.of(sourceFiles(), request("/a.geojson"))
        .hasCode(Code.REPOSITORY_UNREACHABLE)
        .says("\"made_up_pv\"", server.base() + "/a.geojson", "broke off", "5 attempts");
  }

  @Test
  void givesUpAServerThatTricklesOrFallsSilent() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    server
        .on(
            "/silent.geojson",
            exchange -> {
              exchange.sendResponseHeaders(200, 100);
              exchange.getResponseBody().write(1);
              exchange.getResponseBody().flush();
              end.await();
            })
        .on("/dead.geojson", exchange -> end.await())
        .on(
            "/trickle.geojson",
            exchange -> {
              exchange.sendResponseHeaders(200, 1_000_000);
              while (!end.await(10, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
              }
            });
    HttpPolicy impatient =
        new HttpPolicy(
            2,
            seconds(1),
            seconds(1),
            seconds(1),
            seconds(5),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            10_000,
            4);
    SourceFiles files = new SourceFiles(Clock.systemUTC(), impatient, pauses::add);
    try {
      FetchFailure.of(files, request("/silent.geojson"))
          .hasCode(Code.REPOSITORY_UNREACHABLE)
          .says("/silent.geojson", "no bytes came");
      assertThat(server.log())
          .containsExactly("GET /silent.geojson", "GET /silent.geojson [bytes=1-]");
      FetchFailure.of(files, request("/dead.geojson"))
          .hasCode(Code.REPOSITORY_UNREACHABLE)
          .says("/dead.geojson", "timed out");
      server.forget();
      FetchFailure.of(files, request("/trickle.geojson"))
          .hasCode(Code.REPOSITORY_UNREACHABLE)
          .says("/trickle.geojson", "bytes came in", "2 attempts");
      assertThat(server.log()).hasSize(2);
    } finally {
      end.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void asksOnlyOnceWhatIsRefused(int status) throws Exception {
    server.on("/a.geojson", exchange -> LoopbackServer.send(exchange, status, new byte[0]));
    FetchFailure.of(sourceFiles(), request("/a.geojson"))
        .hasCode(status == 404 || status == 410 ? Code.FILE_MISSING : Code.REPOSITORY_REFUSED)
        .says("\"made_up_pv\"", server.base() + "/a.geojson", "answered " + status);
    assertThat(server.log()).containsExactly("GET /a.geojson");
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void asksFiveTimesWhatMayPassAndWaitsLongerEachTime(int status) throws Exception {
    server.on("/a.geojson", exchange -> LoopbackServer.send(exchange, status, new byte[0]));
    FetchFailure.of(sourceFiles(), request("/a.geojson"))
        .hasCode(Code.REPOSITORY_UNREACHABLE)
        .says("\"made_up_pv\"", server.base() + "/a.geojson", "answered " + status, "5 attempts");
    assertThat(server.log()).hasSize(5).containsOnly("GET /a.geojson");
    assertThat(pauses).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(pauses.get(i)).isBetween(half(1 << i), seconds(1 << i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "Sat, 21 Nov 2026 12:00:07 GMT"})
  void waitsAsLongAsTheServerAsksFor(String retryAfter) throws Exception {
    AtomicInteger request = new AtomicInteger();
    server.on(
        "/a.geojson",
        exchange -> {
          if (request.getAndIncrement() == 0) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            LoopbackServer.send(exchange, 429, new byte[0]);
          } else {
            LoopbackServer.sendFile(exchange, mebibyte);
          }
        });
    assertThat(fetch("/a.geojson").bytes()).isEqualTo(mebibyte.length);
    assertThat(pauses).containsExactly(seconds(7));
  }

  @Test
  void doesNotWaitForHours() throws Exception {
    server.on(
        "/a.geojson",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "3600");
          LoopbackServer.send(exchange, 503, new byte[0]);
        });
    FetchFailure.of(sourceFiles(), request("/a.geojson"))
        .hasCode(Code.REPOSITORY_UNREACHABLE)
        .says("asks to wait 3600 s");
    assertThat(server.log()).hasSize(1);
  }

  @Test
  void leavesACircleOfRedirects() throws Exception {
    server
        .on("/a.geojson", exchange -> LoopbackServer.redirect(exchange, "/b.geojson"))
        .on("/b.geojson", exchange -> LoopbackServer.redirect(exchange, "/a.geojson"));
    FetchFailure.of(sourceFiles(), request("/a.geojson"))
        .hasCode(Code.REPOSITORY_REFUSED)
        .says("\"made_up_pv\"", server.base() + "/a.geojson", "redirects too often");
    assertThat(server.log()).hasSizeLessThan(10);
  }

  @Test
  void refusesTooLargeAFileBeforeItComes() throws Exception {
    server.json(
        "/api/records/1", "{\"id\": 1, \"files\": [{\"key\": \"a.gpkg\", \"size\": 5000000}]}");
    FetchRequest request =
        new RemoteRequests(folder.resolve("cache"), server.endpoints())
            .of(
                Repository.ZENODO,
                "10.5281/zenodo.1",
                FileFilters.NONE,
                FetchLimits.DEFAULT.withDownloadBytes(4_000_000),
                true,
                Map.of());
    FetchFailure.of(sourceFiles(), request)
        .hasCode(Code.TOO_LARGE)
        .says("\"made_up_pv\"", "a.gpkg", "5 MB", "4 MB are allowed", "--maxMb", "max_mb");
    assertThat(server.log()).containsExactly("GET /api/records/1");
  }

  @Test
  void refusesTooLargeAFileByTheAnswersHead() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    server.on(
        "/a.geojson",
        exchange -> {
          exchange.sendResponseHeaders(200, 3_000_000_000L);
          refused.await(); // to hang up at once could look like a broken connection
        });
    try {
      FetchFailure.of(sourceFiles(), request("/a.geojson"))
          .hasCode(Code.TOO_LARGE)
          .says("3000 MB", "250 MB are allowed");
    } finally {
      refused.countDown();
    }
    assertThat(server.log()).hasSize(1);
  }

  @Test
  void refusesTooLargeAFileWhileItComes() throws Exception {
    server.on(
        "/a.geojson",
        exchange -> {
          exchange.sendResponseHeaders(200, 0); // chunked: no size stated
          exchange.getResponseBody().write(mebibyte);
        });
    FetchFailure.of(
            sourceFiles(),
            request("/a.geojson", FetchLimits.DEFAULT.withDownloadBytes(1_000_000), Map.of()))
        .hasCode(Code.TOO_LARGE);
    assertThat(server.log()).hasSize(1);
  }

  @Test
  void mendsAFileThatWasSpoiltInTheCache() throws Exception {
    server.file("/a.geojson", mebibyte);
    Path file = Path.of(fetch("/a.geojson").localPath());
    Files.write(file, new byte[mebibyte.length]);
    assertThat(Path.of(fetch("/a.geojson").localPath())).hasBinaryContent(mebibyte);
  }

  private void tagged(HttpExchange exchange, String tag) throws IOException {
    exchange.getResponseHeaders().set("ETag", tag);
    String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
    if (ifRange != null && !ifRange.equals(tag)) {
      LoopbackServer.send(exchange, 200, mebibyte);
    } else {
      LoopbackServer.sendFile(exchange, mebibyte);
    }
  }

  private static Path cachedFolder(FetchedFile file) {
    return Path.of(file.localPath()).getParent().getParent();
  }

  private static void clear(Path cached) throws IOException {
    Files.delete(cached.resolve("download.json"));
  }

  private FetchedFile fetch(String path) throws FetchException, IOException {
    return sourceFiles().fetch(request(path)).get(0);
  }

  private SourceFiles sourceFiles() {
    return new SourceFiles(Clock.fixed(NOW, ZoneOffset.UTC), HttpPolicy.DEFAULT, pauses::add);
  }

  private FetchRequest request(String path) {
    return request(path, FetchLimits.DEFAULT, Map.of());
  }

  private FetchRequest request(String path, FetchLimits limits, Map<String, PinnedFile> pinned) {
    return new RemoteRequests(folder.resolve("cache"), server.endpoints())
        .of(
            Repository.DIRECT_DOWNLOAD,
            server.base() + path,
            FileFilters.NONE,
            limits,
            true,
            pinned);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Duration half(int seconds) {
    return Duration.ofMillis(seconds * 500L);
  }
}
