package org.icemelt.pipelines;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.pipelines.build.BuildCommand;
import org.icemelt.pipelines.options.CommandLine;
import org.icemelt.pipelines.status.StatusCommand;
import org.icemelt.pipelines.verify.VerifyCommand;

/** The program's entry: finds the command, runs it, turns its end into an exit code. */
public final class Main {
  private static final Map<String, Command> COMMANDS =
      new TreeMap<>(
          Map.of(
              "build",
              new BuildCommand(),
              "status",
              new StatusCommand(),
              "verify",
              new VerifyCommand()));

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
    }
  }

  private static String help(String name, Command command) {
    List<String> names = List.copyOf(COMMANDS.keySet());
    return "Usage: icemelt [%s] [--option=value ...]%n%n%s%n%s"
        .formatted(String.join("|", names), "Options of " + name + ":", command.help());
  }

  private static void complain(PrintStream err, Exception e, boolean verbose) {
    err.println("error: " + e.getMessage());
    if (verbose) {
      e.printStackTrace(err);
    }
  }
}
