package org.icemelt.pipelines.status;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.OptionsCommand;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.StatusOptions;
import org.icemelt.pipelines.report.ClosingTable;
import org.icemelt.pipelines.report.RunReport;

/** {@code status}: the report of a run, also of one that was submitted and left to a cluster. */
public final class StatusCommand extends OptionsCommand<StatusOptions> {
  public StatusCommand() {
    super(StatusOptions.class, "the report of a run, and its exit code");
  }

  @Override
  protected ExitCode run(StatusOptions options, Path here, PrintStream out, PrintStream err) {
    String run = options.getRun();
    if (run == null) {
      throw new UsageException("Cannot say how a run ended: --run is missing.");
    }
    Path folder = here.resolve(options.getRunsPath()).normalize();
    Path file = RunReport.file(folder, run);
    if (!Files.exists(file)) {
      throw new UsageException(
          ("Cannot find the report of run %s, %s. Either the run is still at work, or it ended"
                  + " before it could report, or --runsPath is another one.")
              .formatted(run, file));
    }
    try {
      RunReport report = RunReport.read(folder, run);
      out.print(ClosingTable.of(report));
      out.printf(
          "%nRun %s: %s%s%n",
          run,
          report.commit().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
          report.snapshotId() == null ? "" : ", snapshot " + report.snapshotId());
      return report.exitCode();
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.CHECK_FAILED, "Failed to read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
