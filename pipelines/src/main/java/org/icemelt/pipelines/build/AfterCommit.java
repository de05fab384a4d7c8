package org.icemelt.pipelines.build;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.export.GeoParquetExports;
import org.icemelt.pipelines.options.BuildOptions;
import org.icemelt.pipelines.page.WholeFile;
import org.icemelt.pipelines.publish.PublishException;
import org.icemelt.pipelines.publish.Publisher;
import org.icemelt.pipelines.publish.Target;
import org.icemelt.pipelines.report.RunReport;
import org.icemelt.pipelines.report.html.ReportPage;
import org.jspecify.annotations.Nullable;

/**
 * What a run does with the lake once its snapshot is committed: copies of it in other places, and
 * its report as a page, which is written of a run that committed nothing too.
 */
final class AfterCommit {
  /** Option that asked for it → where to. */
  private final Map<String, Target> targets;

  private final @Nullable Path exports;

  private final @Nullable Path page;

  private AfterCommit(Map<String, Target> targets, @Nullable Path exports, @Nullable Path page) {
    this.targets = targets;
    this.exports = exports;
    this.page = page;
  }

  static AfterCommit of(BuildOptions options, Path folder) {
    Map<String, Target> targets = new LinkedHashMap<>();
    if (options.getDatabasePath() != null) {
      targets.put(
          "databasePath",
          new Target.DuckDbFile(folder.resolve(options.getDatabasePath()).normalize()));
    }
    if (options.getPublishTo() != null) {
      targets.put(
          "publishTo", Target.parse(options.getPublishTo(), options.getPublishDataPath(), folder));
    }
    return new AfterCommit(
        targets,
        options.isExportGeoparquet() ? folder.resolve(options.getExportPath()).normalize() : null,
        options.getReport() == null ? null : folder.resolve(options.getReport()).normalize());
  }

  /**
   * Makes the copies, all that can be made.
   *
   * @return the report's exit code, or that of a failed check if a copy failed after a good run
   */
  ExitCode run(RunReport report, Lake lake, PrintStream out, PrintStream err) {
    ExitCode code = report.exitCode();
    List<String> failures = new ArrayList<>();
    boolean usable = code == ExitCode.OK || code == ExitCode.DATASET_FAILED;
    if (usable && lake.exists()) {
      export(report, lake, out, failures);
      targets.forEach((option, target) -> publish(option, target, lake, out, failures));
    }
    page(report, lake, out, failures);
    for (String failure : failures) {
      err.printf(
          "error: Failed after the commit, %s The lake itself is well, at snapshot %d. Put right what is wrong and run the same command again.%n",
          failure.endsWith(".") ? failure : failure + ".",
          lake.latestSnapshot().map(Lake.SnapshotInfo::id).orElse(0L));
    }
    return failures.isEmpty() || code != ExitCode.OK ? code : ExitCode.CHECK_FAILED;
  }

  private void export(RunReport report, Lake lake, PrintStream out, List<String> failures) {
    if (exports == null) {
      return;
    }
    boolean changed =
        report.commit() != RunReport.Commit.NOTHING_TO_DO
            || (report.layers() != null && report.layers().snapshotId() != null);
    try {
      int files = new GeoParquetExports(lake, exports).write(!changed);
      if (files > 0) {
        out.printf("%nGeoParquet: %d files in %s%n", files, exports);
      }
    } catch (IOException | DuckLakeException e) {
      failures.add("--exportPath=%s: %s".formatted(exports, e.getMessage()));
    }
  }

  private void page(RunReport report, Lake lake, PrintStream out, List<String> failures) {
    if (page == null) {
      return;
    }
    try {
      WholeFile.write(page, ReportPage.of(report, lake).getBytes(StandardCharsets.UTF_8));
      out.printf("%nReport: %s%n", page);
    } catch (IOException | DuckLakeException e) {
      failures.add("--report=%s: %s".formatted(page, e.getMessage()));
    }
  }

  private static void publish(
      String option, Target target, Lake lake, PrintStream out, List<String> failures) {
    try {
      new Publisher(lake).publish(target);
      out.printf("%s: %s%n", option, target.shown());
    } catch (PublishException e) {
      failures.add("--%s=%s: %s".formatted(option, target.shown(), e.getMessage()));
    }
  }
}
