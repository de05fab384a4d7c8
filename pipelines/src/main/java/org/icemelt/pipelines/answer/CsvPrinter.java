package org.icemelt.pipelines.answer;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** RFC 4180 with a header; NULL is nothing between the commas, an empty text is {@code ""}. */
final class CsvPrinter implements RowPrinter {
  private final PrintStream out;

  CsvPrinter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void columns(List<String> names) {
    line(List.copyOf(names));
  }

  @Override
  public void row(List<@Nullable Object> values) {
    line(values);
  }

  private void line(List<? extends @Nullable Object> values) {
    out.print(values.stream().map(CsvPrinter::cell).collect(Collectors.joining(",")) + "\r\n");
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    boolean quoted = text.isEmpty() || text.chars().anyMatch(c -> "\",\r\n".indexOf(c) >= 0);
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  @Override
  public void close() {
    out.flush();
  }
}
