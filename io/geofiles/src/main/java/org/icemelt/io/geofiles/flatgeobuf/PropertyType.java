package org.icemelt.io.geofiles.flatgeobuf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.icemelt.io.geofiles.columns.ValueCast;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;
import org.wololo.flatgeobuf.generated.ColumnType;

/**
 * A column's type in the file, which of ours it becomes, and how its values are read. Unsigned
 * numbers get the next larger type, those of 64 bits text. A date and time that names no zone is
 * kept as it stands, one that does is told in UTC; what is no ISO 8601 is null.
 */
enum PropertyType {
  BYTE(ColumnType.Byte, ValueType.INT32, from -> (int) from.get()),
  UBYTE(ColumnType.UByte, ValueType.INT32, from -> Byte.toUnsignedInt(from.get())),
  BOOL(ColumnType.Bool, ValueType.BOOLEAN, from -> from.get() != 0),
  SHORT(ColumnType.Short, ValueType.INT32, from -> (int) from.getShort()),
  USHORT(ColumnType.UShort, ValueType.INT32, from -> Short.toUnsignedInt(from.getShort())),
  INT(ColumnType.Int, ValueType.INT32, ByteBuffer::getInt),
  UINT(ColumnType.UInt, ValueType.INT64, from -> Integer.toUnsignedLong(from.getInt())),
  LONG(ColumnType.Long, ValueType.INT64, ByteBuffer::getLong),
  ULONG(ColumnType.ULong, ValueType.STRING, from -> Long.toUnsignedString(from.getLong())),
  FLOAT(ColumnType.Float, ValueType.FLOAT32, ByteBuffer::getFloat),
  DOUBLE(ColumnType.Double, ValueType.FLOAT64, ByteBuffer::getDouble),
  TEXT(ColumnType.String, ValueType.STRING, PropertyType::text),
  JSON(ColumnType.Json, ValueType.JSON, PropertyType::text),
  DATE_TIME(
      ColumnType.DateTime,
      ValueType.TIMESTAMP,
      from -> ValueCast.cast(text(from), ValueType.TIMESTAMP)),
  BINARY(ColumnType.Binary, ValueType.BINARY, PropertyType::bytes);

  private static final PropertyType[] ALL = values();

  private final int code;
  private final ValueType valueType;
  private final Function<ByteBuffer, @Nullable Object> reader;

  PropertyType(int code, ValueType valueType, Function<ByteBuffer, @Nullable Object> reader) {
    this.code = code;
    this.valueType = valueType;
    this.reader = reader;
  }

  /** Null if there is no type of this code. */
  static @Nullable PropertyType of(int code) {
    for (PropertyType type : ALL) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }

  ValueType valueType() {
    return valueType;
  }

  /**
   * Reads the value at the buffer's position and moves behind it.
   *
   * @throws BufferUnderflowException if the bytes end inside it
   */
  @Nullable Object read(ByteBuffer from) {
    return reader.apply(from);
  }

  private static byte[] bytes(ByteBuffer from) {
    long length = Integer.toUnsignedLong(from.getInt());
    if (length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[(int) length];
    from.get(bytes);
    return bytes;
  }

  private static String text(ByteBuffer from) {
    return new String(bytes(from), StandardCharsets.UTF_8);
  }
}
