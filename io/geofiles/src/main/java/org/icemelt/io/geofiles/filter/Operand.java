package org.icemelt.io.geofiles.filter;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What is compared. */
sealed interface Operand extends Serializable {
  @Nullable Object of(Row row);

  /**
   * @param slot position in the filter's own list of columns
   */
  record ColumnValue(int slot) implements Operand {
    @Override
    public @Nullable Object of(Row row) {
      return row.column(slot);
    }
  }

  /** Text, a long, a double, a boolean or null. */
  record Literal(@Nullable Serializable value) implements Operand {
    @Override
    public @Nullable Object of(Row row) {
      return value;
    }
  }
}
