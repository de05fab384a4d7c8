package org.icemelt.pipelines.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An array of objects, one a line; what is no number and no truth value is text. */
final class JsonPrinter implements RowPrinter {
  private final PrintStream out;
  private final JsonGenerator json;
  private final List<String> names = new ArrayList<>();
  private boolean first = true;

  JsonPrinter(PrintStream out) {
    this.out = out;
    try {
      json =
          new ObjectMapper()
              .createGenerator(out)
              .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
              .setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.print("[");
  }

  @Override
  public void columns(List<String> columns) {
    names.addAll(columns);
  }

  @Override
  public void row(List<@Nullable Object> values) {
    try {
      out.print(first ? "\n" : ",\n");
      first = false;
      json.writeStartObject();
      for (int i = 0; i < names.size(); i++) {
        json.writeFieldName(names.get(i));
        json.writePOJO(values.get(i));
      }
      json.writeEndObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    out.print("\n]\n");
    out.flush();
  }
}
