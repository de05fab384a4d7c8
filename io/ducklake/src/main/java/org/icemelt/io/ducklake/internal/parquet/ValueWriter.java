package org.icemelt.io.ducklake.internal.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.ListType;
import org.icemelt.io.ducklake.DuckLakeType.MapType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;
import org.icemelt.io.ducklake.DuckLakeType.StructType;
import org.jspecify.annotations.Nullable;

/** Hands one non-null value of a type to Parquet; casts fail for values of another class. */
interface ValueWriter {
  void write(RecordConsumer out, Object value);

  /**
   * @param trackers receives the tracker of each leaf, null where Parquet's own statistics do,
   *     preorder
   */
  static ValueWriter of(DuckLakeType type, List<@Nullable LeafTracker> trackers) {
    if (type instanceof ListType list) {
      return new ListWriter(of(list.element(), trackers));
    }
    if (type instanceof MapType map) {
      ValueWriter key = of(map.key(), trackers);
      return new MapWriter(key, of(map.value(), trackers));
    }
    if (type instanceof StructType struct) {
      List<ColumnDef> fields = struct.fields();
      ValueWriter[] writers = new ValueWriter[fields.size()];
      String[] names = new String[fields.size()];
      for (int i = 0; i < writers.length; i++) {
        names[i] = fields.get(i).name();
        writers[i] = of(fields.get(i).type(), trackers);
      }
      return new StructWriter(names, writers);
    }
    if (type == DuckLakeType.FLOAT32 || type == DuckLakeType.FLOAT64) {
      boolean single = type == DuckLakeType.FLOAT32;
      var tracker = single ? FloatTracker.ofFloats() : FloatTracker.ofDoubles();
      trackers.add(tracker);
      return single
          ? (out, v) -> {
            float f = (Float) v;
            tracker.accept(f);
            out.addFloat(f);
          }
          : (out, v) -> {
            double d = ((Number) v).doubleValue();
            tracker.accept(d);
            out.addDouble(d);
          };
    }
    if (type == DuckLakeType.GEOMETRY) {
      var tracker = new GeometryTracker();
      trackers.add(tracker);
      return (out, v) -> {
        byte[] wkb = (byte[]) v;
        tracker.accept(wkb);
        out.addBinary(Binary.fromConstantByteArray(wkb));
      };
    }
    trackers.add(null);
    return type instanceof DecimalType decimal ? decimal(decimal) : scalar((Scalar) type);
  }

