package org.icemelt.io.geofiles.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a filter's text into tokens. */
final class FilterLexer {
  enum Kind {
    WORD,
    QUOTED_NAME,
    TEXT,
    NUMBER,
    SIGN,
    END
  }

  /**
   * @param text without quotes
   * @param position of its first character, from 1
   */
  record Token(Kind kind, String text, int position) {
    boolean isWord(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSign(String sign) {
      return kind == Kind.SIGN && text.equals(sign);
    }

    String shown() {
      return kind == Kind.END ? "the end" : "'" + text + "'";
    }
  }

  private static final Set<String> TWO_SIGNS = Set.of("<=", ">=", "<>", "!=");
  private static final String SIGNS = "()=<>,";

  private final String text;
  private int at;

  FilterLexer(String text) {
    this.text = text;
  }

  List<Token> tokens() {
    List<Token> tokens = new ArrayList<>();
    do {
      tokens.add(next());
    } while (tokens.get(tokens.size() - 1).kind() != Kind.END);
    return tokens;
  }

  private Token next() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return new Token(Kind.END, "", at + 1);
    }
    int start = at;
    char first = text.charAt(at);
    if (first == '\'') {
      return new Token(Kind.TEXT, quoted('\'', "text"), start + 1);
    }
    if (first == '"') {
      return new Token(Kind.QUOTED_NAME, quoted('"', "name"), start + 1);
    }
    if (Character.isDigit(first) || first == '.' || first == '-' || first == '+') {
      return number();
    }
    if (Character.isLetter(first) || first == '_') {
      while (at < text.length() && isNamePart(text.charAt(at))) {
        at++;
      }
      return new Token(Kind.WORD, text.substring(start, at), start + 1);
    }
    if (at + 2 <= text.length() && TWO_SIGNS.contains(text.substring(at, at + 2))) {
      at += 2;
      return new Token(Kind.SIGN, text.substring(start, at), start + 1);
    }
    if (SIGNS.indexOf(first) >= 0) {
      at++;
      return new Token(Kind.SIGN, String.valueOf(first), start + 1);
    }
    throw error("unexpected '" + first + "'; put such names in double quotes", start + 1);
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private String quoted(char quote, String what) {
    int start = at++;
    StringBuilder inner = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != quote) {
        inner.append(c);
      } else if (at < text.length() && text.charAt(at) == quote) {
        inner.append(text.charAt(at++));
      } else {
        return inner.toString();
      }
    }
    throw error("the " + what + " that begins here has no closing " + quote, start + 1);
  }

  private Token number() {
    int start = at++;
    while (at < text.length() && isNumberPart(at)) {
      at++;
    }
    String digits = text.substring(start, at);
    try {
      Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw error("'" + digits + "' is no number; put such names in double quotes", start + 1);
    }
    return new Token(Kind.NUMBER, digits, start + 1);
  }

  private boolean isNumberPart(int i) {
    char c = text.charAt(i);
    if (c == '-' || c == '+') {
      char before = text.charAt(i - 1);
      return before == 'e' || before == 'E';
    }
    return Character.isDigit(c) || c == '.' || c == 'e' || c == 'E';
  }

  IllegalArgumentException error(String what, int position) {
    return new IllegalArgumentException(
        "Invalid filter at position %d: %s: %s".formatted(position, what, text));
  }
}
