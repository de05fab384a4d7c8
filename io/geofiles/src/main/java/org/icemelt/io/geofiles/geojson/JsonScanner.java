package org.icemelt.io.geofiles.geojson;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;

/**
 * Steps over JSON text byte by byte and finds where values begin and end, several times faster than
 * a parser that looks at each number. It trusts what lies between brackets: whoever reads the
 * values parses them and finds their faults.
 */
final class JsonScanner implements Closeable {
  static final int END = -1;
  private static final int RECORD_SEPARATOR = 0x1E;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final GeoFile file;
  private final RandomAccessFile in;
  private byte[] buffer = new byte[1 << 16];
  private int at;
  private int limit;
  private long bufferStart;
  private byte[] token = new byte[256];
  private int tokenLength;
  private boolean tokenHasEscapes;
  private long features;

  JsonScanner(GeoFile file) throws IOException {
    this.file = file;
    this.in = new RandomAccessFile(file.path(), "r");
    fill();
    if (limit >= 3 && Arrays.equals(buffer, 0, 3, BYTE_ORDER_MARK, 0, 3)) {
      at = 3;
    }
  }

  /** What messages say of the complete features so far. */
  void countFeature() {
    features++;
  }

  /** Offset in the file of the next byte. */
  long position() {
    return bufferStart + at;
  }

  private boolean fill() throws IOException {
    bufferStart += limit;
    at = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  /** The next byte that is no blank, not yet taken; {@link #END} at the end. */
  int peek() throws IOException {
    while (at < limit || fill()) {
      int next = buffer[at];
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t' && next != RECORD_SEPARATOR) {
        return next & 0xFF;
      }
      at++;
    }
    return END;
  }

  /** Takes the next byte that is no blank if it is this one. */
  boolean take(char wanted) throws IOException {
    boolean found = peek() == wanted;
    if (found) {
      at++;
    }
    return found;
  }

  void require(char wanted) throws IOException, GeoFileException {
    if (!take(wanted)) {
      throw fault("'" + wanted + "'");
    }
  }

  /** Something else than {@code wanted} is next, or the end. */
  GeoFileException fault(String wanted) throws IOException {
    int next = peek();
    if (next == END) {
      return GeoJsonErrors.cut(file, position(), features, null);
    }
    String seen = next > 0x20 && next < 0x7F ? "'" + (char) next + "'" : "byte " + next;
    return GeoJsonErrors.malformed(
        file, position() + 1, features, "found " + seen + " instead of " + wanted, null);
  }

  /** Steps over the value that comes next. */
  void skipValue() throws IOException, GeoFileException {
    switch (peek()) {
      case '{', '[' -> skipContainer();
      case '"' -> skipString();
      default -> readScalar();
    }
  }

  private void skipContainer() throws IOException, GeoFileException {
    int depth = 0;
    while (at < limit || fill()) {
      byte[] bytes = buffer; // locals: C1 would read the fields anew for each byte
      int end = limit;
      int i = at;
      while (i < end) {
        byte next = bytes[i++];
        if (next >= '[') {
          int folded = next | 0x20; // brackets and braces differ in this bit alone
          if (folded == '{') {
            depth++;
          } else if (folded == '}' && --depth == 0) {
            at = i;
            return;
          }
        } else if (next == '"') {
          at = i - 1;
          skipString();
          bytes = buffer;
          end = limit;
          i = at;
        }
      }
      at = i;
    }
    throw fault("the rest of a value");
  }

  private void skipString() throws IOException, GeoFileException {
    at++;
    while (at < limit || fill()) {
      byte[] bytes = buffer;
      int end = limit;
      int i = at;
      while (i < end && isPlain(bytes[i])) {
        i++;
      }
      at = i;
      if (i == end) {
        continue;
      }
      byte next = bytes[i];
      if (next == '"') {
        at++;
        return;
      }
      if (next != '\\') {
        throw GeoJsonErrors.malformed(
            file, position() + 1, features, "found byte " + next + " inside a string", null);
      }
      at++;
      skipEscaped();
    }
    throw fault("the rest of a string");
  }

  /** Part of a string that asks for nothing: no quote, no backslash, no control character. */
  private static boolean isPlain(byte next) {
    return next != '"' && next != '\\' && (next >= 0x20 || next < 0);
  }

  private void skipEscaped() throws IOException, GeoFileException {
    if (at == limit && !fill()) {
      throw fault("the rest of a string");
    }
    at++;
  }

  /** Reads a string's bytes, quotes excluded, as {@link #token()}. */
  void readString() throws IOException, GeoFileException {
    if (peek() != '"') {
      throw fault("'\"'");
    }
    at++;
    tokenLength = 0;
    tokenHasEscapes = false;
    while (at < limit || fill()) {
      byte[] bytes = buffer;
      int end = limit;
      int i = at;
      while (i < end && bytes[i] != '"' && bytes[i] != '\\') {
        i++;
      }
      append(i);
      if (i == end) {
        continue;
      }
      if (bytes[i] == '"') {
        at++;
        return;
      }
      tokenHasEscapes = true;
      append(i + 1);
      if (at == limit && !fill()) {
        break;
      }
      append(at + 1);
    }
    throw fault("the rest of a string");
  }

  /** Reads a number or word up to what ends it, as {@link #token()}. */
  void readScalar() throws IOException, GeoFileException {
    peek();
    tokenLength = 0;
    tokenHasEscapes = false;
    while (at < limit || fill()) {
      byte[] bytes = buffer;
      int end = limit;
      int i = at;
      while (i < end && !endsScalar(bytes[i])) {
        i++;
      }
      append(i);
      if (i < end) {
        break;
      }
    }
    if (tokenLength == 0) {
      throw fault("a value");
    }
  }

  private static boolean endsScalar(byte next) {
    return next <= ' ' || next == ',' || next == '}' || next == ']' || next == '{' || next == '[';
  }

  /** Takes the buffer's bytes up to {@code end} into the token. */
  private void append(int end) {
    int length = end - at;
    if (tokenLength + length > token.length) {
      token = Arrays.copyOf(token, Math.max(2 * token.length, tokenLength + length));
    }
    System.arraycopy(buffer, at, token, tokenLength, length);
    tokenLength += length;
    at = end;
  }

  /** Bytes of the last string or scalar, valid up to {@link #tokenLength()}. */
  byte[] token() {
    return token;
  }

  int tokenLength() {
    return tokenLength;
  }

  boolean tokenIs(String ascii) {
    if (ascii.length() != tokenLength) {
      return false;
    }
    for (int i = 0; i < tokenLength; i++) {
      if (token[i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The last string as text. */
  String tokenText() throws IOException, GeoFileException {
    String raw = new String(token, 0, tokenLength, UTF_8);
    if (!tokenHasEscapes) {
      return raw;
    }
    try {
      return JsonText.unescaped(raw);
    } catch (IOException e) {
      throw GeoJsonErrors.malformed(
          file, position(), features, "a name has a wrong escape: " + raw, e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
