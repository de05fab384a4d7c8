package org.icemelt.io.ducklake.internal.read;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.UUID;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;

/** DuckDB's order of values of a type. */
final class ValueOrder {
  private ValueOrder() {}

  /**
   * @throws IllegalArgumentException if values of the type are not compared
   */
  static Comparator<Object> of(DuckLakeType type) {
    if (type instanceof DecimalType) {
      return (a, b) -> ((BigDecimal) a).compareTo((BigDecimal) b);
    }
    if (!(type instanceof Scalar scalar)) {
      throw new IllegalArgumentException(
          "values of type " + type.catalogText() + " cannot be compared");
    }
    return switch (scalar) {
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> ValueOrder::integers;
      case UINT64 ->
          (a, b) -> Long.compareUnsigned(((Number) a).longValue(), ((Number) b).longValue());
      case FLOAT32, FLOAT64 -> (a, b) -> Double.compare(real(a), real(b));
      case VARCHAR, JSON -> (a, b) -> texts((String) a, (String) b);
      case BLOB -> (a, b) -> Arrays.compareUnsigned((byte[]) a, (byte[]) b);
      case UUID -> (a, b) -> uuids((UUID) a, (UUID) b);
      case BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS, TIMESTAMPTZ ->
          ValueOrder::natural;
      case GEOMETRY ->
          throw new IllegalArgumentException(
              "geometries cannot be compared; use intersects with a box");
    };
  }

  private static int integers(Object a, Object b) {
    if (a instanceof BigDecimal || b instanceof BigDecimal) {
      return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
    }
    return Long.compare(((Number) a).longValue(), ((Number) b).longValue());
  }

  private static double real(Object value) {
    double number = ((Number) value).doubleValue();
    return number == 0 ? 0 : number; // -0.0 is 0.0
  }

  /** By code points, which is the order of the UTF-8 bytes. */
  private static int texts(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Character.isSurrogate(x) || Character.isSurrogate(y)
            ? Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8))
            : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int uuids(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }

  @SuppressWarnings("unchecked") // all values of these types are comparable with their own class
  private static int natural(Object a, Object b) {
    return ((Comparable<Object>) a).compareTo(b);
  }
}
