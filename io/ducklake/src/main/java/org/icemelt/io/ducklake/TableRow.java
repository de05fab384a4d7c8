package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row on its way into a table.
 *
 * @param values one a column of the table, in its order, of the classes that {@link DuckLakeType}
 *     lists; never changed once handed over
 * @param sortKey where the row belongs inside a data file, taken as unsigned; rows of equal key
 *     keep their order
 */
public record TableRow(TableDef table, List<@Nullable Object> values, long sortKey) {
  public TableRow {
    requireNonNull(table, "table");
    if (values.size() != table.schema().columns().size()) {
      throw new IllegalArgumentException(
          "Invalid row for %s: it has %d values where the table has %d columns."
              .formatted(table.id(), values.size(), table.schema().columns().size()));
    }
  }

  /** A row without a place of its own. */
  public static TableRow of(TableDef table, List<@Nullable Object> values) {
    return new TableRow(table, values, 0);
  }
}
