package org.icemelt.io.ducklake.internal.parquet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What geometries have in common: the box around them and their types. */
final class Wkb {
  private static final List<String> TYPES =
      List.of(
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection");
  private static final List<String> SUFFIXES = List.of("", "_z", "_m", "_zm");
  private static final int X = 0;
  private static final int Y = 1;
  private static final int Z = 2;
  private static final int M = 3;
  private static final int DEEPEST = 64;

  /** Six digits after the point tell a place to a tenth of a metre; more would be noise. */
  private static final int DIGITS = 6;

  private final double[] min = new double[4];
  private final double[] max = new double[4];
  private final TreeSet<String> types = new TreeSet<>();

  Wkb() {
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
  }

  /**
   * Adds one geometry.
   *
   * @throws IllegalArgumentException if the bytes are no well-known binary of ISO 13249
   */
  void add(byte[] wkb) {
    ByteBuffer in = ByteBuffer.wrap(wkb);
    try {
      types.add(geometry(in, 0));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "a geometry's well-known binary ends in its midst, after %d bytes".formatted(wkb.length),
          e);
    }
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(
          "a geometry's well-known binary has %d bytes too many".formatted(in.remaining()));
    }
  }

  private String geometry(ByteBuffer in, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("a geometry's parts are nested too deep");
    }
    byte order = in.get();
    if (order != 0 && order != 1) {
      throw new IllegalArgumentException(
          "a geometry is no well-known binary: it begins with " + order);
    }
    in.order(order == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int code = in.getInt();
    int type = code % 1000;
    int dimensions = code / 1000;
    if (code < 0 || type < 1 || type > TYPES.size() || dimensions >= SUFFIXES.size()) {
      throw new IllegalArgumentException(
          "a geometry has type %d, which is none of ISO's well-known binary; write it without SRID, with Z as 1000 more"
              .formatted(Integer.toUnsignedLong(code)));
    }
    switch (type) {
      case 1 -> point(in, dimensions);
      case 2 -> points(in, dimensions);
      case 3 -> {
        int rings = count(in);
        for (int i = 0; i < rings; i++) {
          points(in, dimensions);
        }
      }
      default -> {
        int parts = count(in);
        for (int i = 0; i < parts; i++) {
          geometry(in, depth + 1);
          in.order(order == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        }
      }
    }
    return TYPES.get(type - 1) + SUFFIXES.get(dimensions);
  }

  private static int count(ByteBuffer in) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return count;
  }

  private void points(ByteBuffer in, int dimensions) {
    int points = count(in);
    for (int i = 0; i < points; i++) {
      point(in, dimensions);
    }
  }

  private void point(ByteBuffer in, int dimensions) {
    extend(X, in.getDouble());
    extend(Y, in.getDouble());
    if (dimensions == 1 || dimensions == 3) {
      extend(Z, in.getDouble());
    }
    if (dimensions >= 2) {
      extend(M, in.getDouble());
    }
  }

  /** An empty point's coordinates are NaN. */
  private void extend(int axis, double value) {
    if (value < min[axis]) {
      min[axis] = value;
    }
    if (value > max[axis]) {
      max[axis] = value;
    }
  }

  /** Whether there was any coordinate. */
  boolean hasBox() {
    return min[X] <= max[X] && min[Y] <= max[Y];
  }

  double xMin() {
    return min[X];
  }

  double xMax() {
    return max[X];
  }

  double yMin() {
    return min[Y];
  }

  double yMax() {
    return max[Y];
  }

  /** As DuckLake keeps it in {@code extra_stats}; every number has a point, or it reads as 0. */
  String json() {
    return "{\"bbox\": {%s, %s, %s, %s}, \"types\": [%s]}"
        .formatted(
            axis("x", X),
            axis("y", Y),
            axis("z", Z),
            axis("m", M),
            types.stream().map(type -> '"' + type + '"').collect(Collectors.joining(", ")));
  }

  private String axis(String name, int axis) {
    boolean any = min[axis] <= max[axis];
    return "\"%smin\": %s, \"%smax\": %s"
        .formatted(
            name,
            any ? text(min[axis], RoundingMode.FLOOR) : "null",
            name,
            any ? text(max[axis], RoundingMode.CEILING) : "null");
  }

  private static String text(double value, RoundingMode outward) {
    return new BigDecimal(value).setScale(DIGITS, outward).toPlainString();
  }

  /** Whether all coordinates are numbers that JSON can hold. */
  boolean isFinite() {
    for (int axis = X; axis <= M; axis++) {
      if (min[axis] <= max[axis]
          && (Double.isInfinite(min[axis]) || Double.isInfinite(max[axis]))) {
        return false;
      }
    }
    return true;
  }
}
