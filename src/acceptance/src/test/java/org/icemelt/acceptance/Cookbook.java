package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.judge.ProjectRoot;

/** The blocks of {@code src/site/cookbook.md}, found by the comment above each. */
final class Cookbook {
  private static final Pattern BLOCK =
      Pattern.compile(
          "^<!-- (sql|commands): (\\w+) -->\\n```(?:sql|bash)\\n(.*?)^```",
          Pattern.DOTALL | Pattern.MULTILINE);

  private Cookbook() {}

  /** All SQL blocks of that name, one after the other. */
  static String sql(String name) {
    return String.join("\n", blocks("sql", name));
  }

  /** Words of each command in a block of that name; quotes are a shell's. */
  static List<List<String>> commands(String name) {
    List<List<String>> commands = new ArrayList<>();
    for (String line : String.join("", blocks("commands", name)).lines().toList()) {
      commands.add(words(line));
    }
    return commands;
  }

  /** Words of a command line; double quotes are a shell's. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("((?:[^\\s\"]|\"[^\"]*\")+)").matcher(line);
    while (word.find()) {
      words.add(word.group(1).replace("\"", ""));
    }
    return words;
  }

  private static List<String> blocks(String kind, String name) {
    List<String> found = new ArrayList<>();
    try {
      Matcher block =
          BLOCK.matcher(Files.readString(ProjectRoot.path().resolve("src/site/cookbook.md")));
      while (block.find()) {
        if (block.group(1).equals(kind) && block.group(2).equals(name)) {
          found.add(block.group(3));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(found).as("blocks \"%s: %s\" of the cookbook", kind, name).isNotEmpty();
    return found;
  }
}
