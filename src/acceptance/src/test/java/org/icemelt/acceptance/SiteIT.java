package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.icemelt.judge.PostgresServer;
import org.icemelt.judge.ProjectRoot;
import org.icemelt.judge.S3Server;
import org.junit.jupiter.api.Test;

/**
 * What the pages of the site tell readers to type, typed: in a copy of the main job's lake, and
 * what is shown as output compared with what is printed. A block that no test runs says why.
 */
class SiteIT {
  private static final int MOST_NOT_RUN = 10;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String CONNECT =
      Cookbook.sql("reference").substring(0, Cookbook.sql("reference").indexOf("SHOW TABLES"));

  private final List<SiteBlock> blocks =
      SiteBlock.all().stream().filter(SiteBlock::isTyped).toList();

  @Test
  void everyPageIsInTheNavigation() {
    assertThat(SiteBlock.pages()).containsExactlyInAnyOrderElementsOf(SiteBlock.files());
  }

  @Test
  void everyBlockIsRunByATestOrSaysWhyNot() throws IOException {
    List<String> notRun = new ArrayList<>();
    for (SiteBlock block : blocks) {
      String[] runner = block.runner().split(": ");
      switch (runner[0]) {
        case "run" ->
            assertThat(runner[1]).as(block.place()).isIn("commands", "sql", "shell", "stand-ins");
        case "sql", "commands" ->
            assertThat(source("ReferenceSqlIT") + source("AfterCommitIT"))
                .as(block.place())
                .contains('"' + runner[1] + '"');
        case "command" ->
            assertThat(Files.readString(ProjectRoot.path().resolve("README.md")))
                .as(block.place())
                .contains(
                    "<!-- command: %s -->\n```bash\n%s```".formatted(runner[1], block.text()));
        default -> {
          assertThat(block.reason())
              .as(
                  "%s: a comment that says who runs it, or a line that says why nobody does",
                  block.place())
              .matches("Not run by a test.*: .{20,}");
          notRun.add(block.place() + " " + block.reason());
        }
      }
    }
    System.out.println(notRun.size() + " blocks of the site are run by no test:");
    notRun.forEach(System.out::println);
    assertThat(notRun).hasSizeLessThanOrEqualTo(MOST_NOT_RUN);
  }

  @Test
  void commandsPrintWhatThePagesShow() throws IOException {
    RunFolder folder = DefaultLake.shared().folder().copy("site-commands");
    List<List<String>> commands = new ArrayList<>();
    List<SiteBlock> lastOf = new ArrayList<>();
    for (SiteBlock block : with("run: commands")) {
      for (String line : block.commands()) {
        List<String> words = Cookbook.words(line);
        assertThat(words.get(0)).as("%s: %s", block.place(), line).isEqualTo("icemelt");
        commands.add(words.subList(1, words.size()));
        lastOf.add(null);
      }
      lastOf.set(lastOf.size() - 1, block);
    }
    Path list = folder.path().resolve("commands.json");
    new ObjectMapper().writeValue(list.toFile(), commands);
    Command run = inOneProcess(folder.path(), list);
    List<String> outputs =
        Arrays.stream(run.stdout().split("\n" + CommandLines.MARK)).skip(1).toList();
    assertThat(run.exitCode())
        .as("exit code of %s%n%s", outputs.get(outputs.size() - 1), run.stderr())
        .isZero();
    assertThat(outputs).hasSameSizeAs(commands);
    for (int i = 0; i < outputs.size(); i++) {
      SiteBlock block = lastOf.get(i);
      if (block != null && !block.output().isEmpty()) {
        String printed = outputs.get(i).substring(outputs.get(i).indexOf('\n') + 1);
        assertShown(block, printed);
      }
    }
  }

  @Test
  void sqlRunsAsPrinted() {
    RunFolder folder = DefaultLake.shared().folder().copy("site-sql");
    for (SiteBlock block : with("run: sql")) {
      String sql = block.text().contains("ATTACH") ? block.text() : CONNECT + block.text();
      assertThat(SqlClient.COMMAND_LINE.results(folder.path(), sql))
          .as(block.place())
          .isNotEmpty()
          .allSatisfy(rows -> assertThat(rows).isNotEmpty());
    }
  }

