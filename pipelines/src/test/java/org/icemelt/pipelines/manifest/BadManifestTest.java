package org.icemelt.pipelines.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a manifest may not say, and how it is told: dataset, key and line of each fault. */
class BadManifestTest {
  @TempDir Path folder;

  /** Key, value (both on line 3 of the manifest), and what the message says of them. */
  static Stream<Arguments> wrongValues() {
    return Stream.of(
        fault("doii", "\"10.1/x\"", "doii", "there is no such key; did you mean \"doi\"?"),
        fault("colour", "\"red\"", "colour", "there is no such key"),
        fault("display_name", "7", "display_name", "expected text, found the number 7"),
        fault("display_name", "\" \"", "display_name", "expected text that is not blank"),
        fault("skip", "\"yes\"", "skip", "expected true or false, found the text \"yes\""),
        fault("frozen", "1", "frozen", "expected true or false, found the number 1"),
        fault("has_imgs", "[]", "has_imgs", "expected true or false, found a list"),
        fault("max_mb", "\"abc\"", "max_mb", "expected a number above 0, found the text \"abc\""),
        fault("max_mb", "-1", "max_mb", "expected a number above 0, found the number -1"),
        fault("label_count", "1.5", "label_count", "whole number"),
        fault("label_count", "[1, \"2\"]", "label_count", "found the text \"2\""),
        fault("keep_cols", "\"a\"", "keep_cols", "expected a list of texts, found the text \"a\""),
        fault("keep_cols", "[\"a\", 1]", "keep_cols", "found the number 1 in it"),
        fault("compressed_archives", "{}", "compressed_archives", "expected a list of texts"),
        fault("chip_sizes", "416", "chip_sizes", "expected an object, found the number 416"),
        fault("chip_sizes", "{\"a\": \"b\"}", "chip_sizes.a", "whole number"),
        fault("geom_type", "3", "geom_type", "expected geometry types"),
        fault("encoding", "\"latin-one\"", "encoding", "there is no encoding \"latin-one\""),
        fault("where", "\"a = \"", "where", "Invalid filter at position 4"),
        fault(
            "fields",
            "{\"capacity_mw\": {\"column\": \"a\", \"unit\": \"hp\"}}",
            "fields.capacity_mw",
            "Invalid unit of capacity_mw: \"hp\"; known are W, kW, MW, GW"),
        fault("crs_override", "true", "crs_override", "there is no crs"),
        fault("repo", "\"zenod\"", "repo", "there is no repo \"zenod\"; there are zenodo,"),
        fault("repo", "\"local\"", "repo", "needs a path"),
        fault("path", "\"a.gpkg\"", "path", "for repo \"local\", not for \"zenodo\"", "zenodo"),
        fault("file_filters", "[]", "file_filters", "expected an object, found a list"),
        fault("file_filters", "{\"inclde\": []}", "file_filters.inclde", "there is no such key"),
        fault(
            "file_filters",
            "{\"include_patterns\": [\"a(\"], \"use_regex\": true}",
            "file_filters.include_patterns",
            "\"a(\" is no regular expression: Unclosed group"),
        fault(
            "file_filters",
            "{\"exclude_patterns\": [\"a[b\"]}",
            "file_filters.exclude_patterns",
            "\"a[b\" is no file pattern"),
        fault("files", "{\"a\": {\"md5\": \"xyz\"}}", "files.a.md5", "32 hexadecimal digits"),
        fault("files", "{\"a\": {\"sha\": \"x\"}}", "files.a.sha", "there is no such key"),
        fault("files", "{\"a\": {\"size\": -1}}", "files.a.size", "whole number"),
        fault("record_role", "\"plant\"", "record_role", "one of installation, label, sample"),
        fault("record_role", "{\"*\": 1}", "record_role.*", "one of installation, label, sample"),
        fault("record_role", "[]", "record_role", "found a list"),
        fault("fields", "{\"capacity\": \"x\"}", "fields.capacity", "there is no such key"),
        fault("fields", "{\"name\": 1}", "fields.name", "expected a column"),
        fault("fields", "{\"name\": {\"unit\": \"m2\"}}", "fields.name.column", "name of a column"),
        fault(
            "fields",
            "{\"capacity_mw\": {\"column\": \"a\", \"basis\": \"AC\"}}",
            "fields.capacity_mw.basis",
            "one of ac, dc, unknown"),
        fault(
            "fields",
            "{\"name\": {\"column\": \"a\", \"kind\": \"site\"}}",
            "fields.name.kind",
            "only source_area_m2 has a kind"),
        fault(
            "fields",
            "{\"capacity_mw\": [{\"column\": \"a\", \"factor\": 2}]}",
            "fields.capacity_mw.factor",
            "there is no such key"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("wrongValues")
  void namesDatasetKeyAndLine(String key, String value, String faultyKey, String what, String repo)
      throws Exception {
    String first = repo.isEmpty() ? "\"version\": \"1\"" : "\"repo\": \"%s\"".formatted(repo);
    String doi = key.equals("doi") ? "" : ", \"doi\": \"10.5281/zenodo.1\"";
    ManifestException failure =
        failure("{\"made_up\": {%s%s,\n\n  \"%s\": %s}}".formatted(first, doi, key, value));
    assertThat(failure.problems()).hasSize(1);
    assertThat(failure)
        .hasMessageContaining("dataset \"made_up\", key \"%s\", line 3: ".formatted(faultyKey))
        .hasMessageContaining(what);
  }

  @Test
  void namesBothLinesOfARepeatedDataset() throws Exception {
    assertThat(
            failure(
                """
                {"a": {"doi": "10.5281/zenodo.1"},
                 "b": {"doi": "10.5281/zenodo.2"},
                 "a": {"doi": "10.5281/zenodo.3"}}
                """))
        .hasMessageEndingWith(
            "dataset \"a\", line 3: the name is that of line 1 again; each dataset has one entry");
  }

  @Test
  void refusesNamesThatDifferInCaseOnly() throws Exception {
    assertThat(
            failure(
                "{\"Abc\": {\"doi\": \"10.5281/zenodo.1\"},\n\"abc\": {\"doi\": \"10.5281/zenodo.1\"}}"))
        .hasMessageContaining("dataset \"abc\", line 2: the name differs from \"Abc\" of line 1");
  }

  @Test
  void refusesNamesThatCanBeNoTable() throws Exception {
    for (String name : List.of("", " ", "a/b", "a:b", "a#b", "a\\\\b", "a\\nb", "x".repeat(201))) {
      assertThat(failure("{\n\"%s\": {\"doi\": \"10.5281/zenodo.1\"}}".formatted(name)).problems())
          .as(name)
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.line()).isEqualTo(2);
                assertThat(problem.what()).startsWith("the name");
              });
    }
  }

