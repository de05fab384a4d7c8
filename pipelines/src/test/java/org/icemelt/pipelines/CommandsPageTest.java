package org.icemelt.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.icemelt.judge.PagePart;
import org.icemelt.judge.ProjectRoot;
import org.icemelt.pipelines.options.BuildOptions;
import org.icemelt.pipelines.options.LakeOptions;
import org.icemelt.pipelines.options.OptionsHelp;
import org.icemelt.pipelines.options.OptionsHelp.Option;
import org.junit.jupiter.api.Test;

/** The user guide names every command and every option, as the code declares them. */
class CommandsPageTest {
  private static final String PAGE = "src/site/commands.md";

  @Test
  void theTablesAreThoseOfTheOptions() {
    new PagePart(PAGE, "options of all").mustBe(table(OptionsHelp.describe(LakeOptions.class)));
    Main.commands()
        .forEach(
            (name, command) -> {
              List<Option> said =
                  OptionsHelp.describe(
                      isLikeBuild(command.options()) ? BuildOptions.class : LakeOptions.class);
              new PagePart(PAGE, "options of " + name)
                  .mustBe(
                      table(
                          OptionsHelp.describe(command.options()).stream()
                              .filter(option -> !said.contains(option))
                              .toList()));
            });
    new PagePart(PAGE, "commands")
        .mustBe(
            Main.commands().entrySet().stream()
                .map(
                    e -> "| [`%1$s`](#%1$s) | %2$s |".formatted(e.getKey(), e.getValue().summary()))
                .collect(Collectors.joining("\n", "| command | does |\n|---|---|\n", "\n")));
  }

  @Test
  void theExitCodesAreThoseOfTheProgram() throws IOException {
    Set<Integer> told = new TreeSet<>();
    Pattern.compile("^\\| (\\d) \\|", Pattern.MULTILINE)
        .matcher(Files.readString(ProjectRoot.path().resolve(PAGE)))
        .results()
        .map(MatchResult::group)
        .map(row -> Integer.parseInt(row.replaceAll("\\D", "")))
        .forEach(told::add);
    Set<Integer> codes = new TreeSet<>();
    for (ExitCode code : ExitCode.values()) {
      codes.add(code.number());
    }
    assertThat(told).isEqualTo(codes);
  }

  private static boolean isLikeBuild(Class<? extends LakeOptions> options) {
    return BuildOptions.class.isAssignableFrom(options) && options != BuildOptions.class;
  }

  private static String table(List<Option> options) {
    if (options.isEmpty()) {
      return "None of its own.";
    }
    return options.stream()
        .map(
            o ->
                "| `--%s` | %s | %s | %s |"
                    .formatted(
                        o.name(),
                        o.type().equals("list") ? "list" : o.type(),
                        o.defaultValue().isEmpty() ? "–" : "`" + o.defaultValue() + "`",
                        o.description().replace("|", "\\|").replace("<", "&lt;")))
        .collect(
            Collectors.joining(
                "\n", "| option | type | default | meaning |\n|---|---|---|---|\n", "\n"));
  }
}
