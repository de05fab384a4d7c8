package org.icemelt.pipelines;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.pipelines.answer.QueryCommand;
import org.icemelt.pipelines.build.BuildCommand;
import org.icemelt.pipelines.export.ExportCommand;
import org.icemelt.pipelines.maintain.MaintainCommand;
import org.icemelt.pipelines.options.CommandLine;
import org.icemelt.pipelines.plan.PlanCommand;
import org.icemelt.pipelines.snapshots.SnapshotsCommand;
import org.icemelt.pipelines.sources.FreshnessCommand;
import org.icemelt.pipelines.sources.SourcesCommand;
import org.icemelt.pipelines.status.StatusCommand;
import org.icemelt.pipelines.verify.VerifyCommand;

/** The program's entry: finds the command, runs it, turns its end into an exit code. */
public final class Main {
  private static final Map<String, Command> COMMANDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("build", new BuildCommand()),
              Map.entry("export", new ExportCommand()),
              Map.entry("freshness", new FreshnessCommand()),
              Map.entry("maintain", new MaintainCommand()),
              Map.entry("plan", new PlanCommand()),
              Map.entry("query", new QueryCommand()),
              Map.entry("snapshots", new SnapshotsCommand()),
              Map.entry("sources", new SourcesCommand()),
              Map.entry("status", new StatusCommand()),
              Map.entry("verify", new VerifyCommand())));

  private Main() {}

  public static void main(String[] args) {
    if (Arrays.asList(args).contains("--verbose")) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
    }
    ExitCode code = run(args, System.out, System.err);
    System.out.flush();
    if (code != ExitCode.OK) {
      System.exit(code.number());
    }
  }

  static ExitCode run(String[] args, PrintStream out, PrintStream err) {
    boolean verbose = Arrays.asList(args).contains("--verbose");
    try {
      CommandLine line = CommandLine.parse(args);
      Command command = COMMANDS.get(line.command());
      if (command == null) {
        throw new UsageException(
            "Unknown command: \"%s\". Known commands: %s."
                .formatted(line.command(), String.join(", ", COMMANDS.keySet())));
      }
      if (line.help()) {
        out.print(help(line.command(), command));
        return ExitCode.OK;
      }
      return command.run(line, out, err);
    } catch (UsageException e) {
      complain(err, e, verbose);
      return ExitCode.BAD_INPUT;
    } catch (CommandFailedException e) {
      complain(err, e, verbose);
      return e.exitCode();
    } catch (DuckLakeException e) {
      complain(err, e, verbose);
      return ExitCode.CHECK_FAILED;
    }
  }

  /** All commands, by name. */
  static Map<String, Command> commands() {
    return Collections.unmodifiableMap(COMMANDS);
  }

  private static String help(String name, Command command) {
    StringBuilder commands = new StringBuilder();
    COMMANDS.forEach(
        (word, each) -> commands.append("  %-10s %s%n".formatted(word, each.summary())));
    return "Usage: icemelt [command] [--option=value ...]%n%nCommands; without one, build:%n%s%nOptions of %s:%n%s"
        .formatted(commands, name, command.help());
  }

  private static void complain(PrintStream err, Exception e, boolean verbose) {
    err.println("error: " + e.getMessage());
    if (verbose) {
      e.printStackTrace(err);
    }
  }
}
