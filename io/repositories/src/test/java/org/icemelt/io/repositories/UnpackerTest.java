package org.icemelt.io.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.repositories.Packer.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.icemelt.io.repositories.FetchException.Code;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {
  private static final int MEGABYTE = 1_000_000;
  private final SourceFiles sourceFiles = new SourceFiles();

  @TempDir Path folder;
  private Path cache;
  private Requests requests;

  @BeforeEach
  void nameCache() {
    cache = folder.resolve("cache");
    requests = Requests.in(cache);
  }

  @Test
  void unpacksOnlyWhatIsWanted() throws Exception {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("CHANGELOG.txt", bytes("changes"));
    members.put("top/plants.geojson", bytes("plants"));
    members.put("top/other.gpkg", bytes("other"));
    members.put("__MACOSX/top/._plants.geojson", bytes("fork"));
    Path zip = Packer.zip(folder.resolve("a.zip"), members);
    assertThat(contents(requests.include("*.geojson").of(zip)))
        .containsExactly(Map.entry("a.zip/top/plants.geojson", "plants"));
    try (Stream<Path> unpacked = Files.walk(cache)) {
      assertThat(unpacked.filter(Files::isRegularFile).map(path -> path.getFileName().toString()))
          .containsExactly("plants.geojson");
    }
  }

  @Test
  void unpacksEachKindOfArchive() throws Exception {
    Map<String, byte[]> members = Map.of("d/a.geojson", bytes("content"), "d/b.txt", bytes("no"));
    Path folderOfPacked = folder.resolve("packed");
    Files.createDirectory(folderOfPacked);
    for (Path archive :
        List.of(
            Packer.zip(folderOfPacked.resolve("a.zip"), members),
            Packer.tar(folderOfPacked.resolve("a.tar"), members, false),
            Packer.tar(folderOfPacked.resolve("a.tar.gz"), members, true),
            Packer.tar(folderOfPacked.resolve("a.tgz"), members, true),
            Packer.sevenZip(folderOfPacked.resolve("a.7z"), members))) {
      assertThat(contents(requests.of(archive)))
          .containsExactly(Map.entry(archive.getFileName() + "/d/a.geojson", "content"));
    }
    Path gzip = Packer.gzip(folderOfPacked.resolve("a.geojson.gz"), bytes("content"));
    assertThat(contents(requests.of(gzip)))
        .containsExactly(Map.entry("a.geojson.gz/a.geojson", "content"));
  }

  @Test
  void unpacksArchivesInArchives() throws Exception {
    Path inner = Packer.zip(folder.resolve("inner.zip"), Map.of("x/a.gpkg", bytes("deep")));
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("in/inner.zip", Files.readAllBytes(inner));
    members.put("in/b.gpkg", bytes("shallow"));
    Path outer = Packer.tar(folder.resolve("outer.tar"), members, false);
    assertThat(contents(requests.of(outer)))
        .containsExactly(
            Map.entry("outer.tar/in/b.gpkg", "shallow"),
            Map.entry("outer.tar/in/inner.zip/x/a.gpkg", "deep"));
    assertThat(contents(requests.include("a.*").of(outer)))
        .containsExactly(Map.entry("outer.tar/in/inner.zip/x/a.gpkg", "deep"));
  }

  @Test
  void bringsAShapefileTogetherFromFoldersOfTheArchive() throws Exception {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("shp/Sites.shp", bytes("shp"));
    members.put("shx/SITES.SHX", bytes("shx"));
    members.put("dbf/sites.dbf", bytes("dbf"));
    members.put("dbf/others.dbf", bytes("others"));
    Path zip = Packer.zip(folder.resolve("a.zip"), members);
    FetchedFile file = sourceFiles.fetch(requests.of(zip)).get(0);
    assertThat(file.sourceFile()).isEqualTo("a.zip/shp/Sites.shp");
    Path shp = Path.of(file.localPath());
    assertThat(shp).hasContent("shp");
    assertThat(shp.resolveSibling("Sites.shx")).hasContent("shx");
    assertThat(shp.resolveSibling("Sites.dbf")).hasContent("dbf");
    assertThat(file.bytes()).isEqualTo(9);
  }

  @Test
  void keepsShapefilesOfOneNameApart() throws Exception {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (String year : List.of("2015", "2020")) {
      members.put(year + "/sites.shp", bytes("shp " + year));
      members.put(year + "/sites.dbf", bytes("dbf " + year));
    }
    members.put("sites.prj", bytes("whose?"));
    Path zip = Packer.zip(folder.resolve("a.zip"), members);
    List<FetchedFile> files = sourceFiles.fetch(requests.of(zip));
    assertThat(files)
        .extracting(FetchedFile::sourceFile)
        .containsExactly("a.zip/2015/sites.shp", "a.zip/2020/sites.shp");
    for (FetchedFile file : files) {
      Path shp = Path.of(file.localPath());
      String year = shp.getParent().getFileName().toString();
      assertThat(shp).hasContent("shp " + year);
      assertThat(shp.resolveSibling("sites.dbf")).hasContent("dbf " + year);
      assertThat(shp.resolveSibling("sites.prj")).doesNotExist();
    }
  }

  @Test
  void unpacksARealZippedShapefile() throws Exception {
    Path zip =
        Path.of(
            System.getProperty("icemelt.root"),
            "pipelines/src/main/resources/org/icemelt/pipelines/data",
            "usa_eia860_solar_plants_2023/solar-eia-plants_1677797473131.zip");
    FetchedFile file = sourceFiles.fetch(requests.of(zip)).get(0);
    assertThat(file.sourceFile())
        .isEqualTo("solar-eia-plants_1677797473131.zip/solar-eia-plants.shp");
    assertThat(file.bytes()).isEqualTo(7_061_423);
    // by Python's zipfile and hashlib over .dbf, .prj, .shp, .shx
    assertThat(file.checksum())
        .isEqualTo("67556075f59dd1e9b91266ee0440bb2dff095e98593d52d56c021ce347aa19f3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.geojson",
        "a/../../evil.geojson",
        "/evil/evil.geojson",
        "..\\evil.geojson",
        "C:\\evil.geojson",
        "a/..",
        "evil\n.geojson"
      })
  void refusesAWholeArchiveForANameThatLeadsOut(String name) throws Exception {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("good.geojson", bytes("good"));
    members.put(name, bytes("evil"));
    List<Path> archives =
        List.of(
            Packer.zip(folder.resolve("a.zip"), members),
            Packer.tar(folder.resolve("a.tar"), members, false),
            Packer.sevenZip(folder.resolve("a.7z"), members));
    for (Path archive : archives) {
      assertThatFetching(requests.include("good.geojson").of(archive))
          .hasCode(Code.ARCHIVE_UNSAFE_NAME)
          .says(archive.getFileName().toString(), "\"made_up_pv\"", "Nothing of it was unpacked");
    }
    assertThat(cache).doesNotExist();
    assertThat(folder.resolve("evil.geojson")).doesNotExist();
  }

  @Test
  void refusesLinks() throws Exception {
    for (Path archive :
        List.of(
            Packer.zipWithLink(folder.resolve("a.zip"), "a.geojson", "/etc/passwd"),
            Packer.tarWithLink(folder.resolve("a.tar"), "a.geojson", "/etc/passwd"))) {
      assertThatFetching(requests.of(archive))
          .hasCode(Code.ARCHIVE_LINK)
          .says(archive.getFileName().toString(), "a.geojson", "\"made_up_pv\"");
    }
    assertThat(cache).doesNotExist();
  }

  @Test
  void refusesWhatUnpacksToManyTimesItsSize() throws Exception {
    byte[] zeros = new byte[11 * MEGABYTE];
    for (Path archive :
        List.of(
            Packer.zip(folder.resolve("a.zip"), Map.of("a.geojson", zeros)),
            Packer.gzip(folder.resolve("a.geojson.gz"), zeros))) {
      assertThatFetching(requests.of(archive))
          .hasCode(Code.ARCHIVE_BOMB)
          .says(archive.getFileName().toString(), "\"made_up_pv\"", "200 times");
    }
    assertThat(filesBelow(cache)).isEmpty();
  }

  @Test
  void refusesABombInsideAnArchive() throws Exception {
    Path inner = Packer.gzip(folder.resolve("a.geojson.gz"), new byte[11 * MEGABYTE]);
    Path outer =
        Packer.zip(folder.resolve("a.zip"), Map.of("a.geojson.gz", Files.readAllBytes(inner)));
    assertThatFetching(requests.of(outer)).hasCode(Code.ARCHIVE_BOMB).says("a.zip", "200 times");
  }

  @Test
  void unpacksASmallTableOfBlanksWhateverItsRatio() throws Exception {
    Path zip = Packer.zip(folder.resolve("a.zip"), Map.of("a.geojson", new byte[9 * MEGABYTE]));
    assertThat(sourceFiles.fetch(requests.of(zip)).get(0).bytes()).isEqualTo(9 * MEGABYTE);
  }

  @Test
  void refusesWhatUnpacksBeyondTheLimit() throws Exception {
    Path zip = Packer.zip(folder.resolve("a.zip"), Map.of("a.geojson", bytes("12345")));
    FetchLimits limits = FetchLimits.DEFAULT;
    assertThat(contents(requests.limits(limits.withUnpackedBytes(5)).of(zip))).hasSize(1);
    assertThatFetching(requests.limits(limits.withUnpackedBytes(4)).of(zip))
        .hasCode(Code.ARCHIVE_BOMB)
        .says("more than 4 bytes");
  }

  @Test
  void refusesTooManyMembersAndTooDeepArchives() throws Exception {
    Path inner = Packer.zip(folder.resolve("i.zip"), Map.of("a.gpkg", bytes("1")));
    Path outer =
        Packer.zip(
            folder.resolve("o.zip"), Map.of("i.zip", Files.readAllBytes(inner), "b", bytes("")));
    assertThatFetching(requests.limits(new FetchLimits(1000, 1000, 10, 1, 2)).of(outer))
        .hasCode(Code.ARCHIVE_BOMB)
        .says("o.zip", "2 members", "1 allowed");
    assertThatFetching(requests.limits(new FetchLimits(1000, 1000, 10, 10, 1)).of(outer))
        .hasCode(Code.ARCHIVE_BOMB)
        .says("o.zip/i.zip", "more than 1 deep");
  }

  @Test
  void saysThatAnArchiveIsCutAtAnyPlace() throws Exception {
    Map<String, byte[]> members = Map.of("a.geojson", bytes("content ".repeat(50)));
    for (Path whole :
        List.of(
            Packer.zip(folder.resolve("a.zip"), members),
            Packer.tar(folder.resolve("a.tgz"), members, true),
            Packer.sevenZip(folder.resolve("a.7z"), members),
            Packer.gzip(folder.resolve("a.geojson.gz"), members.get("a.geojson")))) {
      byte[] all = Files.readAllBytes(whole);
      for (int length = 0; length < all.length; length += 7) {
        Path cut = folder.resolve("cut-" + whole.getFileName());
        Files.write(cut, java.util.Arrays.copyOf(all, length));
        assertThatFetching(requests.of(cut))
            .hasCode(Code.ARCHIVE_BROKEN)
            .says(cut.getFileName().toString(), "\"made_up_pv\"");
      }
    }
  }

  @Test
  void saysThatAMemberIsDamaged() throws Exception {
    byte[] content = new byte[2000];
    new java.util.Random(1).nextBytes(content); // packs not at all, so its bytes lie in the zip
    Path zip = Packer.zip(folder.resolve("a.zip"), Map.of("a.geojson", content));
    byte[] all = Files.readAllBytes(zip);
    all[1000] ^= 1;
    Files.write(zip, all);
    assertThatFetching(requests.of(zip))
        .hasCode(Code.ARCHIVE_BROKEN)
        .says("a.zip", "a.geojson", "checksum");
    assertThat(filesBelow(cache)).isEmpty();
  }

  @Test
  void saysThatAnErrorPageIsNoArchive() throws Exception {
    Path page = Files.writeString(folder.resolve("a.zip"), "<html>not found</html>");
    assertThatFetching(requests.of(page))
        .hasCode(Code.ARCHIVE_BROKEN)
        .says("a.zip", "first bytes are those of no zip");
  }

  @Test
  void usesWhatAnEarlierRunUnpackedAndMendsWhatIsSpoilt() throws Exception {
    Path zip = Packer.zip(folder.resolve("a.zip"), Map.of("a.geojson", bytes("content")));
    Path unpacked = Path.of(sourceFiles.fetch(requests.of(zip)).get(0).localPath());
    Object first = fileKey(unpacked);
    sourceFiles.fetch(requests.of(zip));
    assertThat(fileKey(unpacked)).isEqualTo(first);
    sourceFiles.fetch(requests.withoutReuse().of(zip));
    assertThat(fileKey(unpacked)).as("others may be reading it").isEqualTo(first);
    for (Requests again : List.of(requests, requests.withoutReuse())) {
      Files.writeString(unpacked, "CONTENT", StandardOpenOption.TRUNCATE_EXISTING);
      assertThat(contents(again.of(zip))).containsExactly(Map.entry("a.zip/a.geojson", "content"));
    }
  }

  @Test
  void unpacksForSeveralJobsAtOnce() throws Exception {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      members.put("part-%02d.geojson".formatted(i), bytes("content " + i));
    }
    Path zip = Packer.zip(folder.resolve("a.zip"), members);
    int jobs = 8;
    CyclicBarrier barrier = new CyclicBarrier(jobs);
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      Callable<List<FetchedFile>> job =
          () -> {
            barrier.await();
            return new SourceFiles().fetch(requests.withoutReuse().of(zip));
          };
      List<Future<List<FetchedFile>>> results = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        results.add(pool.submit(job));
      }
      for (Future<List<FetchedFile>> result : results) {
        assertThat(result.get())
            .hasSize(20)
            .allSatisfy(file -> assertThat(file.checksum()).isEqualTo(checksum(file)));
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(filesBelow(cache)).hasSize(20);
  }

  private static String checksum(FetchedFile file) throws IOException {
    return Checksums.sha256(Path.of(file.localPath()));
  }

  private static Object fileKey(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  private static List<Path> filesBelow(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private Map<String, String> contents(FetchRequest request) throws FetchException, IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    for (FetchedFile file : sourceFiles.fetch(request)) {
      contents.put(file.sourceFile(), Files.readString(Path.of(file.localPath())));
    }
    return contents;
  }

  private FetchFailure assertThatFetching(FetchRequest request) {
    return FetchFailure.of(sourceFiles, request);
  }
}
