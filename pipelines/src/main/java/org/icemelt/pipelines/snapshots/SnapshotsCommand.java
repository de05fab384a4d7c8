package org.icemelt.pipelines.snapshots;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.OptionsCommand;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.OptionsParser;
import org.icemelt.pipelines.options.SnapshotsOptions;
import org.icemelt.pipelines.report.TextTable;
import org.jspecify.annotations.Nullable;

/** {@code snapshots}: id, time, author, message, rows added and removed a table; oldest first. */
public final class SnapshotsCommand extends OptionsCommand<SnapshotsOptions> {
  /**
   * One snapshot as it is printed.
   *
   * @param time UTC, ISO-8601
   * @param changes what it did, in DuckLake's words
   */
  record Line(
      long id,
      String time,
      @Nullable String author,
      @Nullable String message,
      String changes,
      List<TableLine> tables) {}

  /** Rows of one table that a snapshot added and removed; see {@link Lake.RowChange}. */
  record TableLine(String table, long added, long removed, boolean exact) {}

  public SnapshotsCommand() {
    super(SnapshotsOptions.class, "lists the snapshots and the rows each added and removed");
  }

  @Override
  protected ExitCode run(SnapshotsOptions options, Path folder, PrintStream out, PrintStream err) {
    String format = options.getFormat() == null ? "table" : options.getFormat();
    boolean json = format.equals("json");
    if (!json && !format.equals("table")) {
      throw new UsageException(
          "Invalid --format: \"%s\". Known formats: table, json.".formatted(format));
    }
    List<Line> lines = lines(OptionsParser.existingLake(options, folder));
    out.print(json ? asJson(lines) : asTable(lines));
    return ExitCode.OK;
  }

  private static List<Line> lines(Lake lake) {
    Map<Long, List<TableLine>> changes =
        lake.rowChanges().stream()
            .collect(
                Collectors.groupingBy(
                    Lake.RowChange::snapshot,
                    Collectors.mapping(
                        c ->
                            new TableLine(
                                c.table().schema() + "." + c.table().name(),
                                c.added(),
                                c.removed(),
                                c.exact()),
                        Collectors.toList())));
    return lake.snapshots().stream()
        .map(
            s ->
                new Line(
                    s.id(),
                    s.time().toString(),
                    s.author(),
                    s.message(),
                    s.changes(),
                    changes.getOrDefault(s.id(), List.of())))
        .toList();
  }

  private static String asTable(List<Line> lines) {
    TextTable table = new TextTable(List.of("snapshot", "time (UTC)", "author", "message", "rows"));
    for (Line line : lines) {
      List<String> rows = line.tables().stream().map(SnapshotsCommand::rows).toList();
      table.add(
          List.of(
              Long.toString(line.id()),
              line.time(),
              line.author() == null ? "" : line.author(),
              line.message() == null ? "" : line.message(),
              rows.isEmpty() ? "" : rows.get(0)));
      rows.stream().skip(1).forEach(more -> table.add(List.of("", "", "", "", more)));
    }
    boolean merged = lines.stream().flatMap(l -> l.tables().stream()).anyMatch(t -> !t.exact());
    return table
        + (merged
            ? "\n* files merged since: their rows count for the first snapshot they hold\n"
            : "");
  }

  private static String rows(TableLine line) {
    return line.table()
        + (line.added() == 0 ? "" : " +" + line.added())
        + (line.removed() == 0 ? "" : " -" + line.removed())
        + (line.exact() ? "" : "*");
  }

  private static String asJson(List<Line> lines) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(lines) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("snapshots are always printable", e);
    }
  }
}