  @Test
  void refusesAnAliasThatIsAnotherDatasetsName() throws Exception {
    assertThat(
            failure(
                """
                {"a": {"doi": "10.5281/zenodo.1"},
                 "b": {"doi": "10.5281/zenodo.2", "aliases": ["a"]}}
                """))
        .hasMessageContaining(
            "dataset \"b\", key \"aliases\", line 2: \"a\" is already a name of dataset \"a\"");
  }

  @Test
  void refusesADatasetFromNowhere() throws Exception {
    assertThat(failure("{\n\"a\": {\"repo\": \"zenodo\"}}"))
        .hasMessageContaining("dataset \"a\", key \"doi\", line 2: there is no doi");
    assertThat(failure("{\n\"a\": {\n\"doi\": \"10.1038/x\"}}"))
        .hasMessageContaining("dataset \"a\", key \"doi\", line 3: cannot tell the repository");
  }

  @Test
  void reportsAllFaultsAtOnce() throws Exception {
    ManifestException failure =
        failure(
            """
            {"a": {"doi": "10.5281/zenodo.1",
                   "skip": 1,
                   "colour": "red"},
             "b": [],
             "c": {"doi": "10.5281/zenodo.1", "max_mb": true}}
            """);
    assertThat(failure.problems())
        .extracting(ManifestException.Problem::toString)
        .containsExactlyInAnyOrder(
            "dataset \"a\", key \"colour\", line 3: there is no such key",
            "dataset \"a\", key \"skip\", line 2: expected true or false, found the number 1",
            "dataset \"b\", line 4: expected an object, found a list",
            "dataset \"c\", key \"max_mb\", line 5: expected a number above 0, found true");
    assertThat(failure.getMessage()).startsWith("Invalid manifest ").hasLineCount(5);
  }

  @Test
  void namesTheLineOfTextThatIsNoJson() throws Exception {
    assertThat(failure("{\"a\": {\n\"doi\" \"x\"}}")).hasMessageContaining("line 2: it is no JSON");
    assertThat(failure("{\"a\": {},\n")).hasMessageContaining("line 2: it is no JSON");
    assertThat(failure("{}\n{}")).hasMessageContaining("line 2: there is more text");
    assertThat(failure("")).hasMessageContaining("line 1: it is empty");
    assertThat(failure("[]")).hasMessageContaining("expected an object of datasets, found a list");
    assertThat(failure("{}")).hasMessageContaining("it names no dataset");
  }

  private static Arguments fault(String key, String value, String faultyKey, String what) {
    return Arguments.of(key, value, faultyKey, what, "");
  }

  private static Arguments fault(
      String key, String value, String faultyKey, String what, String repo) {
    return Arguments.of(key, value, faultyKey, what, repo);
  }

  private ManifestException failure(String json) throws Exception {
    Path file = Files.writeString(folder.resolve("bad.json"), json);
    ManifestException failure =
        catchThrowableOfType(ManifestException.class, () -> Manifest.read(file.toString()));
    assertThat(failure).as(json).isNotNull();
    return failure;
  }
}
