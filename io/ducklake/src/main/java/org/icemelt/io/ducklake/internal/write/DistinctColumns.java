package org.icemelt.io.ducklake.internal.write;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.ducklake.TableSchema;

/**
 * Finds columns whose values hardly repeat, such as keys, geometries and measures. A dictionary of
 * such a column is filled, found too large and thrown away again, value by value.
 */
final class DistinctColumns {
  private static final int SAMPLE = 1_000;

  /** Fewer rows tell nothing, and cost nothing either. */
  private static final int FEWEST = 200;

  private static final double SHARE = 0.98;

  private DistinctColumns() {}

  /** Names of the columns without a dictionary, judged by rows taken evenly from those given. */
  static Set<String> of(TableSchema schema, List<TableRow> rows) {
    Set<String> distinct = new HashSet<>();
    List<ColumnDef> columns = schema.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).type().children().isEmpty() && isDistinct(rows, i)) {
        distinct.add(columns.get(i).name());
      }
    }
    return distinct;
  }

  private static boolean isDistinct(List<TableRow> rows, int column) {
    int step = Math.max(1, rows.size() / SAMPLE);
    Set<Object> values = new HashSet<>();
    int seen = 0;
    for (int i = 0; i < rows.size(); i += step) {
      Object value = rows.get(i).values().get(column);
      if (value != null) {
        seen++;
        values.add(value);
        if (seen == FEWEST && values.size() < FEWEST / 2) {
          return false;
        }
      }
    }
    return seen >= FEWEST && values.size() >= SHARE * seen;
  }
}
