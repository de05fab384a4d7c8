package org.icemelt.pipelines.plan;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.OptionsCommand;
import org.icemelt.pipelines.build.PlannedRun;
import org.icemelt.pipelines.options.PlanOptions;
import org.icemelt.pipelines.page.WholeFile;
import org.icemelt.pipelines.report.TextTable;

/** {@code plan}: draws what {@code build} would run with these options, and what it would fetch. */
public final class PlanCommand extends OptionsCommand<PlanOptions> {
  /** In place of a random run id, so that equal options give equal plans. */
  private static final String RUN_ID = "planned-run";

  public PlanCommand() {
    super(PlanOptions.class, "draws what build would run, and the bytes it would fetch");
  }

  @Override
  protected ExitCode run(PlanOptions options, Path folder, PrintStream out, PrintStream err) {
    PlanFormat format = options.getOutput() == null ? null : PlanFormat.of(options.getOutput());
    Plan plan = plan(options, folder, err);
    if (format == null) {
      out.print(steps(plan));
    } else {
      Path file = folder.resolve(options.getOutput()).normalize();
      try {
        WholeFile.write(file, format.draw(plan));
      } catch (IOException e) {
        throw new CommandFailedException(
            ExitCode.CHECK_FAILED, "Failed to write %s: %s".formatted(file, e.getMessage()), e);
      }
      out.printf("Plan: %s%n", file);
    }
    out.print(fetches(plan));
    return ExitCode.OK;
  }

  static Plan plan(PlanOptions options, Path folder, PrintStream err) {
    if (options.getRunId() == null) {
      options.setRunId(RUN_ID);
    }
    PlannedRun run = PlannedRun.of(options, folder);
    List<PlanGraph> graphs = new ArrayList<>();
    run.sources()
        .ifPresent(p -> graphs.add(GraphReader.read("Sources to raw and staging layer", p)));
    run.layers()
        .ifPresent(p -> graphs.add(GraphReader.read("Lake to prepared and curated layer", p)));
    return new Plan(new Branches(run.downloads(), err).of(run.datasets()), graphs);
  }

  private static String steps(Plan plan) {
    StringBuilder out = new StringBuilder();
    for (PlanGraph graph : plan.pipelines()) {
      TextTable table = new TextTable(List.of("stage", "step", "after"));
      for (Step step : graph.steps()) {
        List<String> after =
            graph.links().stream().filter(l -> l.to().equals(step.id())).map(Link::from).toList();
        table.add(List.of(step.stage().word(), step.id(), String.join(", ", after)));
      }
      out.append(graph.title()).append("\n\n").append(table).append('\n');
    }
    return out.toString();
  }

  private static String fetches(Plan plan) {
    if (plan.datasets().isEmpty()) {
      return "No dataset is read.\n";
    }
    TextTable table = new TextTable(List.of("dataset", "files", "bytes to fetch", "from"));
    for (Branch branch : plan.datasets()) {
      table.add(
          List.of(
              branch.dataset(),
              branch.files() == null ? "?" : branch.files().toString(),
              branch.fetchBytes() == null ? "?" : branch.fetchBytes().toString(),
              branch.origin()));
    }
    StringBuilder out = new StringBuilder("\n").append(table);
    for (Branch branch : plan.datasets()) {
      if (branch.note() != null) {
        out.append("warning: %s: %s%n".formatted(branch.dataset(), branch.note()));
      }
    }
    long unknown = plan.datasets().stream().filter(b -> b.fetchBytes() == null).count();
    return out.append(
            String.format(
                Locale.ROOT,
                "%d bytes to fetch (%.1f MB)%s%n",
                plan.fetchBytes(),
                plan.fetchBytes() / 1e6,
                unknown == 0 ? "" : ", and those of %d datasets not known".formatted(unknown)))
        .toString();
  }
}
