package org.icemelt.pipelines.sources;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.OptionsCommand;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.OptionsParser;
import org.icemelt.pipelines.options.SourcesOptions;
import org.icemelt.pipelines.query.LakeQuery;
import org.icemelt.pipelines.query.QueryException;

/** {@code sources}: the lake as dbt sources, or as a whole dbt project. */
public final class SourcesCommand extends OptionsCommand<SourcesOptions> {
  public SourcesCommand() {
    super(SourcesOptions.class, "writes dbt's sources.yml for the lake, or a whole dbt project");
  }

  @Override
  protected ExitCode run(SourcesOptions options, Path folder, PrintStream out, PrintStream err) {
    Limits limits = Limits.of(options);
    LakeConfig config = OptionsParser.lake(options, folder);
    Lake lake = OptionsParser.existingLake(options, folder);
    String yaml = yaml(lake, config, options, limits);
    try {
      if (options.getProject() != null) {
        Path project = folder.resolve(options.getProject()).normalize();
        new DbtProject(lake, config, folder).write(project, yaml);
        out.printf("dbt project: %s%n", project);
      }
      if (options.getOutput() != null) {
        Path file = folder.resolve(options.getOutput()).normalize();
        Files.createDirectories(file.getParent());
        Files.writeString(file, yaml);
        out.printf("dbt sources: %s%n", file);
      }
      if (options.getProject() == null && options.getOutput() == null) {
        out.print(yaml);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.CHECK_FAILED, "Failed to write dbt's files: " + e, e);
    }
  }

  private static String yaml(Lake lake, LakeConfig config, SourcesOptions options, Limits limits) {
    try (LakeQuery query = LakeQuery.open(lake)) {
      List<Source> sources = new LakeSources(lake, query, Frozen.of(options.getManifest())).all();
      if (sources.isEmpty()) {
        throw new UsageException("Cannot write dbt sources: the lake holds no table.");
      }
      return new SourcesYaml(limits)
          .of(
              sources,
              "Written by icemelt sources from %s, snapshot %d."
                  .formatted(
                      config.catalog(),
                      lake.latestSnapshot().map(Lake.SnapshotInfo::id).orElse(0L)));
    } catch (QueryException e) {
      throw new CommandFailedException(ExitCode.CHECK_FAILED, e.getMessage(), e);
    }
  }
}
