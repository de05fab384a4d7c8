package org.icemelt.io.ducklake.internal.read;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;
import org.icemelt.io.ducklake.Filter;
import org.icemelt.io.ducklake.NotInLakeException;
import org.icemelt.io.ducklake.internal.catalog.ColumnTree;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.TableAt;
import org.icemelt.io.ducklake.internal.parquet.Literals;

/** Finds a filter's columns in a table and its values in their types. */
final class FilterBinding {
  private static final Set<Scalar> INTEGERS =
      Set.of(
          Scalar.INT8,
          Scalar.INT16,
          Scalar.INT32,
          Scalar.INT64,
          Scalar.UINT8,
          Scalar.UINT16,
          Scalar.UINT32);

  private final TableAt table;
  private final List<ColumnTree> read;

  /**
   * @param read columns that are read; receives those that only the filter needs
   */
  FilterBinding(TableAt table, List<ColumnTree> read) {
    this.table = table;
    this.read = read;
  }

  /**
   * @throws NotInLakeException if the table lacks a column
   * @throws IllegalArgumentException if a value does not fit its column
   */
  RowTest bind(Filter filter) {
    if (filter instanceof Filter.Comparison comparison) {
      ColumnTree column = column(comparison.column());
      DuckLakeType type = comparable(column);
      return new RowTest.Compare(
          place(column), type, comparison.operator(), value(column, type, comparison.value()));
    }
    if (filter instanceof Filter.In in) {
      ColumnTree column = column(in.column());
      DuckLakeType type = comparable(column);
      int place = place(column);
      return new RowTest.Any(
          in.values().stream()
              .<RowTest>map(
                  value ->
                      new RowTest.Compare(
                          place, type, Filter.Operator.EQUAL, value(column, type, value)))
              .toList());
    }
    if (filter instanceof Filter.IsNull isNull) {
      return new RowTest.Null(place(column(isNull.column())));
    }
    if (filter instanceof Filter.Intersects box) {
      ColumnTree column = column(box.column());
      if (column.type() != DuckLakeType.GEOMETRY) {
        throw wrong(column, "a box filters geometry columns only");
      }
      return new RowTest.Meets(
          place(column), box.minX(), box.minY(), box.maxX(), box.maxY(), false);
    }
    if (filter instanceof Filter.And and) {
      return new RowTest.Every(and.parts().stream().map(this::bind).toList());
    }
    if (filter instanceof Filter.Or or) {
      return new RowTest.Any(or.parts().stream().map(this::bind).toList());
    }
    return bind(((Filter.Not) filter).part()).negated();
  }

  private ColumnTree column(String name) {
    return column(table, name);
  }

  static ColumnTree column(TableAt table, String name) {
    return table
        .column(name)
        .orElseThrow(
            () ->
                new NotInLakeException(
                    "Cannot read column \"%s\" of %s: at snapshot %d it has no such column. It has: %s."
                        .formatted(
                            name,
                            table.name(),
                            table.snapshotId(),
                            table.columns().stream()
                                .map(ColumnTree::name)
                                .collect(Collectors.joining(", ")))));
  }

  private int place(ColumnTree column) {
    int place = read.indexOf(column);
    if (place < 0) {
      read.add(column);
      return read.size() - 1;
    }
    return place;
  }

  private DuckLakeType comparable(ColumnTree column) {
    DuckLakeType type = column.type();
    try {
      ValueOrder.of(type);
    } catch (IllegalArgumentException e) {
      throw wrong(column, e.getMessage());
    }
    return type;
  }

  private IllegalArgumentException wrong(ColumnTree column, String why) {
    return new IllegalArgumentException(
        "Invalid filter on %s: column \"%s\" is of type %s, and %s."
            .formatted(table.name(), column.name(), column.typeText(), why));
  }

  private Object value(ColumnTree column, DuckLakeType type, Object given) {
    try {
      if (given instanceof String text && !isInteger(type) && type != DuckLakeType.BLOB) {
        return type instanceof DecimalType
            ? new BigDecimal(text.strip())
            : Literals.parse(type, text);
      }
      Object typed = typed(type, given);
      if (typed != null) {
        return typed;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(column, "\"" + given + "\" is no such value");
    }
    throw wrong(
        column,
        "%s is a %s, which cannot be compared with it"
            .formatted(given, given.getClass().getSimpleName()));
  }

  private static boolean isInteger(DuckLakeType type) {
    return type instanceof Scalar scalar && INTEGERS.contains(scalar);
  }

  private static @org.jspecify.annotations.Nullable Object typed(DuckLakeType type, Object given) {
    if (isInteger(type)) {
      if (given instanceof Number || given instanceof String) {
        BigDecimal number = new BigDecimal(given.toString().strip());
        return isLong(number) ? (Object) number.longValueExact() : number;
      }
      return null;
    }
    if (type instanceof DecimalType) {
      return given instanceof Number ? new BigDecimal(given.toString()) : null;
    }
    return switch ((Scalar) type) {
      case UINT64 ->
          given instanceof BigInteger big
              ? (Object) Long.parseUnsignedLong(big.toString())
              : isIntegral(given) ? (Object) ((Number) given).longValue() : null;
      case FLOAT32 -> given instanceof Number number ? (Object) number.floatValue() : null;
      case FLOAT64 -> given instanceof Number number ? (Object) number.doubleValue() : null;
      case TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS ->
          given instanceof LocalDate date
              ? date.atStartOfDay()
              : given instanceof LocalDateTime ? given : null;
      case BOOLEAN -> given instanceof Boolean ? given : null;
      case DATE -> given instanceof LocalDate ? given : null;
      case TIME -> given instanceof java.time.LocalTime ? given : null;
      case TIMESTAMPTZ -> given instanceof java.time.Instant ? given : null;
      case UUID -> given instanceof java.util.UUID ? given : null;
      case BLOB -> given instanceof byte[] ? given : null;
      default -> null;
    };
  }

  private static boolean isIntegral(Object given) {
    return given instanceof Long
        || given instanceof Integer
        || given instanceof Short
        || given instanceof Byte;
  }

  private static boolean isLong(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0
        && number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
        && number.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
  }
}
