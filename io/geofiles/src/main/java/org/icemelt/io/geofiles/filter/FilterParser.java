package org.icemelt.io.geofiles.filter;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.icemelt.io.geofiles.filter.Condition.Comparison;
import org.icemelt.io.geofiles.filter.FilterLexer.Kind;
import org.icemelt.io.geofiles.filter.FilterLexer.Token;
import org.jspecify.annotations.Nullable;

/** Recursive descent over a filter's tokens: OR binds weakest, then AND, NOT, comparisons. */
final class FilterParser {
  private static final int MAX_DEPTH = 200;
  private static final Set<String> RESERVED =
      Set.of("AND", "OR", "NOT", "IS", "IN", "LIKE", "BETWEEN");

  private final String text;
  private final FilterLexer lexer;
  private final List<Token> tokens;
  private final List<String> columns = new ArrayList<>();
  private int at;
  private int depth;

  FilterParser(String text) {
    this.text = text;
    this.lexer = new FilterLexer(text);
    this.tokens = lexer.tokens();
  }

  FeatureFilter parse() {
    Condition whole = or();
    if (peek().kind() != Kind.END) {
      throw expected("AND, OR or the end");
    }
    return new FeatureFilter(text, whole, columns);
  }

  private Condition or() {
    Condition left = and();
    while (takeWord("OR")) {
      left = new Condition.Or(left, and());
    }
    return left;
  }

  private Condition and() {
    Condition left = not();
    while (takeWord("AND")) {
      left = new Condition.And(left, not());
    }
    return left;
  }

  private Condition not() {
    if (++depth > MAX_DEPTH) {
      throw lexer.error("it is nested too deep", peek().position());
    }
    try {
      if (takeWord("NOT")) {
        return new Condition.Not(not());
      }
      if (takeSign("(")) {
        Condition inner = or();
        requireSign(")");
        return inner;
      }
      return predicate();
    } finally {
      depth--;
    }
  }

  private Condition predicate() {
    Operand left = operand();
    if (takeWord("IS")) {
      boolean negated = takeWord("NOT");
      requireWord("NULL");
      return negatedIf(negated, new Condition.IsNull(left));
    }
    boolean negated = takeWord("NOT");
    if (takeWord("IN")) {
      return negatedIf(negated, new Condition.In(left, list()));
    }
    if (takeWord("LIKE")) {
      if (peek().kind() != Kind.TEXT) {
        throw expected("a pattern in single quotes");
      }
      return negatedIf(negated, new Condition.Like(left, take().text()));
    }
    if (takeWord("BETWEEN")) {
      Condition low = new Condition.Compare(left, Comparison.AT_LEAST, operand());
      requireWord("AND");
      Condition high = new Condition.Compare(left, Comparison.AT_MOST, operand());
      return negatedIf(negated, new Condition.And(low, high));
    }
    Comparison comparison = peek().kind() == Kind.SIGN ? Comparison.bySign(peek().text()) : null;
    if (comparison == null || negated) {
      throw expected(negated ? "IN, LIKE or BETWEEN" : "a comparison, IS, IN, LIKE or BETWEEN");
    }
    take();
    return new Condition.Compare(left, comparison, operand());
  }

  private static Condition negatedIf(boolean negated, Condition condition) {
    return negated ? new Condition.Not(condition) : condition;
  }

  private List<Operand> list() {
    requireSign("(");
    List<Operand> items = new ArrayList<>();
    do {
      items.add(operand());
    } while (takeSign(","));
    requireSign(")");
    return List.copyOf(items);
  }

  private Operand operand() {
    Token token = peek();
    switch (token.kind()) {
      case TEXT -> {
        return literal(take().text());
      }
      case NUMBER -> {
        return literal(number(take().text()));
      }
      case QUOTED_NAME -> {
        return column(take().text());
      }
      case WORD -> {
        String word = token.text().toUpperCase(Locale.ROOT);
        if (RESERVED.contains(word)) {
          throw expected("a column or a literal");
        }
        take();
        return switch (word) {
          case "NULL" -> literal(null);
          case "TRUE" -> literal(true);
          case "FALSE" -> literal(false);
          default -> column(token.text());
        };
      }
      default -> throw expected("a column or a literal");
    }
  }

  private static Operand literal(@Nullable Serializable value) {
    return new Operand.Literal(value);
  }

  private Operand column(String name) {
    if (!columns.contains(name)) {
      columns.add(name);
    }
    return new Operand.ColumnValue(columns.indexOf(name));
  }

  private static Serializable number(String digits) {
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      return Double.valueOf(digits);
    }
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token take() {
    return tokens.get(at++);
  }

  private boolean takeWord(String word) {
    return take(peek().isWord(word));
  }

  private boolean takeSign(String sign) {
    return take(peek().isSign(sign));
  }

  private boolean take(boolean fits) {
    if (fits) {
      at++;
    }
    return fits;
  }

  private void requireWord(String word) {
    if (!takeWord(word)) {
      throw expected(word);
    }
  }

  private void requireSign(String sign) {
    if (!takeSign(sign)) {
      throw expected("'" + sign + "'");
    }
  }

  private IllegalArgumentException expected(String what) {
    return lexer.error("expected " + what + ", found " + peek().shown(), peek().position());
  }
}
