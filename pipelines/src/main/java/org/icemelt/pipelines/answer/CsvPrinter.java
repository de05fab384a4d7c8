package org.icemelt.pipelines.answer;

import java.io.PrintStream;
import java.util.List;
import org.icemelt.pipelines.report.Csv;
import org.jspecify.annotations.Nullable;

/** RFC 4180 with a header; NULL is nothing between the commas, an empty text is {@code ""}. */
final class CsvPrinter implements RowPrinter {
  private final PrintStream out;

  CsvPrinter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void columns(List<String> names) {
    out.print(Csv.line(names));
  }

  @Override
  public void row(List<@Nullable Object> values) {
    out.print(Csv.line(values));
  }

  @Override
  public void close() {
    out.flush();
  }
}
