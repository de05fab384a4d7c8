package org.icemelt.io.geofiles.geojson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The bytes from one offset of a file to another as JSON: what lies between is put in brackets, so
 * features with commas between them make an array, or is a sequence of values as it stands. Record
 * separators of RFC 8142 read as blanks; JSON text cannot hold one otherwise.
 */
final class JsonRegion extends InputStream {
  /** What surrounds the region's bytes. */
  enum Frame {
    BRACKETS,
    NONE
  }

  private static final int RECORD_SEPARATOR = 0x1E;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final RandomAccessFile file;
  private final Frame frame;
  private long left;
  private boolean opened;
  private boolean closed;

  private JsonRegion(RandomAccessFile file, long left, Frame frame) {
    this.file = file;
    this.left = left;
    this.frame = frame;
  }

  /** A parser of the bytes from {@code start} to {@code end}, exclusive; closing it closes all. */
  static JsonParser parse(Path path, long start, long end, Frame frame) throws IOException {
    var file = new RandomAccessFile(path.toFile(), "r");
    try {
      file.seek(start);
      JsonParser parser = FACTORY.createParser(new JsonRegion(file, end - start, frame));
      return parser.enable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** What to add to a parser's byte offset to get the file's. */
  static long shift(long start, Frame frame) {
    return frame == Frame.BRACKETS ? start - 1 : start;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (frame == Frame.BRACKETS && !opened) {
      opened = true;
      to[offset] = '[';
      return 1;
    }
    if (left > 0) {
      int read = file.read(to, offset, (int) Math.min(length, left));
      if (read > 0) {
        left -= read;
        blankSeparators(to, offset, read);
        return read;
      }
      left = 0;
    }
    if (frame == Frame.BRACKETS && !closed) {
      closed = true;
      to[offset] = ']';
      return 1;
    }
    return -1;
  }

  private void blankSeparators(byte[] bytes, int offset, int length) {
    if (frame == Frame.NONE) {
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == RECORD_SEPARATOR) {
          bytes[i] = ' ';
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
