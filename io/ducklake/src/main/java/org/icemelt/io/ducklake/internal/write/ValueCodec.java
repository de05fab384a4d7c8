package org.icemelt.io.ducklake.internal.write;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.ListType;
import org.icemelt.io.ducklake.DuckLakeType.MapType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;
import org.icemelt.io.ducklake.DuckLakeType.StructType;
import org.jspecify.annotations.Nullable;

/** Values between workers: as their column's type says, without names of classes. */
final class ValueCodec {
  private static final int NULL = 0;
  private static final int PRESENT = 1;

  private ValueCodec() {}

  static void write(DuckLakeType type, @Nullable Object value, DataOutputStream out)
      throws IOException {
    if (value == null) {
      out.writeByte(NULL);
      return;
    }
    out.writeByte(PRESENT);
    if (type instanceof ListType list) {
      List<?> items = (List<?>) value;
      out.writeInt(items.size());
      for (Object item : items) {
        write(list.element(), item, out);
      }
    } else if (type instanceof MapType map) {
      Map<?, ?> entries = (Map<?, ?>) value;
      out.writeInt(entries.size());
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        write(map.key(), entry.getKey(), out);
        write(map.value(), entry.getValue(), out);
      }
    } else if (type instanceof StructType struct) {
      List<?> fields = (List<?>) value;
      for (int i = 0; i < struct.fields().size(); i++) {
        write(struct.fields().get(i).type(), fields.get(i), out);
      }
    } else if (type instanceof DecimalType) {
      BigDecimal decimal = (BigDecimal) value;
      out.writeInt(decimal.scale());
      bytes(decimal.unscaledValue().toByteArray(), out);
    } else {
      scalar((Scalar) type, value, out);
    }
  }

  private static void scalar(Scalar type, Object value, DataOutputStream out) throws IOException {
    switch (type) {
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case INT8, INT16, INT32, UINT8, UINT16 -> out.writeInt(((Number) value).intValue());
      case INT64, UINT32, UINT64 -> out.writeLong(((Number) value).longValue());
      case FLOAT32 -> out.writeFloat((Float) value);
      case FLOAT64 -> out.writeDouble(((Number) value).doubleValue());
      case DATE -> out.writeLong(((LocalDate) value).toEpochDay());
      case TIME -> out.writeLong(((LocalTime) value).toNanoOfDay());
      case TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS -> {
        LocalDateTime at = (LocalDateTime) value;
        out.writeLong(at.toEpochSecond(ZoneOffset.UTC));
        out.writeInt(at.getNano());
      }
      case TIMESTAMPTZ -> {
        Instant at = (Instant) value;
        out.writeLong(at.getEpochSecond());
        out.writeInt(at.getNano());
      }
      case VARCHAR, JSON -> bytes(((String) value).getBytes(StandardCharsets.UTF_8), out);
      case BLOB, GEOMETRY -> bytes((byte[]) value, out);
      case UUID -> {
        UUID uuid = (UUID) value;
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
      }
    }
  }

  static @Nullable Object read(DuckLakeType type, DataInputStream in) throws IOException {
    if (in.readByte() == NULL) {
      return null;
    }
    if (type instanceof ListType list) {
      int size = in.readInt();
      List<@Nullable Object> items = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        items.add(read(list.element(), in));
      }
      return Collections.unmodifiableList(items);
    }
    if (type instanceof MapType map) {
      int size = in.readInt();
      Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        Object key = read(map.key(), in);
        entries.put(key, read(map.value(), in));
      }
      return Collections.unmodifiableMap(entries);
    }
    if (type instanceof StructType struct) {
      List<@Nullable Object> fields = new ArrayList<>(struct.fields().size());
      for (var field : struct.fields()) {
        fields.add(read(field.type(), in));
      }
      return Collections.unmodifiableList(fields);
    }
    if (type instanceof DecimalType) {
      int scale = in.readInt();
      return new BigDecimal(new BigInteger(bytes(in)), scale);
    }
    return scalar((Scalar) type, in);
  }

  private static Object scalar(Scalar type, DataInputStream in) throws IOException {
    return switch (type) {
      case BOOLEAN -> in.readBoolean();
      case INT8, INT16, INT32, UINT8, UINT16 -> in.readInt();
      case INT64, UINT32, UINT64 -> in.readLong();
      case FLOAT32 -> in.readFloat();
      case FLOAT64 -> in.readDouble();
      case DATE -> LocalDate.ofEpochDay(in.readLong());
      case TIME -> LocalTime.ofNanoOfDay(in.readLong());
      case TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS ->
          LocalDateTime.ofEpochSecond(in.readLong(), in.readInt(), ZoneOffset.UTC);
      case TIMESTAMPTZ -> Instant.ofEpochSecond(in.readLong(), in.readInt());
      case VARCHAR, JSON -> new String(bytes(in), StandardCharsets.UTF_8);
      case BLOB, GEOMETRY -> bytes(in);
      case UUID -> new UUID(in.readLong(), in.readLong());
    };
  }

  private static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
