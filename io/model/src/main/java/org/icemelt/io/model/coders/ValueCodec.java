package org.icemelt.io.model.coders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/**
 * Single values as bytes: a tag that names the Java class of {@link
 * org.icemelt.io.model.ValueType}, then the value. Strings are UTF-8, so a lone surrogate becomes a
 * question mark.
 */
final class ValueCodec {
  private static final int NULL = 0;
  private static final int FALSE = 1;
  private static final int TRUE = 2;
  private static final int INTEGER = 3;
  private static final int LONG = 4;
  private static final int FLOAT = 5;
  private static final int DOUBLE = 6;
  private static final int STRING = 7;
  private static final int DATE = 8;
  private static final int DATE_TIME = 9;
  private static final int INSTANT = 10;
  private static final int BYTES = 11;

  private ValueCodec() {}

  static void writeAll(List<? extends @Nullable Object> values, OutputStream out)
      throws IOException {
    int size = values.size();
    VarInt.encode(size, out);
    for (int i = 0; i < size; i++) {
      write(values.get(i), out);
    }
  }

  static List<@Nullable Object> readAll(InputStream in) throws IOException {
    @Nullable Object[] values = new @Nullable Object[VarInt.decodeInt(in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(in);
    }
    return Arrays.asList(values);
  }

  static void write(@Nullable Object value, OutputStream out) throws IOException {
    if (value == null) {
      out.write(NULL);
    } else if (value instanceof String text) {
      out.write(STRING);
      writeString(text, out);
    } else if (value instanceof Double number) {
      out.write(DOUBLE);
      writeDouble(number, out);
    } else if (value instanceof Long number) {
      out.write(LONG);
      writeLong(number, out);
    } else if (value instanceof Integer number) {
      out.write(INTEGER);
      writeInt(number, out);
    } else if (value instanceof Boolean truth) {
      out.write(truth ? TRUE : FALSE);
    } else if (value instanceof Float number) {
      out.write(FLOAT);
      writeInt(Float.floatToRawIntBits(number), out);
    } else if (value instanceof LocalDate date) {
      out.write(DATE);
      writeLong(date.toEpochDay(), out);
    } else if (value instanceof LocalDateTime time) {
      out.write(DATE_TIME);
      writeLong(time.toEpochSecond(ZoneOffset.UTC), out);
      writeInt(time.getNano(), out);
    } else if (value instanceof Instant instant) {
      out.write(INSTANT);
      writeLong(instant.getEpochSecond(), out);
      writeInt(instant.getNano(), out);
    } else if (value instanceof byte[] bytes) {
      out.write(BYTES);
      writeBytes(bytes, out);
    } else {
      throw new CoderException("Cannot encode a " + value.getClass().getName() + " as a value");
    }
  }

  static @Nullable Object read(InputStream in) throws IOException {
    int tag = readByte(in);
    return switch (tag) {
      case NULL -> null;
      case FALSE -> false;
      case TRUE -> true;
      case INTEGER -> readInt(in);
      case LONG -> readLong(in);
      case FLOAT -> Float.intBitsToFloat(readInt(in));
      case DOUBLE -> readDouble(in);
      case STRING -> readString(in);
      case DATE -> LocalDate.ofEpochDay(readLong(in));
      case DATE_TIME -> LocalDateTime.ofEpochSecond(readLong(in), readInt(in), ZoneOffset.UTC);
      case INSTANT -> Instant.ofEpochSecond(readLong(in), readInt(in));
      case BYTES -> readBytes(in);
      default -> throw new CoderException("Invalid value tag: " + tag);
    };
  }

  static void writeString(String text, OutputStream out) throws IOException {
    writeBytes(text.getBytes(UTF_8), out);
  }

  static String readString(InputStream in) throws IOException {
    return new String(readBytes(in), UTF_8);
  }

  static void writeBytes(byte[] bytes, OutputStream out) throws IOException {
    VarInt.encode(bytes.length, out);
    out.write(bytes);
  }

  static byte[] readBytes(InputStream in) throws IOException {
    return readFully(in, VarInt.decodeInt(in));
  }

  static void writeDouble(double number, OutputStream out) throws IOException {
    writeLong(Double.doubleToRawLongBits(number), out);
  }

  static double readDouble(InputStream in) throws IOException {
    return Double.longBitsToDouble(readLong(in));
  }

  static void writeLong(long number, OutputStream out) throws IOException {
    writeInt((int) (number >>> 32), out);
    writeInt((int) number, out);
  }

  static long readLong(InputStream in) throws IOException {
    long high = readInt(in);
    return (high << 32) | (readInt(in) & 0xFFFFFFFFL);
  }

  static int readByte(InputStream in) throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException("The bytes end inside an element");
    }
    return read;
  }

  private static void writeInt(int number, OutputStream out) throws IOException {
    out.write(number >>> 24);
    out.write(number >>> 16);
    out.write(number >>> 8);
    out.write(number);
  }

  private static int readInt(InputStream in) throws IOException {
    return (readByte(in) << 24) | (readByte(in) << 16) | (readByte(in) << 8) | readByte(in);
  }

  private static byte[] readFully(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("The bytes end inside an element");
    }
    return bytes;
  }
}
