package org.icemelt.pipelines.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.icemelt.pipelines.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is typed. */
class PlanCommandTest {
  @TempDir Path folder;

  @Test
  void printsTheStepsInOrderAndMakesNoLake() throws Exception {
    String said =
        Program.expect(
                0, "plan", "--catalog=sqlite:" + folder.resolve("c.sqlite"), "--layers=raw,staging")
            .stdout();
    assertThat(said)
        .startsWith("Sources to raw and staging layer\n")
        .containsPattern("fetch +FetchFiles +SpreadDatasets\n")
        .contains("0 bytes to fetch (0.0 MB)");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void writesTheSameGraphAsJsonAndAsDot() throws Exception {
    JsonNode json = new ObjectMapper().readTree(write("plan.json"));
    Set<List<String>> links = new HashSet<>();
    for (int i = 0; i < json.get("pipelines").size(); i++) {
      for (JsonNode link : json.get("pipelines").get(i).get("links")) {
        links.add(
            List.of(
                "p" + i + "/" + link.get("from").asText(),
                "p" + i + "/" + link.get("to").asText()));
      }
    }
    for (JsonNode dataset : json.get("datasets")) {
      links.add(List.of("dataset/" + dataset.get("dataset").asText(), "p0/ReadManifest"));
    }
    Set<List<String>> dot = new HashSet<>();
    Pattern.compile("\"([^\"]+)\" -> \"([^\"]+)\"")
        .matcher(write("plan.dot"))
        .results()
        .forEach(found -> dot.add(List.of(found.group(1), found.group(2))));
    assertThat(dot).isEqualTo(links).hasSizeGreaterThan(70);
  }

  @Test
  void writesAPageThatLoadsNothing() throws Exception {
    assertThat(write("plan.html"))
        .contains("default-src 'none'", "Normalise geometry", "<svg ", "largestDownloadBytes")
        .doesNotContain("src=\"http", "href=\"http", "unsafe-inline");
  }

  @Test
  void refusesAnEndingItDoesNotKnow() {
    assertThat(Program.expect(2, "plan", "--output=plan.pdf").stderr())
        .contains("Invalid --output: \"plan.pdf\"", ".svg, .png, .html, .dot, .json");
  }

  @Test
  void namesAFileThatCannotBeWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(Program.expect(1, "plan", "--output=" + file.resolve("plan.svg")).stderr())
        .contains("Failed to write " + file.resolve("plan.svg"));
  }

  private String write(String name) throws Exception {
    Program.expect(
        0,
        "plan",
        "--catalog=sqlite:" + folder.resolve("c.sqlite"),
        "--output=" + folder.resolve(name));
    return Files.readString(folder.resolve(name));
  }
}
