package org.icemelt.pipelines.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.pipelines.manifest.ManifestException.Problem;

/** Reads JSON text, keeping lines and repeated keys. */
final class JsonText {
  private final JsonParser parser;

  private JsonText(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads text that is one JSON value.
   *
   * @param source where it is from, for the message
   */
  static Json parse(String text, String source) throws ManifestException {
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (JsonParser parser = new JsonFactory().createParser(body)) {
      JsonText json = new JsonText(parser);
      if (parser.nextToken() == null) {
        throw new ManifestException(source, List.of(new Problem("", "", 1, "it is empty")));
      }
      Json value = json.value();
      if (parser.nextToken() != null) {
        throw new ManifestException(
            source,
            List.of(
                new Problem("", "", json.line(), "there is more text behind the closing brace")));
      }
      return value;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new ManifestException(
          source, List.of(new Problem("", "", line, "it is no JSON: " + e.getOriginalMessage())));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string cannot fail to be read
    }
  }

  private Json value() throws IOException {
    int line = line();
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(line);
      case START_ARRAY -> array(line);
      case VALUE_STRING -> new Json.Text(line, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Number(line, parser.getDecimalValue());
      case VALUE_TRUE -> new Json.Bool(line, true);
      case VALUE_FALSE -> new Json.Bool(line, false);
      case VALUE_NULL -> new Json.Null(line);
      default -> throw new IllegalStateException("Unexpected token " + token);
    };
  }

  private Json object(int line) throws IOException {
    List<Json.Member> members = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line();
      parser.nextToken();
      members.add(new Json.Member(key, keyLine, value()));
    }
    return new Json.Obj(line, List.copyOf(members));
  }

  private Json array(int line) throws IOException {
    List<Json> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value());
    }
    return new Json.Array(line, List.copyOf(values));
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }
}
