package org.icemelt.io.geofiles.geoparquet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps and lists as compact JSON. NaN and infinity are null, bytes hexadecimal. */
final class TreeText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private TreeText() {}

  static String of(Object tree) {
    var text = new StringWriter();
    try (JsonGenerator to = FACTORY.createGenerator(text)) {
      write(tree, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has none
    }
    return text.toString();
  }

  private static void write(@Nullable Object value, JsonGenerator to) throws IOException {
    if (value == null) {
      to.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      to.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        to.writeFieldName(String.valueOf(entry.getKey()));
        write(entry.getValue(), to);
      }
      to.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      to.writeStartArray();
      for (Object item : list) {
        write(item, to);
      }
      to.writeEndArray();
    } else if (value instanceof Boolean truth) {
      to.writeBoolean(truth);
    } else if (value instanceof Number number) {
      if (Double.isFinite(number.doubleValue())) {
        to.writeNumber(number.toString());
      } else {
        to.writeNull();
      }
    } else if (value instanceof byte[] bytes) {
      to.writeString(HexFormat.of().formatHex(bytes));
    } else {
      to.writeString(value.toString());
    }
  }
}
