package org.icemelt.io.geofiles.geojson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;

/** The value under the parser, as a column's type wants it. */
final class PropertyReader {
  private PropertyReader() {}

  /**
   * Reads one value; the parser is left on its last token.
   *
   * @return null for JSON's null, and for a value that the type cannot hold
   */
  static @Nullable Object read(JsonToken token, JsonParser parser, ValueType type)
      throws IOException {
    return switch (token) {
      case VALUE_STRING -> isText(type) ? parser.getText() : null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(token, parser, type);
      case VALUE_TRUE, VALUE_FALSE -> truth(token == JsonToken.VALUE_TRUE, type);
      case START_OBJECT, START_ARRAY -> nested(parser, type);
      default -> null;
    };
  }

  private static boolean isText(ValueType type) {
    return type == ValueType.STRING || type == ValueType.JSON;
  }

  private static @Nullable Object truth(boolean value, ValueType type) {
    if (type == ValueType.BOOLEAN) {
      return value;
    }
    return isText(type) ? String.valueOf(value) : null;
  }

  private static @Nullable Object number(JsonToken token, JsonParser parser, ValueType type)
      throws IOException {
    if (type == ValueType.FLOAT64) {
      return JsonNumbers.doubleOf(parser);
    }
    if (isText(type)) {
      return parser.getText();
    }
    if (type == ValueType.FLOAT32) {
      return parser.getFloatValue();
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT || !type.isInteger()) {
      return null;
    }
    return switch (parser.getNumberType()) {
      case INT ->
          type == ValueType.INT32 ? (Object) parser.getIntValue() : (Object) parser.getLongValue();
      case LONG -> type == ValueType.INT64 ? parser.getLongValue() : null;
      default -> null;
    };
  }

  private static @Nullable Object nested(JsonParser parser, ValueType type) throws IOException {
    if (!isText(type)) {
      parser.skipChildren();
      return null;
    }
    return JsonText.of(parser);
  }
}
