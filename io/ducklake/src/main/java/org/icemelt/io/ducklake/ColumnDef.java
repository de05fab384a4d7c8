package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A column of a table or a field of a struct.
 *
 * @param name any text but the empty one; stored as given
 * @param nullable false refuses rows that have no value here
 */
public record ColumnDef(String name, DuckLakeType type, boolean nullable) implements Serializable {
  public ColumnDef {
    requireNonNull(type, "type");
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "Invalid column name: %s. It must have at least one character and no NUL."
              .formatted(name.isEmpty() ? "(empty)" : name.replace("\0", "\\0")));
    }
  }

  /** A nullable column. */
  public static ColumnDef of(String name, DuckLakeType type) {
    return new ColumnDef(name, type, true);
  }

  /** A column that refuses NULL. */
  public static ColumnDef required(String name, DuckLakeType type) {
    return new ColumnDef(name, type, false);
  }

  /** Refuses no columns at all, and two whose names differ at most in case. */
  static void requireDistinct(String what, List<ColumnDef> columns) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("Invalid " + what + ": it has no columns.");
    }
    Set<String> seen = new HashSet<>();
    for (ColumnDef column : columns) {
      if (!seen.add(column.name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "Invalid %s: two columns are named \"%s\" when case is ignored, as DuckDB does. Rename one."
                .formatted(what, column.name));
      }
    }
  }
}
