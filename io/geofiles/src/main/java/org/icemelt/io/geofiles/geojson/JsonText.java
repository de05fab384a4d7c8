package org.icemelt.io.geofiles.geojson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;

/** Objects and arrays as compact JSON text, numbers with the digits that the file has. */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /** The value that begins at the parser's current token; the parser is left on its last one. */
  static String of(JsonParser parser) throws IOException {
    var text = new StringWriter();
    try (JsonGenerator to = FACTORY.createGenerator(text)) {
      int depth = 0;
      JsonToken token = parser.currentToken();
      while (true) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        copy(token, parser, to);
        if (depth == 0) {
          break;
        }
        token = parser.nextToken();
      }
    }
    return text.toString();
  }

  /** What a string between its quotes stands for. */
  static String unescaped(String raw) throws IOException {
    try (JsonParser parser = FACTORY.createParser('"' + raw + '"')) {
      parser.nextToken();
      return parser.getText();
    }
  }

  private static void copy(JsonToken token, JsonParser from, JsonGenerator to) throws IOException {
    switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        if (from.isNaN()) {
          to.writeNull();
        } else {
          to.writeNumber(from.getText());
        }
      }
      default -> to.copyCurrentEvent(from);
    }
  }
}
