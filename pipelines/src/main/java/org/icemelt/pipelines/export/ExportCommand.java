package org.icemelt.pipelines.export;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.ducklake.DataFileException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.NotInLakeException;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.OptionsCommand;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.ExportOptions;
import org.icemelt.pipelines.options.OptionsParser;
import org.jspecify.annotations.Nullable;

/** {@code export}: one table, or every one, as files that other programs read. */
public final class ExportCommand extends OptionsCommand<ExportOptions> {
  private static final String ALL = "*";
  private static final String FOLDER = "exports/";

  public ExportCommand() {
    super(ExportOptions.class, "writes tables as GeoParquet, Parquet, GeoJSON or CSV");
  }

  @Override
  protected ExitCode run(ExportOptions options, Path folder, PrintStream out, PrintStream err) {
    String table = options.getTable();
    if (table == null || table.isBlank()) {
      throw new UsageException(
          "Cannot export: --table is missing, as in --table=stg_pv_consolidated or --table=*.");
    }
    ExportFormat format =
        options.getFormat() == null
            ? ExportFormat.GEOPARQUET
            : ExportFormat.named(options.getFormat());
    Box box = options.getBbox() == null ? null : Box.parse(options.getBbox());
    Lake lake = OptionsParser.existingLake(options, folder);
    String output = options.getOutput() == null ? FOLDER : options.getOutput();
    String target = Store.holds(output) ? output : folder.resolve(output).normalize().toString();
    if (table.equals(ALL)) {
      return all(lake, options, format, box, target, out, err);
    }
    TableId id = TableId.parse(table);
    String file = target;
    if (output.endsWith("/") || isFolder(target)) {
      file = inFolder(target, id.name(), format);
    }
    try {
      long rows = export(lake, id, options, format, box, file);
      out.printf("%s: %d rows%n", file, rows);
      return ExitCode.OK;
    } catch (NotInLakeException | IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.CHECK_FAILED, "Failed to write %s: %s".formatted(file, e), e);
    }
  }

  private static boolean isFolder(String target) {
    return Store.holds(target)
        ? target.indexOf('/', target.indexOf("://") + 3) < 0 // a bucket
        : Files.isDirectory(Path.of(target));
  }

  private static String inFolder(String folder, String name, ExportFormat format) {
    return folder + (folder.endsWith("/") ? "" : "/") + name + "." + format.extension();
  }

  /** Every table that can be written so; the others are named. */
  private static ExitCode all(
      Lake lake,
      ExportOptions options,
      ExportFormat format,
      @Nullable Box box,
      String folder,
      PrintStream out,
      PrintStream err) {
    List<String> failed = new ArrayList<>();
    for (Lake.TableInfo table : lake.tables()) {
      String name = table.name().schema() + "." + table.name().name();
      String file = inFolder(folder, name, format);
      try {
        long rows = export(lake, table.name(), options, format, box, file);
        out.printf("%s: %d rows%n", file, rows);
      } catch (NotInLakeException | DataFileException | IllegalArgumentException | IOException e) {
        failed.add(name);
        err.printf("error: %s%n", e.getMessage());
      }
    }
    if (!failed.isEmpty()) {
      err.printf(
          "error: %d tables were not exported: %s%n", failed.size(), String.join(", ", failed));
    }
    return failed.isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private static long export(
      Lake lake,
      TableId table,
      ExportOptions options,
      ExportFormat format,
      @Nullable Box box,
      String file)
      throws IOException {
    LakeScan scan = LakeScan.of(lake.config(), table);
    if (options.getSnapshot() != null && options.getAsOf() != null) {
      throw new UsageException("Cannot export by --snapshot and by --asOf: give one of them.");
    } else if (options.getSnapshot() != null) {
      scan = scan.at(options.getSnapshot());
    } else if (options.getAsOf() != null) {
      scan = scan.asOf(time(options.getAsOf()));
    }
    if (options.getWhere() != null) {
      scan = scan.where(Where.parse(options.getWhere()));
    }
    return new TableExport(scan, options.getColumns(), box, format).to(file);
  }

  private static Instant time(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      if (!iso.contains("T")) {
        return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "Invalid --asOf=%s. Write a time as 2026-11-25T12:00:00Z, or a day.".formatted(text), e);
    }
  }
}
