package org.icemelt.pipelines.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.OptionsCommand;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.OptionsParser;
import org.icemelt.pipelines.options.VerifyOptions;
import org.icemelt.pipelines.page.WholeFile;
import org.icemelt.pipelines.report.TextTable;
import org.icemelt.pipelines.report.html.ReportPage;

/** {@code verify}: opens the lake, prints its tables, checks it; exit 1 on any fault. */
public final class VerifyCommand extends OptionsCommand<VerifyOptions> {
  public VerifyCommand() {
    super(VerifyOptions.class, "checks the lake: files, ids, read = stored + rejected");
  }

  @Override
  protected ExitCode run(VerifyOptions options, Path folder, PrintStream out, PrintStream err) {
    String format = options.getFormat() == null ? "table" : options.getFormat();
    boolean json = format.equals("json");
    if (!json && !format.equals("table")) {
      throw new UsageException(
          "Invalid --format: \"%s\". Known formats: table, json.".formatted(format));
    }
    LakeConfig config = OptionsParser.lake(options, folder);
    LakeVerdict verdict = look(config);
    out.print(json ? asJson(verdict) : asTable(verdict));
    if (options.getReport() != null) {
      page(folder.resolve(options.getReport()).normalize(), verdict, Lake.of(config), err);
    }
    return verdict.faults().isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private static void page(Path file, LakeVerdict verdict, Lake lake, PrintStream err) {
    try {
      WholeFile.write(file, ReportPage.of(verdict, lake).getBytes(StandardCharsets.UTF_8));
      err.println("Report: " + file);
    } catch (IOException | DuckLakeException e) {
      throw new CommandFailedException(
          ExitCode.CHECK_FAILED,
          "Failed to write --report=%s: %s".formatted(file, e.getMessage()),
          e);
    }
  }

  private static LakeVerdict look(LakeConfig config) {
    try {
      Lake lake = Lake.of(config);
      if (!lake.exists()) {
        throw new UsageException("Cannot verify: there is no lake at " + config.catalog());
      }
      return LakeChecks.of(config);
    } catch (DuckLakeException e) {
      throw new UsageException("Cannot verify: " + e.getMessage(), e);
    }
  }

  private static String asTable(LakeVerdict verdict) {
    TextTable table = new TextTable(List.of("table", "rows", "files", "bytes"));
    for (LakeVerdict.TableLine line : verdict.tables()) {
      table.add(
          List.of(
              line.table(),
              Long.toString(line.rows()),
              Integer.toString(line.files()),
              Long.toString(line.bytes())));
    }
    StringBuilder out = new StringBuilder(table.toString());
    out.append("%nsnapshot %d%n".formatted(verdict.snapshot()));
    verdict.notes().forEach(n -> out.append("note: ").append(n).append('\n'));
    verdict.faults().forEach(f -> out.append("fault: ").append(f).append('\n'));
    out.append(
        verdict.faults().isEmpty()
            ? "all checks passed\n"
            : "%d faults%n".formatted(verdict.faults().size()));
    return out.toString();
  }

  private static String asJson(LakeVerdict verdict) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(verdict) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a verdict is always printable", e);
    }
  }
}
