package org.icemelt.pipelines.build;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.pipelines.Command;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.lineage.Lineage;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.icemelt.pipelines.options.BuildOptions;
import org.icemelt.pipelines.options.CommandLine;
import org.icemelt.pipelines.options.OptionsParser;
import org.icemelt.pipelines.query.LakeQuery;
import org.icemelt.pipelines.report.ClosingTable;
import org.icemelt.pipelines.report.LayersReport;
import org.icemelt.pipelines.report.OpenTheLake;
import org.icemelt.pipelines.report.RunReport;
import org.icemelt.pipelines.runner.RemoteLake;
import org.icemelt.pipelines.runner.RunnerChoice;
import org.icemelt.pipelines.runner.SharedFolders;
import org.icemelt.pipelines.stage.Spent;

/** {@code build}: manifest → lake. */
public final class BuildCommand implements Command {
  @Override
  public ExitCode run(CommandLine line, PrintStream out, PrintStream err) {
    Path folder = Path.of("").toAbsolutePath();
    RunnerChoice runner = RunnerChoice.of(line);
    BuildOptions options = OptionsParser.parse(line, BuildOptions.class);
    LakeQuery.warmUp(); // the closing table ends with an answer
    BuildSettings settings = SettingsReader.settings(options, folder);
    SettingsReader.Chosen chosen = SettingsReader.select(options);
    AfterCommit after = AfterCommit.of(options, folder);
    Lineage lineage =
        Lineage.of(options.getOpenLineage(), folder, settings.lake(), settings.runId(), err);
    checkLake(settings.lake(), runner);
    if (wasCommitted(settings) && !BuildLayers.areAskedFor(settings)) {
      out.println("Run %s was committed before; nothing was done.".formatted(settings.runId()));
      return tell(settings, after, out, err);
    }
    makeFolders(settings, folder.resolve(options.getExportPath()));
    return lineage.around(
        () -> build(line, options, settings, chosen, after, runner, lineage, out, err),
        () -> readReport(settings));
  }

  private static ExitCode build(
      CommandLine line,
      BuildOptions options,
      BuildSettings settings,
      SettingsReader.Chosen chosen,
      AfterCommit after,
      RunnerChoice runner,
      Lineage lineage,
      PrintStream out,
      PrintStream err) {
    if (settings.layersFromSources().isEmpty()) {
      return onlyLayers(options, settings, after, runner, lineage, out, err);
    }
    chosen.manifest().warnings().forEach(w -> err.println("warning: " + w));
    if (!line.options().containsKey("jobName")) {
      options.setJobName("icemelt-build-" + settings.runId());
    }
    if (wasCommitted(settings)) {
      out.println("Run %s was committed before.".formatted(settings.runId()));
    } else {
      Pipeline pipeline = Pipeline.create(options);
      List<String> skipped = chosen.selection().skipped().stream().map(DatasetSpec::name).toList();
      SharedFolders folders = sharedFolders(settings, runner);
      new BuildPipeline(settings, folders).build(pipeline, chosen.selection().datasets(), skipped);
      if (runner.flink() == null) { // on Flink each step stays an operator of its own
        BuildPipeline.mergeSteps(pipeline);
      }
      PipelineRun run = new PipelineRun(settings, runner, folders, Counters.Pipeline.FIRST, err);
      if (runner.detached()) {
        lineage.leave();
        out.print(submitted(run.submit(pipeline), settings));
        return ExitCode.OK;
      }
      List<Spent> spent = run.toEnd(pipeline);
      write(readReport(settings).withTimings(spent), settings);
    }
    if (BuildLayers.areAskedFor(settings)) {
      layers(options, settings, runner, lineage, err);
    }
    return tell(settings, after, out, err);
  }

