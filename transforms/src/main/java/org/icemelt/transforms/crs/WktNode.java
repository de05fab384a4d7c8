package org.icemelt.transforms.crs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One element of a WKT text: keyword and arguments, in brackets of either kind.
 *
 * @param keyword upper case
 * @param arguments in order: {@link WktNode}, or the text of a string, number or bare word
 */
record WktNode(String keyword, List<Object> arguments) {
  WktNode {
    keyword = keyword.toUpperCase(Locale.ROOT);
    arguments = List.copyOf(arguments);
  }

  static WktNode of(String keyword, Object... arguments) {
    return new WktNode(keyword, List.of(arguments));
  }

  /**
   * Reads a whole text. ArcGIS writes a compound system as two, the vertical one behind a comma:
   * they are read as one {@code COMPD_CS}.
   *
   * @throws IllegalArgumentException naming the position where the text stops being WKT
   */
  static WktNode parse(String text) {
    Parser parser = new Parser(text);
    WktNode node = parser.node(parser.word());
    if (parser.take(',')) {
      WktNode vertical = parser.node(parser.word());
      if (!vertical.is("VERTCS", "VERT_CS", "VERTCRS")) {
        throw parser.wrong("a second system follows that is not vertical");
      }
      node = of("COMPD_CS", node.name() + " + " + vertical.name(), node, vertical);
    }
    parser.end();
    return node;
  }

  boolean is(String... keywords) {
    return List.of(keywords).contains(keyword);
  }

  /** The first text argument: the name. */
  String name() {
    return arguments.stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst()
        .orElse("");
  }

  /** Text argument at this place, e.g. the semi-major axis of an ellipsoid at 1. */
  Optional<String> text(int index) {
    return index < arguments.size() && arguments.get(index) instanceof String s
        ? Optional.of(s)
        : Optional.empty();
  }

  Optional<Double> number(int index) {
    try {
      return text(index).map(Double::valueOf);
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  List<WktNode> children() {
    return arguments.stream().filter(WktNode.class::isInstance).map(WktNode.class::cast).toList();
  }

  Optional<WktNode> child(String... keywords) {
    return children().stream().filter(c -> c.is(keywords)).findFirst();
  }

  List<WktNode> all(String... keywords) {
    return children().stream().filter(c -> c.is(keywords)).toList();
  }

  /** The EPSG code that this element bears itself, in either WKT's spelling. */
  Optional<String> epsgCode() {
    return child("AUTHORITY", "ID")
        .filter(id -> id.name().equalsIgnoreCase("EPSG"))
        .flatMap(id -> id.text(1))
        .filter(code -> code.chars().allMatch(Character::isDigit) && !code.equals("0"));
  }

  /** As text, on one line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(keyword).append('[');
    for (int i = 0; i < arguments.size(); i++) {
      Object argument = arguments.get(i);
      text.append(i == 0 ? "" : ",");
      if (argument instanceof String s && (i == 0 && !keyword.equals("TOWGS84") || !isNumber(s))) {
        text.append('"').append(s.replace("\"", "\"\"")).append('"');
      } else {
        text.append(argument);
      }
    }
    return text.append(']').toString();
  }

  private static boolean isNumber(String s) {
    return s.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
  }

  private static final class Parser {
    private static final int DEEPEST = 50;

    private final String text;
    private int at;
    private int depth;

    Parser(String text) {
      this.text = text;
    }

    WktNode node(String keyword) {
      expect("[(");
      if (++depth > DEEPEST) {
        throw wrong("too deep");
      }
      List<Object> arguments = new ArrayList<>();
      do {
        arguments.add(argument());
      } while (take(','));
      expect("])");
      depth--;
      return new WktNode(keyword, arguments);
    }

    private Object argument() {
      skipBlank();
      if (at < text.length() && text.charAt(at) == '"') {
        return quoted();
      }
      String word = word();
      skipBlank();
      return at < text.length() && "[(".indexOf(text.charAt(at)) >= 0 ? node(word) : word;
    }

    String word() {
      skipBlank();
      int start = at;
      while (at < text.length() && "[](),\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String word = text.substring(start, at).strip();
      if (word.isEmpty()) {
        throw wrong("a word or number is missing");
      }
      return word;
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
          value.append(c);
          at++;
        } else if (c == '"') {
          at++;
          return value.toString();
        } else {
          value.append(c);
        }
      }
      throw wrong("a quote is not closed");
    }

    void end() {
      skipBlank();
      if (at < text.length() && text.charAt(at) != '\0') {
        throw wrong("more text follows");
      }
    }

    private boolean take(char c) {
      skipBlank();
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private void expect(String oneOf) {
      skipBlank();
      if (at >= text.length() || oneOf.indexOf(text.charAt(at)) < 0) {
        throw wrong("\"" + oneOf.charAt(0) + "\" is missing");
      }
      at++;
    }

    private void skipBlank() {
      while (at < text.length() && text.charAt(at) <= ' ' && text.charAt(at) != '\0') {
        at++;
      }
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException(what + " at character " + at);
    }
  }
}
