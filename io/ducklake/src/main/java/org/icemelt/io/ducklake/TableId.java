package org.icemelt.io.ducklake;

import java.io.Serializable;

/**
 * A table or view of a lake. Names compare without regard to case, as DuckDB compares them.
 *
 * @param schema name of its schema, as it shall be stored
 * @param name its name, as it shall be stored; any text but the empty one
 */
public record TableId(String schema, String name) implements Serializable {
  public static final String DEFAULT_SCHEMA = "main";

  public TableId {
    requireName("schema", schema);
    requireName("table", name);
  }

  public static TableId of(String schema, String name) {
    return new TableId(schema, name);
  }

  /**
   * Reads {@code table} or {@code schema.table}; a part that holds a dot is written in double
   * quotes, a quote inside doubled.
   */
  public static TableId parse(String text) {
    int dot = endOfFirstPart(text);
    return dot == text.length()
        ? new TableId(DEFAULT_SCHEMA, unquoted(text))
        : new TableId(unquoted(text.substring(0, dot)), unquoted(text.substring(dot + 1)));
  }

  private static int endOfFirstPart(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '"') {
        quoted = !quoted;
      } else if (text.charAt(i) == '.' && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  private static String unquoted(String part) {
    if (part.length() >= 2 && part.startsWith("\"") && part.endsWith("\"")) {
      return part.substring(1, part.length() - 1).replace("\"\"", "\"");
    }
    if (part.contains("\"") || part.contains(".")) {
      throw new IllegalArgumentException(
          "Invalid table name: %s. Write [schema.]table, with double quotes around a part that holds a dot or a quote."
              .formatted(part));
    }
    return part;
  }

  private static void requireName(String what, String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "Invalid %s name: %s. It must have at least one character and no NUL."
              .formatted(what, name.isEmpty() ? "(empty)" : name.replace("\0", "\\0")));
    }
  }

  /** As SQL writes it: both parts quoted. */
  @Override
  public String toString() {
    return '"' + schema.replace("\"", "\"\"") + "\".\"" + name.replace("\"", "\"\"") + '"';
  }
}
