package org.icemelt.acceptance;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.icemelt.pipelines.Main;

/**
 * Runs many command lines of the program in one JVM, for tests: a JVM costs more than most
 * commands. One that fails ends the JVM with its exit code, as it would end alone.
 */
final class CommandLines {
  /** Begins the line in front of each command's output. */
  static final String MARK = "\u0001 ";

  private CommandLines() {}

  /**
   * @param args a JSON file: an array of commands, each an array of words
   */
  public static void main(String[] args) throws IOException {
    for (String[] words :
        new ObjectMapper().readValue(Path.of(args[0]).toFile(), String[][].class)) {
      System.out.println("\n" + MARK + Arrays.toString(words));
      Main.main(words);
    }
  }
}
