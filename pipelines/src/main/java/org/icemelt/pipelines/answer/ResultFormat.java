package org.icemelt.pipelines.answer;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Function;
import org.icemelt.pipelines.UsageException;

/** How rows are printed. */
enum ResultFormat {
  TABLE(TablePrinter::new),
  CSV(CsvPrinter::new),
  JSON(JsonPrinter::new);

  private final Function<PrintStream, RowPrinter> printer;

  ResultFormat(Function<PrintStream, RowPrinter> printer) {
    this.printer = printer;
  }

  static ResultFormat named(String name) {
    for (ResultFormat format : values()) {
      if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new UsageException(
        "Invalid --format: \"%s\". Known formats: table, csv, json.".formatted(name));
  }

  RowPrinter printer(PrintStream out) {
    return printer.apply(out);
  }
}
