package org.icemelt.io.geofiles.shapefile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.icemelt.io.geofiles.bytes.FileWindow;
import org.jspecify.annotations.Nullable;

/** A .dbf: fields, and records by number. */
final class Dbf implements Closeable {
  private static final int FIELD = 32;
  private static final int NAME = 11;
  private static final int END_OF_FIELDS = 0x0D;
  private static final byte DELETED = '*';

  private final FileWindow window;
  private final Path path;
  private final long records;
  private final int headerLength;
  private final int recordLength;
  private final int languageDriver;
  private final List<byte[]> descriptors = new ArrayList<>();
  private byte[] record = new byte[0];

  Dbf(Path path) throws IOException, DbfException {
    this.path = path;
    this.window = new FileWindow(path);
    try {
      ByteBuffer header = window.at(0, FIELD).order(ByteOrder.LITTLE_ENDIAN);
      records = Integer.toUnsignedLong(header.getInt(4));
      headerLength = Short.toUnsignedInt(header.getShort(8));
      recordLength = Short.toUnsignedInt(header.getShort(10));
      languageDriver = Byte.toUnsignedInt(header.get(29));
      readDescriptors();
    } catch (EOFException e) {
      window.close();
      throw new DbfException(true, path, "ends inside its header", e);
    } catch (IOException | DbfException e) {
      window.close();
      throw e;
    }
  }

  private void readDescriptors() throws IOException, DbfException {
    int width = 1;
    for (int at = FIELD; at + FIELD <= headerLength; at += FIELD) {
      ByteBuffer bytes = window.at(at, FIELD);
      if (bytes.get(0) == END_OF_FIELDS) {
        break;
      }
      byte[] descriptor = new byte[FIELD];
      bytes.get(descriptor);
      descriptors.add(descriptor);
      width += Byte.toUnsignedInt(descriptor[16]);
    }
    if (width > recordLength || recordLength == 0) {
      throw new DbfException(
          false,
          path,
          "has fields of %d bytes in records of %d".formatted(width, recordLength),
          null);
    }
  }

  long records() {
    return records;
  }

  int recordLength() {
    return recordLength;
  }

  int languageDriver() {
    return languageDriver;
  }

  /**
   * Fields in order. A name that comes twice gets {@code _2}, one that is empty the field's number.
   */
  List<DbfField> fields(Charset charset) {
    List<DbfField> fields = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    int offset = 1;
    for (byte[] d : descriptors) {
      int end = 0;
      while (end < NAME && d[end] != 0) {
        end++;
      }
      String stated = new String(d, 0, end, charset).strip();
      String base = stated.isEmpty() ? "field_" + (fields.size() + 1) : stated;
      String name = base;
      for (int i = 2; !taken.add(name); i++) {
        name = base + "_" + i;
      }
      int length = Byte.toUnsignedInt(d[16]);
      char type = (char) Character.toUpperCase(Byte.toUnsignedInt(d[NAME]));
      fields.add(new DbfField(name, type, offset, length, Byte.toUnsignedInt(d[17])));
      offset += length;
    }
    return fields;
  }

  /** The bytes of a record, valid until the next call. */
  byte[] record(long number) throws IOException, DbfException {
    if (record.length == 0) {
      record = new byte[recordLength];
    }
    try {
      window.at(headerLength + number * recordLength, recordLength).get(record);
    } catch (EOFException e) {
      throw new DbfException(
          true, path, "ends before record %d of %d".formatted(number, records), e);
    }
    return record;
  }

  static boolean isDeleted(byte[] record) {
    return record[0] == DELETED;
  }

  /** Whether all text of all records is UTF-8 and some of it more than ASCII; reads the file. */
  boolean looksLikeUtf8() throws IOException, DbfException {
    List<DbfField> texts = fields(UTF_8).stream().filter(field -> field.type() == 'C').toList();
    boolean beyondAscii = false;
    for (long number = 0; number < records; number++) {
      byte[] bytes = record(number);
      for (DbfField field : texts) {
        Boolean utf8 = utf8(bytes, field.offset(), field.length());
        if (utf8 != null && !utf8) {
          return false;
        }
        beyondAscii |= utf8 != null;
      }
    }
    return beyondAscii;
  }

  /** Null if nothing can be told: ASCII alone, but for a character perhaps cut off at the end. */
  private static @Nullable Boolean utf8(byte[] bytes, int offset, int length) {
    for (int cut = 0; cut < 4 && cut < length; cut++) {
      if (isAscii(bytes, offset, length - cut)) {
        return null;
      }
      try {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length - cut));
        return true;
      } catch (CharacterCodingException e) {
        continue;
      }
    }
    return false;
  }

  private static boolean isAscii(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
