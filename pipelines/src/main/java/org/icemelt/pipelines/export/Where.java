package org.icemelt.pipelines.export;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.io.ducklake.Filter;
import org.icemelt.io.ducklake.Filter.Operator;
import org.icemelt.pipelines.UsageException;

/** Reads {@code --where}: comparisons of columns with values, joined by AND. */
final class Where {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:'((?:[^']|'')*)'|\"((?:[^\"]|\"\")*)\"|(<>|!=|<=|>=|[=<>(),])"
              + "|([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)(?![\\w.])|([\\p{L}_][\\w.]*))");
  private static final Map<String, Operator> OPERATORS =
      Map.of(
          "=", Operator.EQUAL,
          "<>", Operator.NOT_EQUAL,
          "!=", Operator.NOT_EQUAL,
          "<", Operator.LESS,
          "<=", Operator.AT_MOST,
          ">", Operator.GREATER,
          ">=", Operator.AT_LEAST);

  /** What a piece of the text is. */
  private enum Kind {
    TEXT,
    QUOTED_NAME,
    SIGN,
    NUMBER,
    WORD,
    END
  }

  private record Token(Kind kind, String text) {
    boolean is(String word) {
      return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(word);
    }
  }

  private final String all;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Where(String all) {
    this.all = all;
    Matcher matcher = TOKEN.matcher(all);
    int end = 0;
    while (end < all.stripTrailing().length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw wrong("cannot read \"" + all.substring(end).strip() + "\"");
      }
      tokens.add(token(matcher));
      end = matcher.end();
    }
    tokens.add(new Token(Kind.END, "its end"));
  }

  /**
   * @throws UsageException saying where the text cannot be read
   */
  static Filter parse(String text) {
    return new Where(text).conditions();
  }

  private static Token token(Matcher found) {
    if (found.group(1) != null) {
      return new Token(Kind.TEXT, found.group(1).replace("''", "'"));
    } else if (found.group(2) != null) {
      return new Token(Kind.QUOTED_NAME, found.group(2).replace("\"\"", "\""));
    } else if (found.group(3) != null) {
      return new Token(Kind.SIGN, found.group(3));
    } else if (found.group(4) != null) {
      return new Token(Kind.NUMBER, found.group(4));
    }
    return new Token(Kind.WORD, found.group(5));
  }

  private Filter conditions() {
    List<Filter> parts = new ArrayList<>();
    do {
      parts.add(condition());
    } while (take("AND"));
    if (tokens.get(at).kind() != Kind.END) {
      throw wrong("AND or its end is expected, not \"" + tokens.get(at).text() + "\"");
    }
    return parts.size() == 1 ? parts.get(0) : new Filter.And(parts);
  }

  private Filter condition() {
    Token column = tokens.get(at++);
    if (column.kind() != Kind.WORD && column.kind() != Kind.QUOTED_NAME) {
      throw wrong("a column is expected, not \"" + column.text() + "\"");
    }
    if (take("IS")) {
      boolean not = take("NOT");
      require("NULL");
      Filter isNull = Filter.isNull(column.text());
      return not ? Filter.not(isNull) : isNull;
    }
    boolean not = take("NOT");
    if (not || tokens.get(at).is("IN")) {
      require("IN");
      Filter in = new Filter.In(column.text(), list());
      return not ? Filter.not(in) : in;
    }
    Operator operator = OPERATORS.get(tokens.get(at).text());
    if (operator == null || tokens.get(at++).kind() != Kind.SIGN) {
      throw wrong("a comparison is expected behind \"" + column.text() + "\"");
    }
    return new Filter.Comparison(column.text(), operator, value());
  }

  private List<Object> list() {
    require("(");
    List<Object> values = new ArrayList<>();
    do {
      values.add(value());
    } while (take(","));
    require(")");
    return values;
  }

  private Object value() {
    Token token = tokens.get(at++);
    String lower = token.text().toLowerCase(Locale.ROOT);
    if (token.kind() == Kind.TEXT) {
      return token.text();
    } else if (token.kind() == Kind.NUMBER) {
      return number(token.text());
    } else if (token.kind() == Kind.WORD && (lower.equals("true") || lower.equals("false"))) {
      return Boolean.valueOf(lower);
    }
    throw wrong("a value is expected, not \"" + token.text() + "\". Texts stand in single quotes");
  }

  private static Object number(String text) {
    BigDecimal number = new BigDecimal(text);
    boolean whole = text.matches("[+-]?\\d{1,18}");
    return whole ? (Object) number.longValueExact() : number;
  }

  private boolean take(String word) {
    boolean there = tokens.get(at).is(word);
    at += there ? 1 : 0;
    return there;
  }

  private void require(String word) {
    if (!take(word)) {
      throw wrong(word + " is expected, not \"" + tokens.get(at).text() + "\"");
    }
  }

  private UsageException wrong(String why) {
    return new UsageException("Invalid --where=%s: %s.".formatted(all, why));
  }
}
