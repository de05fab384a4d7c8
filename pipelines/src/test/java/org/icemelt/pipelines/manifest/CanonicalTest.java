package org.icemelt.pipelines.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {
  private static final String ENTRY =
      "\"doi\": \"10.5281/zenodo.1\", \"record_role\": {\"b*\": \"label\", \"a*\": \"sample\"}";

  @TempDir Path folder;

  @Test
  void sortsKeysAndDropsBlanksAndNulls() throws Exception {
    assertThat(
            canonical(
                "\"where\": \"a = 'x'\", \"crs\": null, \"doi\": \"10.5281/zenodo.1\","
                    + " \"file_filters\": {\"use_regex\": false, \"description\": \"d\","
                    + " \"include_patterns\": [\"*.gpkg\"]}"))
        .isEqualTo(
            "{\"doi\":\"10.5281/zenodo.1\",\"file_filters\":{\"include_patterns\":[\"*.gpkg\"],"
                + "\"use_regex\":false},\"where\":\"a = 'x'\"}");
  }

  @Test
  void takesTheLastOfRepeatedKeys() throws Exception {
    assertThat(canonical("\"doi\": \"10.5281/zenodo.2\", \"doi\": \"10.5281/zenodo.1\""))
        .isEqualTo("{\"doi\":\"10.5281/zenodo.1\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"display_name\": \"x\"",
        "\"aliases\": [\"x\"]",
        "\"max_mb\": 9",
        "\"label_count\": 9",
        "\"paper_title\": \"x\"",
        "\"skip\": false",
        "\"crs\": null"
      })
  void isEqualWhateverHasNoEffectOnRows(String more) throws Exception {
    assertThat(canonical(ENTRY + ", " + more)).isEqualTo(canonical(ENTRY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"crs\": \"NAD83\"",
        "\"where\": \"a = 1\"",
        "\"license\": \"MIT\"",
        "\"version\": \"2\"",
        "\"layer\": \"x\"",
        "\"encoding\": \"UTF-8\"",
        "\"fields\": {\"name\": \"x\"}",
        "\"record_role\": {\"a*\": \"sample\", \"b*\": \"label\"}",
        "\"keep_cols\": [\"x\"]",
        "\"file_filters\": {\"include_patterns\": [\"x\"]}"
      })
  void differsWhereRowsMayDiffer(String more) throws Exception {
    assertThat(canonical(ENTRY + ", " + more)).isNotEqualTo(canonical(ENTRY));
  }

  private String canonical(String keys) throws Exception {
    Path file = Files.writeString(folder.resolve("m.json"), "{\"a\": {" + keys + "}}");
    return Manifest.read(file.toString()).datasets().get(0).canonical();
  }
}
