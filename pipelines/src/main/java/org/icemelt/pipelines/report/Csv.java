package org.icemelt.pipelines.report;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines of CSV as RFC 4180 has them; NULL is nothing, an empty text is {@code ""}. */
public final class Csv {
  private Csv() {}

  /** One line, its end included. */
  public static String line(List<? extends @Nullable Object> values) {
    return values.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    boolean quoted = text.isEmpty() || text.chars().anyMatch(c -> "\",\r\n".indexOf(c) >= 0);
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
