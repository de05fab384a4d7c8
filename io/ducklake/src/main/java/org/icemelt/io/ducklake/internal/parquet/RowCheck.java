package org.icemelt.io.ducklake.internal.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.FailedRow.Reason;
import org.icemelt.io.ducklake.InvalidRowException;
import org.icemelt.io.ducklake.TableDef;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a row fits its table before any file is touched: each value goes through the very
 * writer that would write it, into nothing.
 */
public final class RowCheck {
  private final TableDef table;
  private final Set<Integer> required;
  private final ValueWriter[] writers;

  /**
   * @param required columns, by their place, that must have a value although the definition says
   *     nothing of it
   */
  public RowCheck(TableDef table, Set<Integer> required) {
    this.table = table;
    this.required = Set.copyOf(required);
    List<ColumnDef> columns = table.schema().columns();
    this.writers = new ValueWriter[columns.size()];
    for (int i = 0; i < writers.length; i++) {
      writers[i] = ValueWriter.of(columns.get(i).type(), new ArrayList<>());
    }
  }

  /** Refuses NULL where a value must be; all that {@link #requireFit} does in little time. */
  public void requireValues(List<@Nullable Object> values) {
    for (int place : required) {
      if (values.get(place) == null) {
        throw isNull(place);
      }
    }
  }

  /**
   * @throws InvalidRowException if a value is missing or does not fit its column
   */
  public void requireFit(List<@Nullable Object> values) {
    List<ColumnDef> columns = table.schema().columns();
    for (int i = 0; i < writers.length; i++) {
      Object value = values.get(i);
      if (value == null) {
        if (!columns.get(i).nullable() || required.contains(i)) {
          throw isNull(i);
        }
      } else {
        try {
          writers[i].write(Nowhere.INSTANCE, value);
        } catch (ClassCastException | ArithmeticException | IllegalArgumentException e) {
          throw invalid(table, columns.get(i), value, e);
        }
      }
    }
  }

  private InvalidRowException isNull(int place) {
    return invalid(table, table.schema().columns().get(place), null, null);
  }

  static InvalidRowException invalid(
      TableDef table, ColumnDef column, @Nullable Object value, @Nullable RuntimeException cause) {
    return new InvalidRowException(
        value == null ? Reason.NOT_NULL : Reason.OUT_OF_RANGE,
        table.id(),
        "Invalid row for %s: column \"%s\" of type %s cannot take %s: %s."
            .formatted(
                table.id(),
                column.name(),
                column.type().catalogText(),
                value == null ? "NULL" : "a " + value.getClass().getSimpleName(),
                value == null || cause == null
                    ? "the column is NOT NULL and the value is null"
                    : cause.getMessage()),
        cause);
  }
}