  /** The second pipeline, if the first one left anything to compute from. */
  private static void layers(
      BuildOptions options,
      BuildSettings settings,
      RunnerChoice runner,
      Lineage lineage,
      PrintStream err) {
    RunReport report = readReport(settings);
    ExitCode sources = report.exitCode();
    if (sources == ExitCode.RUN_FAILED || sources == ExitCode.OUTCOME_UNKNOWN) {
      return;
    }
    BuildLayers layers = new BuildLayers(settings, runner, err);
    LayersReport built =
        lineage.aroundLayers(
            layers.writeId(),
            () -> {
              try {
                return layers.run(options);
              } catch (CommandFailedException | UsageException e) {
                return BuildLayers.failed(String.valueOf(e.getMessage()));
              }
            });
    write(report.with(built), settings);
  }

  /** A run of the second pipeline alone, on a lake that exists. */
  private static ExitCode onlyLayers(
      BuildOptions options,
      BuildSettings settings,
      AfterCommit after,
      RunnerChoice runner,
      Lineage lineage,
      PrintStream out,
      PrintStream err) {
    BuildLayers layers = new BuildLayers(settings, runner, err);
    if (runner.detached()) {
      lineage.leave();
      out.print(submitted(layers.submit(options), settings));
      return ExitCode.OK;
    }
    RunReport report = RunReport.ofLayersOnly(settings.runId(), settings.processedAt().toString());
    write(report.with(lineage.aroundLayers(layers.writeId(), () -> layers.run(options))), settings);
    return tell(settings, after, out, err);
  }

  private static ExitCode tell(
      BuildSettings settings, AfterCommit after, PrintStream out, PrintStream err) {
    RunReport report = readReport(settings);
    out.println();
    out.print(ClosingTable.of(report));
    out.println();
    out.print(OpenTheLake.text(report, settings.lake()));
    return after.run(report, Lake.of(settings.lake()), out, err);
  }

  /** Whether this run id was given to a run that is in the lake, and whose report is there. */
  private static boolean wasCommitted(BuildSettings settings) {
    Lake lake = Lake.of(settings.lake());
    return lake.exists()
        && lake.commit(settings.runId()).isPresent()
        && Files.exists(RunReport.file(settings.runsFolder(), settings.runId()));
  }

  @Override
  public String summary() {
    return "the pipeline: manifest to lake";
  }

  @Override
  public Class<BuildOptions> options() {
    return BuildOptions.class;
  }

  private static String submitted(Optional<String> page, BuildSettings settings) {
    return "Run %s was submitted%s.%nicemelt status --run=%s --runsPath=%s says how it ended.%n"
            .formatted(
                settings.runId(),
                page.map(p -> ": " + p).orElse(""),
                settings.runId(),
                settings.runsPath())
        + (BuildLayers.areAskedFor(settings) && !settings.layersFromSources().isEmpty()
            ? "Its layers are not built with it: run build --layers=prepared,curated after it.%n"
                .formatted()
            : "");
  }

  private static SharedFolders sharedFolders(BuildSettings settings, RunnerChoice runner) {
    if (!runner.onCluster()) {
      return SharedFolders.none();
    }
    List<Path> folders = new ArrayList<>();
    folders.add(settings.runsFolder());
    folders.add(Path.of(settings.downloads().cache().folder()));
    String data = Lake.of(settings.lake()).dataPath();
    if (!data.contains("://")) {
      folders.add(Path.of(data));
    }
    try {
      return SharedFolders.mark(folders, settings.runId());
    } catch (IOException e) {
      throw new UsageException("Cannot mark the run's folders: " + e.getMessage(), e);
    }
  }

  private static void checkLake(LakeConfig config, RunnerChoice runner) {
    try {
      RemoteLake.requireCatalog(runner, config);
      Lake lake = Lake.of(config);
      boolean exists = lake.exists();
      String given = config.dataPath() == null ? "" : config.dataPath();
      RemoteLake.requireDataPath(runner, exists ? lake.storedDataPath().orElse(given) : given);
      if (exists) {
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

  private static void write(RunReport report, BuildSettings settings) {
    try {
      report.write(settings.runsFolder());
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.CHECK_FAILED,
          "Failed to write the run's report %s: %s"
              .formatted(RunReport.file(settings.runsFolder(), settings.runId()), e.getMessage()),
          e);
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