  private static ValueWriter scalar(Scalar type) {
    return switch (type) {
      case BOOLEAN -> (out, v) -> out.addBoolean((Boolean) v);
      case INT8 -> integer(type, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case INT16 -> integer(type, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT32 -> integer(type, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case UINT8 -> integer(type, 0, 0xff);
      case UINT16 -> integer(type, 0, 0xffff);
      case UINT32 -> integer(type, 0, 0xffffffffL);
      case INT64, UINT64 -> (out, v) -> out.addLong(whole(v));
      case DATE -> (out, v) -> out.addInteger(Math.toIntExact(((LocalDate) v).toEpochDay()));
      case TIME -> (out, v) -> out.addLong(((LocalTime) v).toNanoOfDay() / 1_000);
      case TIMESTAMP -> (out, v) -> out.addLong(scaled((LocalDateTime) v, 1_000_000));
      case TIMESTAMP_S ->
          (out, v) -> out.addLong(Math.multiplyExact(scaled((LocalDateTime) v, 1), 1_000_000L));
      case TIMESTAMP_MS -> (out, v) -> out.addLong(scaled((LocalDateTime) v, 1_000));
      case TIMESTAMP_NS -> (out, v) -> out.addLong(scaled((LocalDateTime) v, 1_000_000_000));
      case TIMESTAMPTZ ->
          (out, v) -> {
            Instant at = (Instant) v;
            out.addLong(scaled(at.getEpochSecond(), at.getNano(), 1_000_000));
          };
      case VARCHAR, JSON -> new TextWriter();
      case BLOB -> (out, v) -> out.addBinary(Binary.fromConstantByteArray((byte[]) v));
      case UUID -> (out, v) -> out.addBinary(bytes((UUID) v));
      case FLOAT32, FLOAT64, GEOMETRY ->
          throw new IllegalStateException(type + " has a writer of its own");
    };
  }

  private static ValueWriter integer(Scalar type, long min, long max) {
    return (out, v) -> {
      long value = whole(v);
      if (value < min || value > max) {
        throw new ArithmeticException(
            value + " is out of the range of " + type.catalogText() + ", " + min + " to " + max);
      }
      out.addInteger((int) value);
    };
  }

  private static long whole(Object value) {
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    if (value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    throw new ClassCastException(value.getClass().getName() + " is no whole number");
  }

  static long scaled(LocalDateTime at, long unitsPerSecond) {
    return scaled(at.toEpochSecond(ZoneOffset.UTC), at.getNano(), unitsPerSecond);
  }

  static long scaled(long seconds, int nanos, long unitsPerSecond) {
    return Math.addExact(
        Math.multiplyExact(seconds, unitsPerSecond), nanos / (1_000_000_000 / unitsPerSecond));
  }

  private static ValueWriter decimal(DecimalType type) {
    if (type.precision() <= 9) {
      return (out, v) -> out.addInteger(unscaled(type, v).intValueExact());
    }
    if (type.precision() <= 18) {
      return (out, v) -> out.addLong(unscaled(type, v).longValueExact());
    }
    return (out, v) -> {
      byte[] small = unscaled(type, v).toByteArray();
      byte[] fixed = new byte[16];
      Arrays.fill(fixed, 0, 16 - small.length, (byte) (small[0] < 0 ? -1 : 0));
      System.arraycopy(small, 0, fixed, 16 - small.length, small.length);
      out.addBinary(Binary.fromConstantByteArray(fixed));
    };
  }

  private static BigInteger unscaled(DecimalType type, Object value) {
    BigDecimal exact = ((BigDecimal) value).setScale(type.scale());
    if (exact.precision() > type.precision()) {
      throw new ArithmeticException(value + " does not fit into " + type.catalogText());
    }
    return exact.unscaledValue();
  }

  private static Binary bytes(UUID uuid) {
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array());
  }

  /** Encodes a text once as long as the same object comes again and again. */
  final class TextWriter implements ValueWriter {
    private @Nullable String last;
    private Binary encoded = Binary.EMPTY;

    @Override
    @SuppressWarnings("ReferenceEquality") // equal texts of other objects are only encoded again
    public void write(RecordConsumer out, Object value) {
      if (value != last) {
        last = (String) value;
        encoded = Binary.fromConstantByteArray(last.getBytes(StandardCharsets.UTF_8));
      }
      out.addBinary(encoded);
    }
  }

  /** Three levels: list, its repeated group, the element. */
  record ListWriter(ValueWriter element) implements ValueWriter {
    @Override
    public void write(RecordConsumer out, Object value) {
      List<?> list = (List<?>) value;
      out.startGroup();
      if (!list.isEmpty()) {
        out.startField("list", 0);
        for (Object item : list) {
          out.startGroup();
          if (item != null) {
            out.startField("element", 0);
            element.write(out, item);
            out.endField("element", 0);
          }
          out.endGroup();
        }
        out.endField("list", 0);
      }
      out.endGroup();
    }
  }

  /** Entries in the map's own order. */
  record MapWriter(ValueWriter key, ValueWriter mapped) implements ValueWriter {
    @Override
    public void write(RecordConsumer out, Object value) {
      Map<?, ?> map = (Map<?, ?>) value;
      out.startGroup();
      if (!map.isEmpty()) {
        out.startField("key_value", 0);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.startGroup();
          Object name = entry.getKey();
          if (name == null) {
            throw new IllegalArgumentException("a map has a null key");
          }
          out.startField("key", 0);
          key.write(out, name);
          out.endField("key", 0);
          Object item = entry.getValue();
          if (item != null) {
            out.startField("value", 1);
            mapped.write(out, item);
            out.endField("value", 1);
          }
          out.endGroup();
        }
        out.endField("key_value", 0);
      }
      out.endGroup();
    }
  }

  /** One value a field, in their order. */
  record StructWriter(String[] names, ValueWriter[] fields) implements ValueWriter {
    @Override
    public void write(RecordConsumer out, Object value) {
      List<?> values = (List<?>) value;
      if (values.size() != fields.length) {
        throw new IllegalArgumentException(
            "a struct of " + fields.length + " fields got " + values.size() + " values");
      }
      out.startGroup();
      for (int i = 0; i < fields.length; i++) {
        Object field = values.get(i);
        if (field != null) {
          out.startField(names[i], i);
          fields[i].write(out, field);
          out.endField(names[i], i);
        }
      }
      out.endGroup();
    }
  }
}
