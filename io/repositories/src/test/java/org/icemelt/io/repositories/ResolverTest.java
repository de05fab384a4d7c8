package org.icemelt.io.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.repositories.Packer.bytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.icemelt.io.repositories.FetchException.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each repository's API as its documentation shows it, served by this machine with made-up files.
 */
class ResolverTest {
  private static final byte[] HELLO = bytes("hello\n");
  // printf 'hello\n' | md5sum, sha256sum, git hash-object --stdin
  private static final String MD5 = "b1946ac92492d2347c6235b4d2611184";
  private static final String SHA256 =
      "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
  private static final String BLOB = "ce013625030ba8dba906f756967f9e9ca394464a";
  private static final String COMMIT = "8869eed4566894185863cbb38afadbb5d43de7cc";

  @TempDir Path folder;
  private LoopbackServer server;
  private SourceFiles sourceFiles;
  private RemoteRequests requests;

  @BeforeEach
  void start() throws Exception {
    server = new LoopbackServer();
    sourceFiles = new SourceFiles(java.time.Clock.systemUTC(), HttpPolicy.DEFAULT, d -> {});
    requests = new RemoteRequests(folder.resolve("cache"), server.endpoints());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void followsAZenodoConceptToItsLatestVersion() throws Exception {
    server
        .on("/api/records/100", e -> LoopbackServer.redirect(e, "/api/records/102"))
        .json(
            "/api/records/102",
            """
            {"id": 102, "conceptrecid": "100",
             "metadata": {"version": "v2.1", "license": {"id": "cc-by-4.0"}},
             "files": [
               {"key": "predicted_set.geojson", "size": 6, "checksum": "md5:%1$s",
                "links": {"self": "https://zenodo.org/api/records/102/files/predicted_set.geojson/content"}},
               {"key": "test_tiles.geojson", "size": 6, "checksum": "md5:%1$s",
                "links": {"self": "https://zenodo.org/api/records/102/files/test_tiles.geojson/content"}},
               {"key": "a b.csv", "size": 6, "checksum": "md5:%1$s",
                "links": {"self": "https://zenodo.org/api/records/102/files/a%%20b.csv/content"}}]}
            """
                .formatted(MD5))
        .file("/api/records/102/files/predicted_set.geojson/content", HELLO);
    FetchRequest request =
        requests.of(
            Repository.ZENODO,
            "10.5281/zenodo.100",
            RemoteRequests.regex(List.of(".*\\.geojson$"), ".*tiles\\.geojson$"));
    FetchedFile file = only(sourceFiles.fetch(request));
    assertThat(file.sourceFile()).isEqualTo("predicted_set.geojson");
    assertThat(file.url())
        .isEqualTo(server.base() + "/api/records/102/files/predicted_set.geojson/content");
    assertThat(file.version()).isEqualTo("v2.1");
    assertThat(file.license()).isEqualTo("cc-by-4.0");
    assertThat(file.checksum()).isEqualTo(SHA256);
    assertThat(Path.of(file.localPath())).startsWith(folder).hasBinaryContent(HELLO);
    assertThat(server.log())
        .containsExactly(
            "GET /api/records/100",
            "GET /api/records/102",
            "GET /api/records/102/files/predicted_set.geojson/content");

    server.forget();
    assertThat(sourceFiles.fetch(request)).containsExactly(file);
    assertThat(server.log()).containsExactly("GET /api/records/100", "GET /api/records/102");
  }

  @Test
  void readsTheVersionOfAFigshareArticle() throws Exception {
    server
        .json(
            "/v2/articles/200/versions/4",
            """
            {"id": 200, "version": 4, "license": {"value": 2, "name": "CC0"},
             "files": [
               {"id": 1, "name": "polygons.geojson", "size": 6, "is_link_only": false,
                "download_url": "https://ndownloader.figshare.com/files/1",
                "supplied_md5": "", "computed_md5": "%s"},
               {"id": 2, "name": "elsewhere.geojson", "size": 0, "is_link_only": true,
                "download_url": "https://example.org/x", "supplied_md5": "", "computed_md5": ""}]}
            """
                .formatted(MD5))
        .file("/files/1", HELLO);
    FetchedFile file =
        only(sourceFiles.fetch(requests.of(Repository.FIGSHARE, "10.6084/m9.figshare.200.v4")));
    assertThat(file.sourceFile()).isEqualTo("polygons.geojson");
    assertThat(file.version()).isEqualTo("4");
    assertThat(file.license()).isEqualTo("CC0");
    assertThat(server.log()).containsExactly("GET /v2/articles/200/versions/4", "GET /files/1");
  }

  @Test
  void tellsWhatIsHereAlreadyWithoutFetchingIt() throws Exception {
    server
        .json(
            "/v2/articles/202",
            """
            {"id": 202, "version": 1, "files": [
               {"id": 1, "name": "polygons.geojson", "size": 6, "is_link_only": false,
                "download_url": "https://ndownloader.figshare.com/files/1",
                "supplied_md5": "", "computed_md5": "%s"}]}
            """
                .formatted(MD5))
        .file("/files/1", HELLO);
    FetchRequest request =
        requests.of(Repository.FIGSHARE, "https://figshare.com/articles/dataset/made_up/202");
    assertThat(only(sourceFiles.plan(request)).here()).isFalse();
    assertThat(server.log()).containsExactly("GET /v2/articles/202");
    sourceFiles.fetch(request);
    assertThat(only(sourceFiles.plan(request)).here()).isTrue();
  }

  @Test
  void readsAllPagesOfAFigshareArticle() throws Exception {
    server
        .json(
            "/v2/articles/201",
            "{\"id\": 201, \"version\": 1, \"files\": %s}".formatted(pageOf(0, 10)))
        .json("/v2/articles/201/files?page=1&page_size=100", pageOf(0, 100))
        .json("/v2/articles/201/files?page=2&page_size=100", pageOf(100, 103));
    assertThat(
            sourceFiles.plan(
                requests.of(
                    Repository.FIGSHARE, "https://figshare.com/articles/dataset/made_up/201")))
        .hasSize(103)
        .contains(new SourceFiles.Planned("part-102.gpkg", server.base() + "/files/102", 6, false));
  }

  @Test
  void readsFilesOfAScienceBaseItemAndItsFacets() throws Exception {
    String id = "5e0a0d2ee4b0b207aa0d794e";
    server
        .json(
            "/catalog/items",
            """
            {"total": 2, "items": [
              {"id": "0123456789abcdef01234567",
               "identifiers": [{"type": "DOI", "key": "doi:10.5066/OTHER"}]},
              {"id": "%s", "identifiers": [{"type": "DOI", "key": "https://doi.org/10.5066/P9MADEUP"}]}]}
            """
                .formatted(id))
        .json(
            "/catalog/item/" + id,
            """
            {"id": "%1$s",
             "files": [{"name": "a.geojson", "size": 6, "url": "BASE/catalog/file/get/%1$s?f=a",
                        "downloadUri": "https://www.sciencebase.gov/catalog/file/get/%1$s?f=a",
                        "checksum": {"type": "MD5", "value": "%2$s"}}],
             "facets": [{"className": "ShapefileFacet", "files": [
                        {"name": "b.gpkg", "size": 6, "url": "BASE/b", "checksum": null}]}]}
            """
                .formatted(id, MD5))
        .file("/catalog/file/get/" + id, HELLO)
        .file("/b", HELLO);
    List<FetchedFile> files =
        sourceFiles.fetch(requests.of(Repository.SCIENCEBASE, "10.5066/P9MADEUP"));
    assertThat(files).extracting(FetchedFile::sourceFile).containsExactly("a.geojson", "b.gpkg");
    assertThat(files)
        .extracting(FetchedFile::license)
        .containsOnly("public domain (US Government work)");
    assertThat(server.log().get(0))
        .startsWith("GET /catalog/items?format=json&fields=identifiers")
        .endsWith("q=10.5066%2FP9MADEUP");
  }

  @Test
  void readsAGitHubRepositoryAtTheCommitOfItsDefaultBranch() throws Exception {
    server
        .json("/repos/o/r", "{\"default_branch\": \"main\", \"license\": {\"spdx_id\": \"MIT\"}}")
        .json("/repos/o/r/commits/main", "{\"sha\": \"%s\"}".formatted(COMMIT))
        .json(
            "/repos/o/r/git/trees/" + COMMIT,
            """
            {"sha": "x", "truncated": false, "tree": [
              {"path": "d", "type": "tree"},
              {"path": "d/PV_Test 2020.shp", "type": "blob", "size": 6, "sha": "%1$s"},
              {"path": "d/PV_Test 2020.dbf", "type": "blob", "size": 6, "sha": "%1$s"},
              {"path": "d/NPV_Test 2020.shp", "type": "blob", "size": 6, "sha": "%1$s"},
              {"path": "readme.md", "type": "blob", "size": 6, "sha": "%1$s"}]}
            """
                .formatted(BLOB))
        .file("/raw/o/r/%s/d/PV_Test%%202020.shp".formatted(COMMIT), HELLO)
        .file("/raw/o/r/%s/d/PV_Test%%202020.dbf".formatted(COMMIT), HELLO);
    FetchedFile file =
        only(
            sourceFiles.fetch(
                requests.of(
                    Repository.GITHUB,
                    "https://github.com/o/r",
                    RemoteRequests.regex(List.of("PV_.*\\.shp$"), "NPV_.*\\.shp$"))));
    assertThat(file.sourceFile()).isEqualTo("d/PV_Test 2020.shp");
    assertThat(file.version()).isEqualTo(COMMIT);
    assertThat(file.license()).isEqualTo("MIT");
    assertThat(file.url()).endsWith("/raw/o/r/" + COMMIT + "/d/PV_Test%202020.shp");
    Path shp = Path.of(file.localPath());
    assertThat(shp.resolveSibling("PV_Test 2020.dbf")).hasBinaryContent(HELLO);
    assertThat(server.log()).noneMatch(line -> line.contains("NPV") || line.contains("readme"));
  }

  @Test
  void readsOneFileOfAGitHubBranch() throws Exception {
    server
        .json("/repos/o/r", "{\"default_branch\": \"dev\"}")
        .json("/repos/o/r/commits/heads/main", "{\"sha\": \"%s\"}".formatted(COMMIT))
        .json(
            "/repos/o/r/git/trees/" + COMMIT,
            """
            {"tree": [{"path": "data/farms.geojson", "type": "blob", "size": 6, "sha": "%1$s"},
                      {"path": "data/others.geojson", "type": "blob", "size": 6, "sha": "%1$s"}]}
            """
                .formatted(BLOB))
        .file("/raw/o/r/%s/data/farms.geojson".formatted(COMMIT), HELLO);
    FetchedFile file =
        only(
            sourceFiles.fetch(
                requests.of(
                    Repository.GITHUB,
                    "https://raw.githubusercontent.com/o/r/refs/heads/main/data/farms.geojson")));
    assertThat(file.sourceFile()).isEqualTo("farms.geojson");
    assertThat(file.version()).isEqualTo(COMMIT);
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/o/r/archive/refs/tags/v1.zip, tags/v1",
    "https://github.com/o/r/archive/v1.tar.gz, v1",
    "https://github.com/o/r/zipball/main, main",
  })
  void readsTheArchiveOfAWholeTreeAtItsCommit(String address, String ref) throws Exception {
    serveArchive().json("/repos/o/r/commits/" + ref, "{\"sha\": \"%s\"}".formatted(COMMIT));
    FetchedFile file = only(sourceFiles.fetch(requests.of(Repository.GITHUB, address)));
    assertThat(file.sourceFile()).isEqualTo("r.zip/o-r-8869eed/data/farms.geojson");
    assertThat(file.version()).isEqualTo(COMMIT);
    assertThat(file.license()).isEqualTo("MIT");
    assertThat(file.url()).isEqualTo(server.base() + "/repos/o/r/zipball/" + COMMIT);
    assertThat(Path.of(file.localPath())).hasBinaryContent(HELLO);
  }

