package org.icemelt.pipelines.build;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.icemelt.io.ducklake.CommitOutcomeUnknownException;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.WriteJournal;
import org.icemelt.pipelines.Command;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.icemelt.pipelines.options.BuildOptions;
import org.icemelt.pipelines.options.CommandLine;
import org.icemelt.pipelines.options.OptionsHelp;
import org.icemelt.pipelines.options.OptionsParser;
import org.icemelt.pipelines.report.ClosingTable;
import org.icemelt.pipelines.report.OpenTheLake;
import org.icemelt.pipelines.report.RunReport;

/** {@code build}: manifest → lake. */
public final class BuildCommand implements Command {
  @Override
  public ExitCode run(CommandLine line, PrintStream out, PrintStream err) {
    Path folder = Path.of("").toAbsolutePath();
    BuildOptions options = OptionsParser.parse(line, BuildOptions.class);
    BuildSettings settings = SettingsReader.settings(options, folder);
    SettingsReader.Chosen chosen = SettingsReader.select(options);
    checkLake(settings.lake());
    makeFolders(settings, folder.resolve(options.getExportPath()));
    chosen.manifest().warnings().forEach(w -> err.println("warning: " + w));

    Pipeline pipeline = Pipeline.create(options);
    List<String> skipped = chosen.selection().skipped().stream().map(DatasetSpec::name).toList();
    new BuildPipeline(settings).build(pipeline, chosen.selection().datasets(), skipped);
    if (OptionsParser.isDirect(options)) {
      BuildPipeline.mergeSteps(pipeline);
    }
    runToEnd(pipeline, settings, err);

    RunReport report = readReport(settings);
    out.println();
    out.print(ClosingTable.of(report));
    out.println();
    out.print(OpenTheLake.text(report, settings.lake()));
    return report.exitCode();
  }

  @Override
  public String help() {
    return OptionsHelp.text(BuildOptions.class, Path.of("").toAbsolutePath());
  }

  private static void checkLake(LakeConfig config) {
    try {
      Lake lake = Lake.of(config);
      if (lake.exists()) {
        requireSameDataPath(config, lake);
        requireFiles(lake);
      }
    } catch (DuckLakeException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static void requireSameDataPath(LakeConfig config, Lake lake) {
    String given = config.dataPath();
    String stored = lake.storedDataPath().orElse("");
    if (given != null && !config.absolute(given).equals(config.absolute(stored))) {
      throw new UsageException(
          "Cannot build with --dataPath=%s: the lake's data path is %s. Leave the option out."
              .formatted(given, stored));
    }
  }

  private static void requireFiles(Lake lake) {
    List<String> missing =
        lake.tables().stream()
            .flatMap(t -> t.files().stream())
            .map(Lake.FileInfo::path)
            .filter(p -> !p.contains("://") && !Files.isRegularFile(Path.of(p)))
            .toList();
    if (!missing.isEmpty()) {
      throw new UsageException(
          ("Cannot build: %d data files of the lake are not where the catalog says, the first is"
                  + " %s. A relative data path holds only in the folder the lake was made from;"
                  + " go there, or give the right --dataPath.")
              .formatted(missing.size(), missing.get(0)));
    }
  }

  private static void makeFolders(BuildSettings settings, Path exports) {
    try {
      Files.createDirectories(exports);
      Files.createDirectories(settings.runsFolder());
      Files.createDirectories(Path.of(settings.downloads().cache().folder()));
    } catch (IOException e) {
      throw new UsageException("Cannot make the run's folders: " + e.getMessage(), e);
    }
  }

  private static void runToEnd(Pipeline pipeline, BuildSettings settings, PrintStream err) {
    WriteJournal journal = settings.journal();
    try (Interrupt interrupt = Interrupt.install(journal, settings.lake(), err)) {
      PipelineResult result = pipeline.run();
      interrupt.watch(result);
      new Progress(result, err).untilDone();
      journal.close();
    } catch (Pipeline.PipelineExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause(), settings);
    } catch (RuntimeException | IOException e) {
      throw failed(e, settings);
    }
  }

  private static CommandFailedException failed(Throwable cause, BuildSettings settings) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof CommitOutcomeUnknownException) {
        return new CommandFailedException(ExitCode.OUTCOME_UNKNOWN, t.getMessage(), cause);
      }
    }
    removeLeftovers(cause, settings);
    Throwable told = cause;
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof DuckLakeException) {
        told = t;
        break;
      }
      told = t;
    }
    return new CommandFailedException(
        ExitCode.RUN_FAILED,
        "The run failed, nothing was committed: %s".formatted(told.getMessage()),
        cause);
  }

  private static void removeLeftovers(Throwable cause, BuildSettings settings) {
    try {
      settings.journal().removeLeftovers(settings.lake());
      settings.journal().close();
    } catch (IOException | DuckLakeException e) {
      cause.addSuppressed(e); // the journal stays, and with it the names of the files
    }
  }

  private static RunReport readReport(BuildSettings settings) {
    try {
      return RunReport.read(settings.runsFolder(), settings.runId());
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.RUN_FAILED,
          "Failed to read the run's report %s: %s"
              .formatted(RunReport.file(settings.runsFolder(), settings.runId()), e.getMessage()),
          e);
    }
  }
}
