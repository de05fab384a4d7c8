package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;

/**
 * Which rows to read. As in SQL, a comparison with NULL is neither true nor false, and only rows
 * for which the whole is true are read. Floats are ordered as in DuckDB: NaN equals NaN and is
 * above all else, and -0.0 equals 0.0. Columns are top-level ones, their names' case is ignored.
 *
 * <p>A value is of a class that {@link DuckLakeType} lists for the column's type; numbers may be of
 * any class, and a text stands for a value of any type, as SQL's {@code '2020-01-01'} does.
 *
 * <p>Files and row groups that cannot hold such rows, by the lake's statistics and theirs, are not
 * read at all.
 */
public sealed interface Filter extends Serializable {
  /** How a value is compared. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sql;

    Operator(String sql) {
      this.sql = sql;
    }

    /** As SQL writes it. */
    public String sql() {
      return sql;
    }
  }

  /** A column's value compared with another. */
  record Comparison(String column, Operator operator, Object value) implements Filter {
    public Comparison {
      requireNonNull(column, "column");
      requireNonNull(operator, "operator");
      requireNonNull(value, "value; use isNull() to look for NULL");
    }

    @Override
    public String toString() {
      return column + " " + operator.sql() + " " + value;
    }
  }

  /** One of several values. */
  record In(String column, List<Object> values) implements Filter {
    public In {
      requireNonNull(column, "column");
      values = List.copyOf(values);
    }
  }

  /** No value. */
  record IsNull(String column) implements Filter {}

  /**
   * A geometry whose bounding box meets a box, borders included, as DuckDB's {@code &&} has it.
   * Empty geometries meet none.
   */
  record Intersects(String column, double minX, double minY, double maxX, double maxY)
      implements Filter {
    public Intersects {
      if (!(minX <= maxX) || !(minY <= maxY)) {
        throw new IllegalArgumentException(
            "Invalid box: %s,%s,%s,%s. Write minX,minY,maxX,maxY."
                .formatted(minX, minY, maxX, maxY));
      }
    }
  }

  /** All of them. */
  record And(List<Filter> parts) implements Filter {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** At least one of them. */
  record Or(List<Filter> parts) implements Filter {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /** The opposite; what is neither true nor false stays so. */
  record Not(Filter part) implements Filter {}

  static Filter equal(String column, Object value) {
    return new Comparison(column, Operator.EQUAL, value);
  }

  static Filter notEqual(String column, Object value) {
    return new Comparison(column, Operator.NOT_EQUAL, value);
  }

  static Filter less(String column, Object value) {
    return new Comparison(column, Operator.LESS, value);
  }

  static Filter atMost(String column, Object value) {
    return new Comparison(column, Operator.AT_MOST, value);
  }

  static Filter greater(String column, Object value) {
    return new Comparison(column, Operator.GREATER, value);
  }

  static Filter atLeast(String column, Object value) {
    return new Comparison(column, Operator.AT_LEAST, value);
  }

  static Filter in(String column, Object... values) {
    return new In(column, List.of(values));
  }

  static Filter isNull(String column) {
    return new IsNull(column);
  }

  static Filter isNotNull(String column) {
    return new Not(new IsNull(column));
  }

  /** See {@link Intersects}. */
  static Filter intersects(String column, double minX, double minY, double maxX, double maxY) {
    return new Intersects(column, minX, minY, maxX, maxY);
  }

  static Filter and(Filter... parts) {
    return new And(List.of(parts));
  }

  static Filter or(Filter... parts) {
    return new Or(List.of(parts));
  }

  static Filter not(Filter part) {
    return new Not(part);
  }
}
