package org.icemelt.io.ducklake.internal.write;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.SortField;
import org.icemelt.io.ducklake.SortField.Direction;
import org.icemelt.io.ducklake.SortField.Nulls;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.ducklake.internal.parquet.Hilbert;
import org.jspecify.annotations.Nullable;

/** Sorts the rows that a writer keeps; equal ones stay in the order in which they came. */
final class RowOrder {
  private static final Comparator<TableRow> BY_SORT_KEY =
      (a, b) -> Long.compareUnsigned(a.sortKey(), b.sortKey());

  /** One key: where its column is, and how its values compare. */
  private record Key(int column, DuckLakeType type, SortField field) {
    @Nullable Object of(TableRow row) {
      Object value = row.values().get(column);
      return value != null && field.direction() == Direction.ALONG_SPACE
          ? Hilbert.ofGeometry((byte[]) value)
          : value;
    }

    int compare(@Nullable Object a, @Nullable Object b) {
      if (a == null || b == null) {
        int nullsLast = Boolean.compare(a == null, b == null);
        return field.nulls() == Nulls.LAST ? nullsLast : -nullsLast;
      }
      return switch (field.direction()) {
        case ALONG_SPACE -> Long.compareUnsigned((Long) a, (Long) b);
        case ASCENDING -> values(type, a, b);
        case DESCENDING -> values(type, b, a);
      };
    }
  }

  private record Sortable(TableRow row, @Nullable Object[] keys) {}

  private final List<Key> keys = new ArrayList<>();

  /**
   * @param fields empty sorts by {@link TableRow#sortKey}; fields of columns that the rows do not
   *     have end the order
   */
  RowOrder(TableDef table, List<SortField> fields) {
    for (SortField field : fields) {
      int column = table.schema().indexOf(field.column());
      if (column < 0 || !field.takes(table.schema().columns().get(column).type())) {
        return;
      }
      keys.add(new Key(column, table.schema().columns().get(column).type(), field));
    }
  }

  /** Whether rows have an order other than the one in which they came. */
  boolean isKept(List<TableRow> rows) {
    return !keys.isEmpty() || rows.stream().anyMatch(row -> row.sortKey() != 0);
  }

  void sort(List<TableRow> rows) {
    if (keys.isEmpty()) {
      KeyOrder.sort(rows);
      return;
    }
    Sortable[] sortable = new Sortable[rows.size()];
    for (int i = 0; i < sortable.length; i++) {
      TableRow row = rows.get(i);
      sortable[i] = new Sortable(row, keys.stream().map(key -> key.of(row)).toArray());
    }
    Arrays.sort(sortable, this::compare);
    for (int i = 0; i < sortable.length; i++) {
      rows.set(i, sortable[i].row);
    }
  }

  private int compare(Sortable a, Sortable b) {
    for (int i = 0; i < keys.size(); i++) {
      int order = keys.get(i).compare(a.keys[i], b.keys[i]);
      if (order != 0) {
        return order;
      }
    }
    return BY_SORT_KEY.compare(a.row, b.row);
  }

  /** DuckDB's order of values: texts by their UTF-8, NaN above all other numbers. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // all values of a type are of one class, or numbers
  private static int values(DuckLakeType type, Object a, Object b) {
    if (a instanceof String text) {
      return compareCodePoints(text, (String) b);
    }
    if (a instanceof byte[] bytes) {
      return Arrays.compareUnsigned(bytes, (byte[]) b);
    }
    if (a instanceof UUID uuid) {
      UUID other = (UUID) b;
      int high =
          Long.compareUnsigned(uuid.getMostSignificantBits(), other.getMostSignificantBits());
      return high != 0
          ? high
          : Long.compareUnsigned(uuid.getLeastSignificantBits(), other.getLeastSignificantBits());
    }
    if (a instanceof Double || a instanceof Float) {
      return Double.compare(0.0 + ((Number) a).doubleValue(), 0.0 + ((Number) b).doubleValue());
    }
    if (a instanceof Number number && !(a instanceof BigDecimal)) {
      long left = number.longValue();
      long right = ((Number) b).longValue();
      return type == DuckLakeType.UINT64
          ? Long.compareUnsigned(left, right)
          : Long.compare(left, right);
    }
    return ((Comparable) a).compareTo(b);
  }

  /** The order of the UTF-8 bytes: surrogates stand for what lies above all other characters. */
  private static int compareCodePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean highLeft = Character.isSurrogate(left);
        boolean highRight = Character.isSurrogate(right);
        return highLeft == highRight
            ? Character.compare(left, right)
            : Boolean.compare(highLeft, highRight);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
