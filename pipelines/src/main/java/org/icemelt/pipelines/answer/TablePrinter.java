package org.icemelt.pipelines.answer;

import java.io.PrintStream;
import java.util.List;
import org.icemelt.pipelines.report.TextTable;
import org.jspecify.annotations.Nullable;

/** Aligned columns; all rows are kept until the end, as any may be the widest. */
final class TablePrinter implements RowPrinter {
  private final PrintStream out;
  private @Nullable TextTable table;

  TablePrinter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void columns(List<String> names) {
    table = new TextTable(names);
  }

  @Override
  public void row(List<@Nullable Object> values) {
    if (table != null) {
      table.add(values.stream().map(v -> v == null ? "" : v.toString()).toList());
    }
  }

  @Override
  public void close() {
    if (table != null) {
      out.print(table);
    }
  }
}
