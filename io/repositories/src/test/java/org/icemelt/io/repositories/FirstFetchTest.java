package org.icemelt.io.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.icemelt.io.repositories.FetchException.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attempt of a run that begins anew, while the publisher changes the source. */
class FirstFetchTest {
  private static final String ONE = "{\"type\":\"FeatureCollection\",\"features\":[]} ";
  private static final String OTHER = "{\"type\":\"FeatureCollection\", \"features\":[]}\n";

  @TempDir Path folder;
  private final SourceFiles sources = new SourceFiles();
  private LoopbackServer server;
  private FirstFetch run;

  @BeforeEach
  void start() throws Exception {
    server = new LoopbackServer().file("/a.geojson", bytes(ONE));
    run = run("run");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private FirstFetch run(String name) {
    return new FirstFetch(folder.resolve("runs").resolve(name).toString());
  }

  private FetchRequest remote(boolean reuse) {
    return new RemoteRequests(folder.resolve("cache"), server.endpoints())
        .of(
            Repository.DIRECT_DOWNLOAD,
            server.base() + "/a.geojson",
            FileFilters.NONE,
            FetchLimits.DEFAULT,
            reuse,
            Map.of());
  }

  private static String content(List<FetchedFile> files) throws IOException {
    assertThat(files).hasSize(1);
    return Files.readString(Path.of(files.get(0).localPath()));
  }

  private FetchException failure(FirstFetch of, FetchRequest request) {
    FetchException failure =
        catchThrowableOfType(FetchException.class, () -> of.fetch(sources, request));
    assertThat(failure).isNotNull();
    return failure;
  }

  /** By {@code sha256sum}, another implementation. */
  private String sha256sum(String text) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("summed"), text);
    Process sum = new ProcessBuilder("sha256sum", file.toString()).start();
    String said = new String(sum.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(sum.waitFor()).isZero();
    return said.substring(0, HexFormat.of().formatHex(new byte[32]).length());
  }

  @Test
  void readsTheFirstBytesAgainAndAsksNobody() throws Exception {
    for (boolean reuse : new boolean[] {true, false}) {
      server.file("/a.geojson", bytes(ONE));
      FirstFetch of = run("reuse " + reuse);
      List<FetchedFile> first = of.fetch(sources, remote(reuse));
      server.file("/a.geojson", bytes(OTHER)).forget();
      assertThat(of.fetch(sources, remote(reuse))).isEqualTo(first);
      assertThat(content(first)).isEqualTo(ONE);
      assertThat(server.log()).isEmpty();
    }
  }

  @Test
  void anotherRunReadsWhatIsThereNow() throws Exception {
    run.fetch(sources, remote(false));
    server.file("/a.geojson", bytes(OTHER));
    assertThat(content(run("another").fetch(sources, remote(false)))).isEqualTo(OTHER);
    assertThat(content(run.fetch(sources, remote(false)))).as("still").isEqualTo(ONE);
    run.forget();
    assertThat(content(run.fetch(sources, remote(false)))).as("begun anew").isEqualTo(OTHER);
  }

  @Test
  void failsWhereTheCacheIsGoneAndThePublisherHasOtherBytes() throws Exception {
    List<FetchedFile> first = run.fetch(sources, remote(true));
    Files.delete(Path.of(first.get(0).localPath()));
    server.file("/a.geojson", bytes(OTHER));
    FetchException failure = failure(run, remote(true));
    assertThat(failure.code()).isEqualTo(Code.SOURCE_CHANGED);
    assertThat(failure)
        .hasMessageContainingAll(
            "a.geojson", "made_up_pv", sha256sum(ONE), sha256sum(OTHER), "another run id");
    server.file("/a.geojson", bytes(ONE));
    assertThat(content(run.fetch(sources, remote(true)))).isEqualTo(ONE);
  }

  @Test
  void failsWhereALocalFileWasChanged() throws Exception {
    Path file = Files.writeString(folder.resolve("b.geojson"), ONE);
    FetchRequest request = Requests.in(folder.resolve("cache")).of(file);
    run.fetch(sources, request);
    Files.writeString(file, OTHER);
    assertThat(failure(run, request).code()).isEqualTo(Code.SOURCE_CHANGED);
  }

  @Test
  void failsWhereACompanionWasChangedOrAFileAdded() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    for (String ending : List.of("shp", "shx", "dbf")) {
      Files.writeString(data.resolve("c." + ending), ending);
    }
    FetchRequest request = Requests.in(folder.resolve("cache")).of(data);
    List<FetchedFile> first = run.fetch(sources, request);
    assertThat(run.fetch(sources, request)).isEqualTo(first);
    Files.writeString(data.resolve("c.dbf"), "other");
    assertThat(failure(run, request)).hasMessageContaining("c.shp");
    Files.writeString(data.resolve("a.geojson"), ONE);
    assertThat(failure(run, request)).hasMessageContaining("was not there");
  }

  /** Another run that fetches the same bytes anew leaves the file alone that this one reads. */
  @Test
  void aFileOfTheSameBytesStaysAsItIs() throws Exception {
    Path file = Path.of(run.fetch(sources, remote(false)).get(0).localPath());
    FileTime longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(file, longAgo);
    assertThat(run("another").fetch(sources, remote(false)).get(0).localPath())
        .isEqualTo(file.toString());
    assertThat(server.log()).containsExactly("GET /a.geojson", "GET /a.geojson");
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
  }

  @Test
  void leavesNothingBehind() throws Exception {
    run.forget();
    run.fetch(sources, remote(true));
    run.forget();
    try (Stream<Path> left = Files.list(folder.resolve("runs"))) {
      assertThat(left).isEmpty();
    }
  }
}
