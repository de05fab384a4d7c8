package org.icemelt.io.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.io.repositories.Packer.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.icemelt.io.repositories.FetchException.Code;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders on local disk, and the program's resources. */
class SourceFilesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private final SourceFiles sourceFiles =
      new SourceFiles(Clock.fixed(NOW, ZoneOffset.UTC), HttpPolicy.DEFAULT, Pause.sleeping());

  @TempDir Path folder;
  private Path data;
  private Requests requests;

  @BeforeEach
  void makeFolders() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    requests = Requests.in(folder.resolve("cache"));
  }

  @Test
  void readsAFileWhereItLies() throws Exception {
    Path file = Files.writeString(data.resolve("plants.geojson"), "hello\n");
    assertThat(sourceFiles.fetch(requests.of(file)))
        .containsExactly(
            new FetchedFile(
                "plants.geojson",
                file.toString(),
                file.toUri().toString(),
                // printf 'hello\n' | sha256sum
                "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03",
                6,
                "v1",
                "CC0-1.0",
                NOW));
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void takesAFileThatIsNamedItselfWhateverItsSuffix() throws Exception {
    Path file = Files.writeString(data.resolve("plants.txt"), "{}");
    assertThat(names(requests.of(file))).containsExactly("plants.txt");
  }

  @Test
  void looksIntoAnArchiveThatIsNamedItselfWhateverItsSuffix() throws Exception {
    Path file = Packer.zip(data.resolve("download"), Map.of("a.gpkg", bytes("x")));
    assertThat(names(requests.of(file))).containsExactly("download/a.gpkg");
  }

  @Test
  void takesFeatureFilesOfAFolderByNameInOrder() throws Exception {
    Files.createDirectories(data.resolve("b/__MACOSX"));
    Files.writeString(data.resolve("b/z.gpkg"), "1");
    Files.writeString(data.resolve("b/a.geojson"), "2");
    Files.writeString(data.resolve("b/__MACOSX/a.geojson"), "3");
    Files.writeString(data.resolve("A.parquet"), "4");
    Files.writeString(data.resolve("README.md"), "5");
    assertThat(names(requests.of(data))).containsExactly("A.parquet", "b/a.geojson", "b/z.gpkg");
  }

  @Test
  void looksIntoArchivesOfAFolderOnlyIfNoPlainFileIsWanted() throws Exception {
    Packer.zip(data.resolve("a.zip"), Map.of("packed.gpkg", bytes("1")));
    assertThat(names(requests.of(data))).containsExactly("a.zip/packed.gpkg");
    Files.writeString(data.resolve("plain.gpkg"), "2");
    assertThat(names(requests.of(data))).containsExactly("plain.gpkg");
    assertThat(names(requests.archives(new ArchiveHints(true, List.of())).of(data)))
        .containsExactly("a.zip/packed.gpkg", "plain.gpkg");
  }

  @Test
  void looksOnlyIntoTheArchivesThatAreNamed() throws Exception {
    Packer.zip(data.resolve("a.zip"), Map.of("a.gpkg", bytes("1")));
    Packer.zip(data.resolve("b.zip"), Map.of("b.gpkg", bytes("2")));
    assertThat(names(requests.archives(new ArchiveHints(true, List.of("b.zip"))).of(data)))
        .containsExactly("b.zip/b.gpkg");
  }

  @Test
  void listsAShapefileOnceAndCountsItsCompanions() throws Exception {
    Path shp = Files.writeString(data.resolve("Sites.shp"), "shp");
    Files.writeString(data.resolve("Sites.shx"), "sh");
    Files.writeString(data.resolve("sites.DBF"), "d");
    Files.writeString(data.resolve("Sites.sbn"), "index");
    Files.writeString(data.resolve("Sites.shp.xml"), "<x/>");
    Files.writeString(data.resolve("Other.dbf"), "other");
    for (FetchRequest request : List.of(requests.of(shp), requests.include("*").of(data))) {
      FetchedFile file =
          sourceFiles.fetch(request).stream()
              .filter(f -> f.sourceFile().equals("Sites.shp"))
              .findFirst()
              .orElseThrow();
      assertThat(file.bytes()).isEqualTo(6);
      // sha256 of the lines ".dbf <sha256>\n.shp <sha256>\n.shx <sha256>\n", by Python's hashlib
      assertThat(file.checksum())
          .isEqualTo("dc7a925fa5bc960072288a63b4b35fc5d5c23ddaec4bcf80bfdffd162c883af8");
      assertThat(file.localPath()).isEqualTo(shp.toString());
    }
    assertThat(names(requests.of(shp))).containsExactly("Sites.shp");
    assertThat(names(requests.include("*").of(data))).containsExactly("Other.dbf", "Sites.shp");
  }

  @Test
  void bringsCompanionsOfAnotherFolderTogether() throws Exception {
    Files.createDirectories(data.resolve("geometry"));
    Files.createDirectories(data.resolve("tables"));
    Files.writeString(data.resolve("geometry/a.shp"), "shp");
    Files.writeString(data.resolve("tables/A.DBF"), "dbf");
    List<FetchedFile> files = sourceFiles.fetch(requests.of(data));
    assertThat(files).extracting(FetchedFile::sourceFile).containsExactly("geometry/a.shp");
    Path shp = Path.of(files.get(0).localPath());
    assertThat(shp).startsWith(folder.resolve("cache")).hasContent("shp");
    assertThat(shp.resolveSibling("a.dbf")).hasContent("dbf");
  }

  @Test
  void namesWhatThereWasWhenFiltersMatchNothing() throws Exception {
    Files.writeString(data.resolve("plants.gpkg"), "1");
    Files.writeString(data.resolve("notes.txt"), "2");
    assertThatFetching(requests.include("*.geojson").of(data))
        .hasCode(Code.FILTER_MATCHED_NOTHING)
        .says("\"made_up_pv\"", "*.geojson", "notes.txt, plants.gpkg", "file_filters");
  }

  @Test
  void namesMembersWhenFiltersMatchNothingInAnArchive() throws Exception {
    Path zip = Packer.zip(data.resolve("a.zip"), Map.of("x/plants.gpkg", bytes("1")));
    assertThatFetching(requests.include("*.geojson").of(zip))
        .hasCode(Code.FILTER_MATCHED_NOTHING)
        .says("a.zip/x/plants.gpkg");
  }

  @Test
  void saysThatTheFileIsMissing() {
    assertThatFetching(requests.of(data.resolve("gone.geojson")))
        .hasCode(Code.FILE_MISSING)
        .says("\"made_up_pv\"", data.resolve("gone.geojson").toString(), "\"path\"");
  }

  @Test
  void refusesAFileThatIsNotTheOneStated() throws Exception {
    Path file = Files.writeString(data.resolve("plants.geojson"), "hello\n");
    // printf 'hello\n' | md5sum
    PinnedFile right = new PinnedFile("b1946ac92492d2347c6235b4d2611184", null, 6L, null);
    assertThat(names(requests.pinned("plants.geojson", right).of(file)))
        .containsExactly("plants.geojson");
    assertThatFetching(
            requests.pinned("plants.geojson", new PinnedFile(null, null, 7L, null)).of(file))
        .hasCode(Code.SIZE_MISMATCH)
        .says("plants.geojson", "\"made_up_pv\"", "6 bytes", "states 7");
    assertThatFetching(
            requests.pinned("plants.geojson", new PinnedFile(null, "00ff", null, null)).of(file))
        .hasCode(Code.CHECKSUM_MISMATCH)
        .says("plants.geojson", "SHA-256", "5891b5b522d5", "00ff");
  }

  @Test
  void copiesResourcesOfTheProgramToTheCache() throws Exception {
    FetchRequest request =
        requests.of("classpath:org/icemelt/io/repositories/resources/set/made_up.geojson");
    List<FetchedFile> files = sourceFiles.fetch(request);
    assertThat(files).extracting(FetchedFile::sourceFile).containsExactly("made_up.geojson");
    FetchedFile file = files.get(0);
    assertThat(file.url())
        .isEqualTo("classpath:org/icemelt/io/repositories/resources/set/made_up.geojson");
    Path copy = Path.of(file.localPath());
    assertThat(copy).startsWith(folder.resolve("cache")).hasContent("{}");
    Files.writeString(copy, "spoilt");
    assertThat(sourceFiles.fetch(request)).containsExactly(file);
    assertThat(copy).hasContent("{}");
  }

  @Test
  void takesAFolderOfResources() throws Exception {
    assertThat(names(requests.of("classpath:org/icemelt/io/repositories/resources/set")))
        .containsExactly("made_up.geojson", "sites.shp");
    FetchedFile shp =
        sourceFiles
            .fetch(requests.of("classpath:org/icemelt/io/repositories/resources/set/sites.shp"))
            .get(0);
    assertThat(Path.of(shp.localPath()).resolveSibling("sites.DBF")).hasContent("dbf");
    assertThat(shp.bytes()).isEqualTo(6);
  }

  @Test
  void saysThatTheProgramLacksAResource() {
    assertThatFetching(requests.of("classpath:org/icemelt/io/repositories/resources/none.gpkg"))
        .hasCode(Code.FILE_MISSING)
        .says("org/icemelt/io/repositories/resources/none.gpkg");
  }

  private List<String> names(FetchRequest request) throws FetchException, IOException {
    return sourceFiles.fetch(request).stream().map(FetchedFile::sourceFile).toList();
  }

  private FetchFailure assertThatFetching(FetchRequest request) {
    return FetchFailure.of(sourceFiles, request);
  }
}