  @Test
  void readsTheArchiveWhereARepositoryHasTooManyFilesToList() throws Exception {
    serveArchive()
        .json("/repos/o/r/commits/main", "{\"sha\": \"%s\"}".formatted(COMMIT))
        .json("/repos/o/r/git/trees/" + COMMIT, "{\"truncated\": true, \"tree\": []}");
    FetchedFile file =
        only(sourceFiles.fetch(requests.of(Repository.GITHUB, "https://github.com/o/r")));
    assertThat(file.sourceFile()).isEqualTo("r.zip/o-r-8869eed/data/farms.geojson");
    assertThat(file.version()).isEqualTo(COMMIT);
  }

  private LoopbackServer serveArchive() throws Exception {
    Path zip =
        Packer.zip(
            folder.resolve("tree.zip"),
            Map.of("o-r-8869eed/README.md", bytes("x"), "o-r-8869eed/data/farms.geojson", HELLO));
    String license = "{\"default_branch\": \"main\", \"license\": {\"spdx_id\": \"MIT\"}}";
    return server
        .json("/repos/o/r", license)
        .on(
            "/repos/o/r/zipball/" + COMMIT,
            e -> LoopbackServer.redirect(e, "/codeload/o/r/legacy.zip/" + COMMIT))
        .file("/codeload/o/r/legacy.zip/" + COMMIT, Files.readAllBytes(zip));
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/o/r/tree/v1/data, v1",
    "https://github.com/o/r/tree/8869eed4566894185863cbb38afadbb5d43de7cc/data,"
        + " 8869eed4566894185863cbb38afadbb5d43de7cc",
    "https://github.com/o/r/tree/refs/tags/v1/data, tags/v1",
  })
  void readsAFolderOfAGitHubRepositoryAtATagOrCommit(String address, String ref) throws Exception {
    server
        .json("/repos/o/r", "{\"default_branch\": \"dev\"}")
        .json("/repos/o/r/commits/" + ref, "{\"sha\": \"%s\"}".formatted(COMMIT))
        .json(
            "/repos/o/r/git/trees/" + COMMIT,
            """
            {"tree": [{"path": "data/farms.geojson", "type": "blob", "size": 6, "sha": "%1$s"},
                      {"path": "old/farms.geojson", "type": "blob", "size": 6, "sha": "%1$s"}]}
            """
                .formatted(BLOB))
        .file("/raw/o/r/%s/data/farms.geojson".formatted(COMMIT), HELLO);
    FetchedFile file = only(sourceFiles.fetch(requests.of(Repository.GITHUB, address)));
    assertThat(file.sourceFile()).isEqualTo("data/farms.geojson");
    assertThat(file.version()).isEqualTo(COMMIT);
  }

  @Test
  void readsOneFileOfAGitHubBranchWhoseCommitNobodyTells() throws Exception {
    server
        .on("/repos/o/r", e -> LoopbackServer.send(e, 403, bytes("rate limit")))
        .file("/raw/o/r/main/data/farms.geojson", HELLO);
    FetchedFile file =
        only(
            sourceFiles.fetch(
                requests.of(
                    Repository.GITHUB, "https://github.com/o/r/blob/main/data/farms.geojson")));
    assertThat(file.version()).isEqualTo("main");
    assertThat(file.checksum()).isEqualTo(SHA256);
  }

  @Test
  void refusesAPointerToGitLfs() throws Exception {
    server
        .on("/repos/o/r", e -> LoopbackServer.send(e, 403, bytes("")))
        .file(
            "/raw/o/r/main/a.gpkg",
            bytes("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n"));
    FetchFailure.of(
            sourceFiles, requests.of(Repository.GITHUB, "https://github.com/o/r/blob/main/a.gpkg"))
        .hasCode(Code.REPOSITORY_REFUSED)
        .says("Git LFS", "\"made_up_pv\"", "a.gpkg");
  }

  @Test
  void unpacksADirectDownload() throws Exception {
    Path zip =
        Packer.zip(
            folder.resolve("made.zip"),
            Map.of("CHANGELOG.txt", bytes("x"), "plants.geojson", HELLO));
    server.file("/assets/plantsGeoJSON.zip", Files.readAllBytes(zip));
    FetchedFile file =
        only(
            sourceFiles.fetch(
                requests.of(
                    Repository.DIRECT_DOWNLOAD, server.base() + "/assets/plantsGeoJSON.zip")));
    assertThat(file.sourceFile()).isEqualTo("plantsGeoJSON.zip/plants.geojson");
    assertThat(Path.of(file.localPath())).hasBinaryContent(HELLO);
  }

  @Test
  void asksWhetherADirectDownloadHasChanged() throws Exception {
    String url = server.base() + "/a.geojson";
    server.on("/a.geojson", e -> tagged(e, "\"one\"", HELLO));
    FetchRequest request = requests.of(Repository.DIRECT_DOWNLOAD, url);
    FetchedFile first = only(sourceFiles.fetch(request));
    assertThat(only(sourceFiles.fetch(request))).isEqualTo(first);
    assertThat(server.log()).containsExactly("GET /a.geojson", "HEAD /a.geojson");

    server.on("/a.geojson", e -> tagged(e, "\"two\"", bytes("HELLO\n")));
    FetchedFile second = only(sourceFiles.fetch(request));
    assertThat(Path.of(second.localPath())).hasContent("HELLO\n");
    assertThat(Path.of(first.localPath())).hasContent("hello\n");

    server.on("/a.geojson", e -> LoopbackServer.send(e, 503, new byte[0]));
    assertThat(only(sourceFiles.fetch(request))).isEqualTo(second);
  }

  @Test
  void downloadsAgainWithoutReuse() throws Exception {
    server.on("/a.geojson", e -> tagged(e, "\"one\"", HELLO));
    FetchRequest request =
        requests.of(
            Repository.DIRECT_DOWNLOAD,
            server.base() + "/a.geojson",
            FileFilters.NONE,
            FetchLimits.DEFAULT,
            false,
            Map.of());
    sourceFiles.fetch(request);
    sourceFiles.fetch(request);
    assertThat(server.log()).containsExactly("GET /a.geojson", "GET /a.geojson");
  }

  @Test
  void takesAddressAndChecksumOfAFileFromTheManifest() throws Exception {
    server
        .json(
            "/api/records/1",
            "{\"id\": 1, \"files\": [{\"key\": \"a.gpkg\", \"size\": 6, \"checksum\": \"md5:00\"}]}")
        .file("/mirror/a.gpkg", HELLO);
    PinnedFile pin = new PinnedFile(null, SHA256, 6L, server.base() + "/mirror/a.gpkg");
    FetchRequest request =
        requests.of(
            Repository.ZENODO,
            "https://zenodo.org/records/1",
            FileFilters.NONE,
            FetchLimits.DEFAULT,
            true,
            Map.of("a.gpkg", pin));
    assertThat(only(sourceFiles.fetch(request)).checksum()).isEqualTo(SHA256);
    assertThat(server.log()).containsExactly("GET /api/records/1", "GET /mirror/a.gpkg");
  }

  @Test
  void namesTheFilesOfARecordWhenFiltersMatchNone() throws Exception {
    server.json(
        "/api/records/1",
        "{\"id\": 1, \"files\": [{\"key\": \"a.csv\", \"size\": 6}, {\"key\": \"b.txt\"}]}");
    FetchFailure.of(sourceFiles, requests.of(Repository.ZENODO, "10.5281/zenodo.1"))
        .hasCode(Code.FILTER_MATCHED_NOTHING)
        .says("10.5281/zenodo.1", "a.csv, b.txt");
    assertThat(server.log()).containsExactly("GET /api/records/1");
  }

  @Test
  void saysWhatIsWrongWithALocator() {
    for (Repository repository :
        List.of(
            Repository.ZENODO,
            Repository.FIGSHARE,
            Repository.GITHUB,
            Repository.DIRECT_DOWNLOAD)) {
      FetchFailure.of(sourceFiles, requests.of(repository, "nonsense"))
          .hasCode(Code.LOCATOR_INVALID)
          .says("\"made_up_pv\"", "nonsense", "Expected");
    }
  }

  @Test
  void saysThatARepositoryAnswersSomethingElse() throws Exception {
    server.json("/api/records/1", "<html>").json("/api/records/2", "{\"id\": 2}");
    for (String record : List.of("1", "2")) {
      FetchFailure.of(sourceFiles, requests.of(Repository.ZENODO, "10.5281/zenodo." + record))
          .hasCode(Code.REPOSITORY_REFUSED)
          .says("\"made_up_pv\"", server.base() + "/api/records/" + record);
    }
  }

  private static void tagged(
      com.sun.net.httpserver.HttpExchange exchange, String tag, byte[] content)
      throws java.io.IOException {
    exchange.getResponseHeaders().set("ETag", tag);
    LoopbackServer.send(exchange, 200, content);
  }

  private static String pageOf(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                "{\"name\": \"part-%1$d.gpkg\", \"size\": 6, \"download_url\": \"BASE/files/%1$d\"}"
                    .formatted(i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static <T> T only(List<T> files) {
    assertThat(files).hasSize(1);
    return files.get(0);
  }
}
