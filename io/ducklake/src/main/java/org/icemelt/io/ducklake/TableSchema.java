package org.icemelt.io.ducklake;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * The columns of a table, in order. Names differ when case is ignored; names that DuckLake keeps
 * for itself ({@code _ducklake_internal_…}) are refused.
 */
public record TableSchema(List<ColumnDef> columns) implements Serializable {
  private static final String RESERVED = "_ducklake_internal_";

  public TableSchema {
    columns = List.copyOf(columns);
    ColumnDef.requireDistinct("table", columns);
    for (ColumnDef column : columns) {
      if (column.name().toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
        throw new IllegalArgumentException(
            "Invalid column name: %s. DuckLake keeps names that start with %s for itself."
                .formatted(column.name(), RESERVED));
      }
    }
  }

  public static TableSchema of(ColumnDef... columns) {
    return new TableSchema(List.of(columns));
  }

  /** Position of the column of that name, case ignored; -1 if there is none. */
  public int indexOf(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }
}
