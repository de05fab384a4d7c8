package org.icemelt.pipelines.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.icemelt.pipelines.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverTest {
  private static final Path FOLDER = Path.of("/run");

  @Test
  void takesFilesAndAddresses() {
    assertThat(
            Receiver.parse(
                List.of("events.jsonl", "http://localhost:5000"),
                FOLDER,
                Map.of(Receiver.Posts.KEY, "k")))
        .containsExactly(
            new Receiver.LinesInFile(Path.of("/run/events.jsonl")),
            new Receiver.Posts(URI.create("http://localhost:5000"), "k"));
  }

  @Test
  void isNoneUnlessAskedFor() {
    assertThat(Receiver.parse(null, FOLDER, Map.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ftp://host/x", "http://", "https://user:topsecret@host/"})
  void refusesWhatIsNeitherAndAPassword(String value) {
    assertThatThrownBy(() -> Receiver.parse(List.of(value), FOLDER, Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--openLineage=")
        .hasMessageContaining("http://localhost:5000")
        .hasMessageNotContaining("topsecret");
  }

  @Test
  void namesAFileByItsPublicationAndNeverByAPassword() {
    SourceFile published =
        new SourceFile(
            Map.of(
                "dataset_name", "a",
                "source_file", "a.zip/b.geojson",
                "doi", "10.5281/zenodo.1",
                "url", "https://user:topsecret@zenodo.org/records/1/files/a.zip"));
    assertThat(published.publishedAt()).isEqualTo("https://doi.org/10.5281/zenodo.1");
    assertThat(published.url()).isEqualTo("https://zenodo.org/records/1/files/a.zip");
    SourceFile local =
        new SourceFile(
            Map.of("dataset_name", "a", "url", "https://user:topsecret@host/folder/a.zip"));
    assertThat(local.publishedAt()).isEqualTo("https://host/folder");
    assertThat(local.name()).isEqualTo("a");
  }
}
