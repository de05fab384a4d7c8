package org.icemelt.io.geofiles.shapefile;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import org.icemelt.io.geofiles.bytes.FileWindow;
import org.jspecify.annotations.Nullable;

/**
 * Records of a .shp by number: through the .shx, which alone knows of records that were moved, or
 * without one by walking from record to record.
 */
final class Shp implements Closeable {
  private static final int HEADER = 100;
  private static final int INDEX_ENTRY = 8;
  private static final int RECORD_HEADER = 8;

  private final FileWindow shapes;
  private final @Nullable FileWindow index;
  private final int typeCode;
  private final long statedSize;
  private long walked;
  private long walkedTo = HEADER;

  Shp(Path shp, Optional<Path> shx) throws IOException {
    this.shapes = new FileWindow(shp);
    this.index = shx.isPresent() ? new FileWindow(shx.get()) : null;
    ByteBuffer header = shapes.at(0, HEADER);
    this.statedSize = 2L * Integer.toUnsignedLong(header.getInt(24));
    this.typeCode = header.order(ByteOrder.LITTLE_ENDIAN).getInt(32);
  }

  int typeCode() {
    return typeCode;
  }

  long size() {
    return shapes.size();
  }

  /** Bytes the file should have by its own header. */
  long statedSize() {
    return statedSize;
  }

  boolean hasIndex() {
    return index != null;
  }

  /** Records in the index; only with one. */
  long indexed() {
    return index == null ? 0 : Math.max(0, index.size() - HEADER) / INDEX_ENTRY;
  }

  /** Whether the index has as many bytes as its header says. */
  boolean isIndexCut() throws IOException {
    if (index == null) {
      return false;
    }
    return index.size() < HEADER
        || index.size() < 2L * Integer.toUnsignedLong(index.at(0, HEADER).getInt(24));
  }

  /**
   * Where the record begins; negative if there is none of this number.
   *
   * @throws EOFException if the record's header lies beyond the end
   */
  long position(long record) throws IOException {
    if (index != null) {
      if (record >= indexed()) {
        return -1;
      }
      ByteBuffer entry = index.at(HEADER + INDEX_ENTRY * record, INDEX_ENTRY);
      return 2L * Integer.toUnsignedLong(entry.getInt(0));
    }
    if (record < walked) {
      walked = 0;
      walkedTo = HEADER;
    }
    while (walked < record && walkedTo < end()) {
      walkedTo += RECORD_HEADER + contentLength(walkedTo);
      walked++;
    }
    return walkedTo < end() ? walkedTo : -1;
  }

  /** What follows the stated length is no record; a writer that died has left none. */
  private long end() {
    return statedSize > HEADER ? Math.min(shapes.size(), statedSize) : shapes.size();
  }

  private long contentLength(long position) throws IOException {
    return 2L * Integer.toUnsignedLong(shapes.at(position, RECORD_HEADER).getInt(4));
  }

  /** Whether the whole record that begins here is in the file. */
  boolean isWhole(long position) throws IOException {
    return position >= HEADER
        && position + RECORD_HEADER <= shapes.size()
        && position + RECORD_HEADER + contentLength(position) <= shapes.size();
  }

  /** The content of the record that begins here, valid until the next call. */
  ByteBuffer content(long position) throws IOException {
    long length = contentLength(position);
    if (length > Integer.MAX_VALUE) {
      throw new EOFException("a record of " + length + " bytes");
    }
    return shapes.at(position + RECORD_HEADER, (int) length);
  }

  @Override
  public void close() throws IOException {
    shapes.close();
    if (index != null) {
      index.close();
    }
  }
}