  @Test
  void shellBlocksRunAsPrinted() throws IOException {
    RunFolder folder = DefaultLake.shared().folder().copy("site-shell");
    for (SiteBlock block : with("run: shell")) {
      Command run = shell(folder, block.text(), Map.of());
      assertThat(run.exitCode()).as("%s%n%s", block.place(), Icemelt.said(run)).isZero();
      assertThat(run.stdout()).contains("all checks passed");
    }
    assertThat(new RunFolder(folder.path().resolve("backup")).faults()).isEmpty();
  }

  @Test
  void whatNeedsServersRunsAgainstStandInsForThem() throws Exception {
    RunFolder folder = RunFolder.empty("site-stand-ins");
    PostgresServer postgres = PostgresServer.shared();
    String database = postgres.newDatabase();
    try (S3Server store = S3Server.start(folder.path())) {
      store.makeBucket("pv-lake");
      Map<String, String> environment = new HashMap<>(store.environment());
      List<JsonNode> answers = new ArrayList<>();
      for (SiteBlock block : with("run: stand-ins")) {
        String text =
            block
                .text()
                .replaceFirst("(?m)^export .*\n", "")
                .replace("dbname=pv host=db.example.org user=pv", postgres.words(database))
                .replace(
                    "https://ACCOUNT.r2.cloudflarestorage.com", "http://" + store.namedAddress())
                .replace("ACCOUNT.r2.cloudflarestorage.com", store.address())
                .replace("KEY_ID '…'", "KEY_ID " + Judge.literal(store.accessKey()))
                .replace("SECRET '…'", "SECRET " + Judge.literal(store.secretKey()))
                .replace("URL_STYLE 'path'", "URL_STYLE 'path', USE_SSL false");
        assertThat(text).doesNotContain("example.org", "cloudflare", "…");
        if (block.language().equals("sql")) {
          answers.addAll(SqlClient.COMMAND_LINE.results(folder.path(), text));
        } else {
          Command run = shell(folder, text, environment);
          assertThat(run.exitCode()).as("%s%n%s", block.place(), Icemelt.said(run)).isZero();
        }
      }
      JsonNode sums = answers.get(answers.size() - 1).get(0);
      assertThat(sums.get("sites").asLong()).isEqualTo(1363);
      assertThat(sums.get("area_km2").asDouble()).isEqualTo(326.449);
    }
  }

  private List<SiteBlock> with(String runner) {
    List<SiteBlock> found = blocks.stream().filter(b -> b.runner().equals(runner)).toList();
    assertThat(found).as("blocks \"%s\"", runner).isNotEmpty();
    return found;
  }

  /** Compares word by word; a line {@code …} stands for any lines, and widths do not count. */
  private static void assertShown(SiteBlock block, String printed) {
    StringBuilder pattern = new StringBuilder("\\s*");
    for (String line : block.output().strip().split("\n")) {
      pattern.append(
          line.strip().equals("…") ? "(?:.*\n)*?" : words(line).replace(" ", " +") + " *\n");
    }
    assertThat(printed.strip() + "\n").as(block.place()).matches(pattern + "\\s*");
  }

  private static String words(String line) {
    return Arrays.stream(line.strip().split(" +"))
        .map(Pattern::quote)
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }

  private static String source(String test) {
    try {
      return Files.readString(
          ProjectRoot.path()
              .resolve("src/acceptance/src/test/java/org/icemelt/acceptance")
              .resolve(test + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Command inOneProcess(Path folder, Path list) throws IOException {
    Path jar = ProjectRoot.path().resolve("pipelines/target/icemelt.jar");
    Path tests = Path.of("target", "test-classes").toAbsolutePath();
    return Command.run(
        folder,
        Map.of(),
        LIMIT,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            jar + ":" + tests,
            CommandLines.class.getName(),
            list.toString()));
  }

  /** Runs a block in bash, where {@code icemelt} is the jar. */
  private static Command shell(RunFolder folder, String text, Map<String, String> environment)
      throws IOException {
    String icemelt =
        "icemelt() { %s %s -jar %s \"$@\"; }%n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                String.join(" ", Icemelt.JVM),
                ProjectRoot.path().resolve("pipelines/target/icemelt.jar"));
    return Command.run(folder.path(), environment, LIMIT, List.of("bash", "-euc", icemelt + text));
  }
}
