package org.icemelt.io.ducklake.internal.catalog;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.internal.parquet.Literals;
import org.jspecify.annotations.Nullable;

/**
 * Values as a catalog keeps them: scalars as the database has them or as text, nested ones as the
 * text that DuckDB prints, by the names that their fields had then.
 */
public final class ColumnValues {
  /** How a quote inside a quoted text is written. */
  enum Style {
    /** After a backslash, as DuckDB prints nested values. */
    PRINTED,
    /** Doubled: so the extension writes the fields of an outermost struct. */
    SQL
  }

  private final String text;
  private int at;

  private ColumnValues(String text) {
    this.text = text;
  }

  /** What rows have in a column that did not exist when they were made. */
  public static @Nullable Object initialDefault(ColumnTree column) {
    String given = column.initialDefault();
    return given == null ? null : value(column, column, given, Style.SQL);
  }

  /** A value from its text, as DuckDB prints it. */
  public static @Nullable Object of(ColumnTree column, String text) {
    return value(column, column, text, Style.SQL);
  }

  /**
   * @param then the column when the value was stored
   * @param raw as JDBC gives it
   * @param style of the fields of a struct
   */
  static @Nullable Object value(ColumnTree now, ColumnTree then, Object raw, Style style) {
    Object plain = raw;
    if (raw instanceof byte[] bytes) {
      if (now.type() == DuckLakeType.BLOB || now.type() == DuckLakeType.GEOMETRY) {
        return bytes;
      }
      plain = new String(bytes, StandardCharsets.UTF_8);
    }
    if (now.children().isEmpty()) {
      return leaf(now, then, plainText(now.type(), plain));
    }
    ColumnValues parser = new ColumnValues(plain.toString());
    Object value = parser.read(now, then, "", style);
    parser.skipBlanks();
    if (parser.at != parser.text.length()) {
      throw parser.invalid("its end");
    }
    return value;
  }

  private static String plainText(DuckLakeType type, Object raw) {
    if (raw instanceof Double number
        && type != DuckLakeType.FLOAT32
        && type != DuckLakeType.FLOAT64) {
      return new BigDecimal(number.toString()).toPlainString();
    }
    return raw.toString();
  }

  private @Nullable Object read(ColumnTree now, ColumnTree then, String ends, Style style) {
    skipBlanks();
    if (isNull(ends)) {
      at += 4;
      return null;
    }
    return switch (then.typeText()) {
      case "list" -> list(now, then);
      case "struct" -> struct(now, then, style);
      case "map" -> map(now, then);
      default -> leaf(now, then, token(ends, style));
    };
  }

  /** A float is a float's nearest number, also where its column has become double since. */
  private static @Nullable Object leaf(ColumnTree now, ColumnTree then, String text) {
    if (now.type() == DuckLakeType.FLOAT64 && then.type() == DuckLakeType.FLOAT32) {
      return Literals.parse(DuckLakeType.FLOAT32, text) instanceof Float number
          ? (Object) number.doubleValue()
          : null;
    }
    return Literals.parse(now.type(), text);
  }

  private boolean isNull(String ends) {
    if (!text.startsWith("NULL", at)) {
      return false;
    }
    int next = at + 4;
    return next == text.length() || ends.indexOf(text.charAt(next)) >= 0;
  }

  private List<@Nullable Object> list(ColumnTree now, ColumnTree then) {
    List<@Nullable Object> items = new ArrayList<>();
    expect('[');
    while (!closes(']')) {
      if (!items.isEmpty()) {
        expect(',');
      }
      items.add(read(now.children().get(0), then.children().get(0), ",]", Style.PRINTED));
    }
    return Collections.unmodifiableList(items);
  }

  private Map<Object, @Nullable Object> map(ColumnTree now, ColumnTree then) {
    Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
    expect('{');
    while (!closes('}')) {
      if (!entries.isEmpty()) {
        expect(',');
      }
      Object key = read(now.children().get(0), then.children().get(0), "=", Style.PRINTED);
      if (key == null) {
        throw invalid("a key");
      }
      expect('=');
      entries.put(key, read(now.children().get(1), then.children().get(1), ",}", Style.PRINTED));
    }
    return Collections.unmodifiableMap(entries);
  }

  private List<@Nullable Object> struct(ColumnTree now, ColumnTree then, Style style) {
    Map<Long, @Nullable Object> byId = new HashMap<>();
    expect('{');
    boolean first = true;
    while (!closes('}')) {
      if (!first) {
        expect(',');
      }
      first = false;
      skipBlanks();
      String name = token(":", style);
      expect(':');
      ColumnTree field =
          then.children().stream()
              .filter(child -> child.name().equalsIgnoreCase(name))
              .findFirst()
              .orElseThrow(() -> invalid("a field of the struct"));
      ColumnTree live =
          now.children().stream()
              .filter(child -> child.id() == field.id())
              .findFirst()
              .orElse(field);
      byId.put(field.id(), read(live, field, ",}", style));
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (ColumnTree child : now.children()) {
      values.add(byId.containsKey(child.id()) ? byId.get(child.id()) : initialDefault(child));
    }
    return Collections.unmodifiableList(values);
  }

  /** A quoted text, or all up to one of {@code ends}. */
  private String token(String ends, Style style) {
    if (at < text.length() && text.charAt(at) == '\'') {
      return quoted(style);
    }
    int start = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String quoted(Style style) {
    StringBuilder plain = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean last = at + 1 == text.length();
      if (c == '\\' && !last && style == Style.PRINTED) {
        plain.append(text.charAt(++at));
      } else if (c != '\'') {
        plain.append(c);
      } else if (style == Style.SQL && !last && text.charAt(at + 1) == '\'') {
        plain.append('\'');
        at++;
      } else {
        at++;
        return plain.toString();
      }
    }
    throw invalid("a closing quote");
  }

  private void skipBlanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private void expect(char wanted) {
    skipBlanks();
    if (at == text.length() || text.charAt(at) != wanted) {
      throw invalid("'" + wanted + "'");
    }
    at++;
  }

  private boolean closes(char end) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == end) {
      at++;
      return true;
    }
    return false;
  }

  private IllegalArgumentException invalid(String wanted) {
    return new IllegalArgumentException(
        "expected %s at character %d of %s".formatted(wanted, at, text));
  }
}
