package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.judge.ProjectRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The SQL that people read: what the program prints at its end, and the README's blocks, run as
 * printed. In the README {@value #PLACEHOLDER} stands for the folder of the run.
 */
class PrintedSqlIT {
  private static final String PLACEHOLDER = "/path/to/run";
  private static final Pattern STATEMENT =
      Pattern.compile("^\\s*((?:INSTALL|LOAD|ATTACH|USE|SELECT|FROM)\\b[^;]*;)", Pattern.MULTILINE);
  private static final Pattern BLOCK =
      Pattern.compile("^```sql\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  private final RunFolder folder = DefaultLake.shared().folder();

  @ParameterizedTest
  @EnumSource
  void theProgramsFirstFormOpensTheLakeFromTheFolderOfTheRun(SqlClient client) {
    String attach = attach(false);
    assertThat(attach)
        .contains("db/ducklake_catalog.sqlite")
        .doesNotContain(folder.path().toString());
    assertThat(records(client, folder.path(), attach)).isEqualTo(34_983);
  }

  @ParameterizedTest
  @EnumSource
  void theProgramsSecondFormOpensTheLakeFromAnywhere(SqlClient client) {
    Path elsewhere = RunFolder.empty("printed-" + client).path();
    String attach = attach(true);
    assertThat(attach).contains(folder.path().toString());
    assertThat(records(client, elsewhere, attach)).isEqualTo(34_983);
  }

  @ParameterizedTest
  @EnumSource
  void theProgramsQueryGivesTheAnswerPrintedBesideIt(SqlClient client) {
    List<String> queries = statements("SELECT", "FROM");
    assertThat(queries).as("queries in %s", DefaultLake.shared().first().stdout()).isNotEmpty();
    List<JsonNode> results =
        client.results(folder.path(), opened(attach(false)) + String.join("\n", queries));
    String printed = DefaultLake.shared().first().stdout().replaceAll("(?<=\\d),(?=\\d{3})", "");
    assertThat(results).hasSameSizeAs(queries).allSatisfy(rows -> assertThat(rows).isNotEmpty());
    for (JsonNode rows : results) {
      for (JsonNode row : rows) {
        row.forEach(value -> assertThat(printed).contains(value.isNull() ? "" : value.asText()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theReadmesBlocksRunAsPrinted(SqlClient client) throws IOException {
    RunFolder copy = folder.copy("readme-" + client);
    Path elsewhere = RunFolder.empty("readme-elsewhere-" + client).path();
    StringBuilder here = new StringBuilder();
    List<String> anywhere = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(ProjectRoot.path().resolve("README.md")));
    while (block.find()) {
      String sql = block.group(1);
      if (sql.contains(PLACEHOLDER)) {
        anywhere.add(sql.replace(PLACEHOLDER, copy.path().toString()));
      } else {
        here.append(sql).append('\n');
      }
    }
    assertThat(here.toString()).contains("ATTACH").contains("SELECT");
    assertThat(client.results(copy.path(), here.toString()))
        .isNotEmpty()
        .allSatisfy(rows -> assertThat(rows).isNotEmpty());
    assertThat(anywhere).as("README's form for another folder").isNotEmpty();
    for (String sql : anywhere) {
      assertThat(client.results(elsewhere, sql))
          .isNotEmpty()
          .allSatisfy(rows -> assertThat(rows).isNotEmpty());
    }
  }

  /** The only printed ATTACH that does, or does not, override the data path. */
  private static String attach(boolean overriding) {
    List<String> found =
        statements("ATTACH").stream()
            .filter(sql -> sql.contains("OVERRIDE_DATA_PATH") == overriding)
            .toList();
    assertThat(found).as("ATTACH printed in %s", DefaultLake.shared().first().stdout()).hasSize(1);
    return found.get(0);
  }

  private static List<String> statements(String... words) {
    List<String> found = new ArrayList<>();
    Matcher matcher = STATEMENT.matcher(DefaultLake.shared().first().stdout());
    while (matcher.find()) {
      String sql = matcher.group(1);
      if (List.of(words).contains(sql.split("\\s", 2)[0])) {
        found.add(sql);
      }
    }
    return found;
  }

  /** The statements that lead to a lake in use, as the README gives them. */
  private static String opened(String attach) {
    Matcher alias = Pattern.compile("(?i)\\bAS\\s+(\\w+)").matcher(attach);
    assertThat(alias.find()).as(attach).isTrue();
    return "INSTALL ducklake;\nLOAD ducklake;\n%s\nUSE %s;\n".formatted(attach, alias.group(1));
  }

  private static long records(SqlClient client, Path from, String attach) {
    // the condition needs values, which count(*) alone would not
    List<JsonNode> results =
        client.results(
            from,
            opened(attach)
                + "SELECT count(*) AS records FROM stg_pv_consolidated WHERE length(geometry) > 0;");
    return results.get(0).get(0).get("records").asLong();
  }
}
