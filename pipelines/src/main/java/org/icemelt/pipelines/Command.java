package org.icemelt.pipelines;

import java.io.PrintStream;
import java.nio.file.Path;
import org.icemelt.pipelines.options.CommandLine;
import org.icemelt.pipelines.options.LakeOptions;
import org.icemelt.pipelines.options.OptionsHelp;

/** One word of the command line. */
public interface Command {
  /**
   * Runs it to its end.
   *
   * @param out what the user asked for
   * @param err progress and complaints
   * @throws UsageException if the arguments cannot be run; nothing was
   * @throws CommandFailedException if it broke midway
   */
  ExitCode run(CommandLine line, PrintStream out, PrintStream err);

  /** What it does, in one line of the program's help. */
  String summary();

  /** The options it takes. */
  Class<? extends LakeOptions> options();

  /** The options it takes, with defaults and units. */
  default String help() {
    return OptionsHelp.text(options(), Path.of("").toAbsolutePath());
  }
}
