package org.icemelt.pipelines;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.beam.sdk.io.FileSystems;
import org.icemelt.pipelines.options.CommandLine;
import org.icemelt.pipelines.options.LakeOptions;
import org.icemelt.pipelines.options.OptionsParser;

/** A command whose words are the options of one interface: all it adds is what it does. */
public abstract class OptionsCommand<T extends LakeOptions> implements Command {
  private final Class<T> options;
  private final String summary;

  protected OptionsCommand(Class<T> options, String summary) {
    this.options = requireNonNull(options);
    this.summary = requireNonNull(summary);
  }

  /**
   * Runs it to its end.
   *
   * @param folder the folder the program runs in, absolute; relative paths count from it
   */
  protected abstract ExitCode run(T options, Path folder, PrintStream out, PrintStream err);

  @Override
  public final ExitCode run(CommandLine line, PrintStream out, PrintStream err) {
    T parsed = OptionsParser.parse(line, options);
    FileSystems.setDefaultPipelineOptions(parsed); // lakes and files may lie in object stores
    return run(parsed, Path.of("").toAbsolutePath(), out, err);
  }

  @Override
  public final String summary() {
    return summary;
  }

  @Override
  public final Class<T> options() {
    return options;
  }
}
