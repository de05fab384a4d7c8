package org.icemelt.io.ducklake.internal.read;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.Filter.Operator;
import org.jspecify.annotations.Nullable;

/**
 * A filter bound to a table's columns, without negations: each knows its opposite. {@code column}
 * is the place of a column among the values that are read.
 */
sealed interface RowTest extends Serializable {
  /** True, false or, as a comparison with NULL, null. */
  @Nullable Boolean of(List<@Nullable Object> values);

  /** Whether there may be rows for which this is true. */
  boolean mayHold(IntFunction<ColumnRange> ranges);

  /** Whether the truth hangs on a column. */
  boolean uses(int place);

  /** True where this is false, and the other way round. */
  RowTest negated();

  /** No rows are left out. */
  record All() implements RowTest {
    @Override
    public Boolean of(List<@Nullable Object> values) {
      return true;
    }

    @Override
    public boolean mayHold(IntFunction<ColumnRange> ranges) {
      return true;
    }

    @Override
    public boolean uses(int place) {
      return false;
    }

    @Override
    public RowTest negated() {
      return new Any(List.of());
    }
  }

  record Compare(int column, DuckLakeType type, Operator operator, Object value)
      implements RowTest {
    @Override
    public @Nullable Boolean of(List<@Nullable Object> values) {
      Object given = values.get(column);
      return given == null ? null : holds(ValueOrder.of(type).compare(given, value));
    }

    private boolean holds(int order) {
      return switch (operator) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }

    @Override
    public boolean mayHold(IntFunction<ColumnRange> ranges) {
      ColumnRange range = ranges.apply(column);
      Comparator<Object> order = ValueOrder.of(type);
      Object min = range.min();
      Object max = range.max();
      boolean above = min == null || order.compare(min, value) <= 0;
      boolean below = max == null || order.compare(max, value) >= 0;
      boolean strictlyAbove = min == null || order.compare(min, value) < 0;
      boolean strictlyBelow = max == null || order.compare(max, value) > 0;
      return range.values()
          && switch (operator) {
            case EQUAL ->
                above && below && (range.bucket() == null || range.bucket().mayHold(type, value));
            case NOT_EQUAL -> !range.exact() || strictlyAbove || strictlyBelow;
            case LESS -> strictlyAbove;
            case AT_MOST -> above;
            case GREATER -> strictlyBelow;
            case AT_LEAST -> below;
          };
    }

    @Override
    public boolean uses(int place) {
      return place == column;
    }

    @Override
    public RowTest negated() {
      Operator opposite =
          switch (operator) {
            case EQUAL -> Operator.NOT_EQUAL;
            case NOT_EQUAL -> Operator.EQUAL;
            case LESS -> Operator.AT_LEAST;
            case AT_MOST -> Operator.GREATER;
            case GREATER -> Operator.AT_MOST;
            case AT_LEAST -> Operator.LESS;
          };
      return new Compare(column, type, opposite, value);
    }
  }

  record Null(int column) implements RowTest {
    @Override
    public Boolean of(List<@Nullable Object> values) {
      return values.get(column) == null;
    }

    @Override
    public boolean mayHold(IntFunction<ColumnRange> ranges) {
      return ranges.apply(column).nulls();
    }

    @Override
    public boolean uses(int place) {
      return place == column;
    }

    @Override
    public RowTest negated() {
      return new NotNull(column);
    }
  }

  record NotNull(int column) implements RowTest {
    @Override
    public Boolean of(List<@Nullable Object> values) {
      return values.get(column) != null;
    }

    @Override
    public boolean mayHold(IntFunction<ColumnRange> ranges) {
      return ranges.apply(column).values();
    }

    @Override
    public boolean uses(int place) {
      return place == column;
    }

    @Override
    public RowTest negated() {
      return new Null(column);
    }
  }

  /**
   * @param outside whether geometries that do not meet the box are wanted
   */
  record Meets(int column, double west, double south, double east, double north, boolean outside)
      implements RowTest {
    @Override
    public @Nullable Boolean of(List<@Nullable Object> values) {
      return values.get(column) instanceof byte[] wkb
          ? WkbBox.meets(wkb, west, south, east, north) != outside
          : null;
    }

    @Override
    public boolean mayHold(IntFunction<ColumnRange> ranges) {
      ColumnRange range = ranges.apply(column);
      return range.values()
          && (outside || range.box() == null || range.box().meets(west, south, east, north));
    }

    @Override
    public boolean uses(int place) {
      return place == column;
    }

    @Override
    public RowTest negated() {
      return new Meets(column, west, south, east, north, !outside);
    }
  }

  record Every(List<RowTest> parts) implements RowTest {
    @Override
    public @Nullable Boolean of(List<@Nullable Object> values) {
      Boolean all = true;
      for (RowTest part : parts) {
        Boolean one = part.of(values);
        if (one == null) {
          all = null;
        } else if (!one) {
          return false;
        }
      }
      return all;
    }

    @Override
    public boolean mayHold(IntFunction<ColumnRange> ranges) {
      return parts.stream().allMatch(part -> part.mayHold(ranges));
    }

    @Override
    public boolean uses(int place) {
      return parts.stream().anyMatch(part -> part.uses(place));
    }

    @Override
    public RowTest negated() {
      return new Any(parts.stream().map(RowTest::negated).toList());
    }
  }

  record Any(List<RowTest> parts) implements RowTest {
    @Override
    public @Nullable Boolean of(List<@Nullable Object> values) {
      Boolean any = false;
      for (RowTest part : parts) {
        Boolean one = part.of(values);
        if (one == null) {
          any = null;
        } else if (one) {
          return true;
        }
      }
      return any;
    }

    @Override
    public boolean mayHold(IntFunction<ColumnRange> ranges) {
      return parts.stream().anyMatch(part -> part.mayHold(ranges));
    }

    @Override
    public boolean uses(int place) {
      return parts.stream().anyMatch(part -> part.uses(place));
    }

    @Override
    public RowTest negated() {
      return new Every(parts.stream().map(RowTest::negated).toList());
    }
  }
}
