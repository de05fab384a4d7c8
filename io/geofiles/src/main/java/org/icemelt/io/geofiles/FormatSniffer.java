package org.icemelt.io.geofiles;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.bytes.Store;

/**
 * Tells a file's format from its first bytes. A newline GeoJSON counts as GeoJSON here; record
 * separators are blanks.
 */
final class FormatSniffer {
  private static final int HEAD = 512;
  private static final int SHAPEFILE_CODE = 9994;
  private static final String GEOPARQUET = "PAR1";

  /** UTF-8's byte order mark, as ISO-8859-1. */
  private static final String BOM = "\u00ef\u00bb\u00bf";

  /** Beginnings of formats that people send and we do not read; bytes as ISO-8859-1. */
  private static final Map<String, String> KNOWN_STRANGERS =
      Map.ofEntries(
          Map.entry("PK\u0003\u0004", "a zip archive; name the file inside it"),
          Map.entry("\u001f\u008b", "a gzip archive; unpack it first"),
          Map.entry("7z\u00bc\u00af", "a 7z archive; unpack it first"),
          Map.entry("<", "XML or HTML (KML, GML or a web page)"),
          Map.entry("[", "a JSON array; GeoJSON begins with an object"),
          Map.entry("II*\u0000", "a TIFF image"),
          Map.entry("MM\u0000*", "a TIFF image"),
          Map.entry("\u0089PNG", "a PNG image"),
          Map.entry("\u00ff\u00fe", "text in UTF-16; save it as UTF-8"),
          Map.entry("\u00fe\u00ff", "text in UTF-16; save it as UTF-8"));

  private FormatSniffer() {}

  static Format formatOf(GeoFile file) throws GeoFileException, IOException {
    if (Store.has(file.path())) {
      return remoteFormatOf(file);
    }
    Path path = Path.of(file.path());
    if (Files.isDirectory(path)) {
      throw unknown(file, "a folder; name a file in it");
    }
    if (!Files.exists(path)) {
      throw new GeoFileException(
          Code.FILE_MISSING,
          "Cannot read %s of dataset %s: there is no file %s"
              .formatted(file.sourceFile(), file.dataset(), path));
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(path)) {
      head = in.readNBytes(HEAD);
    }
    String text = new String(head, ISO_8859_1);
    String visible = text.startsWith(BOM) ? text.substring(BOM.length()).strip() : text.strip();
    if (visible.isEmpty()) {
      throw new GeoFileException(
          Code.FILE_EMPTY,
          "Cannot read %s of dataset %s: the file %s. Fetch it again."
              .formatted(
                  file.sourceFile(),
                  file.dataset(),
                  head.length == 0 ? "is empty" : "begins with nothing but blanks"));
    }
    if (text.startsWith("SQLite format 3\u0000")) {
      return Format.GEOPACKAGE;
    }
    if (text.startsWith(GEOPARQUET)) {
      return Format.GEOPARQUET;
    }
    if (text.startsWith("fgb") && text.startsWith("fgb", 4)) {
      return Format.FLATGEOBUF;
    }
    if (head.length >= 4 && ByteBuffer.wrap(head).getInt() == SHAPEFILE_CODE) {
      if (file.path().toLowerCase(Locale.ROOT).endsWith(".shx")) {
        throw unknown(file, "the index of a Shapefile; name its .shp");
      }
      return Format.SHAPEFILE;
    }
    if (visible.startsWith("{")) {
      return Format.GEOJSON;
    }
    for (Map.Entry<String, String> stranger : KNOWN_STRANGERS.entrySet()) {
      if (visible.startsWith(stranger.getKey())) {
        throw unknown(file, stranger.getValue());
      }
    }
    throw unknown(file, "neither of these and begins with " + shown(head));
  }

  private static Format remoteFormatOf(GeoFile file) throws GeoFileException, IOException {
    byte[] head = new byte[GEOPARQUET.length()];
    try (var in = Store.input(file.path()).newStream()) {
      in.readFully(head);
    } catch (FileNotFoundException e) {
      throw new GeoFileException(
          Code.FILE_MISSING,
          "Cannot read %s of dataset %s: there is no file %s"
              .formatted(file.sourceFile(), file.dataset(), file.path()),
          e);
    } catch (EOFException e) {
      throw unknown(file, "shorter than any of them");
    }
    if (new String(head, ISO_8859_1).equals(GEOPARQUET)) {
      return Format.GEOPARQUET;
    }
    throw new GeoFileException(
        Code.FORMAT_UNSUPPORTED,
        "Cannot read %s of dataset %s from %s: only GeoParquet is read where it lies. Fetch it first."
            .formatted(file.sourceFile(), file.dataset(), file.path()));
  }

  private static String shown(byte[] head) {
    StringBuilder hex = new StringBuilder();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(12, head.length); i++) {
      hex.append("%02x ".formatted(head[i]));
      text.append(head[i] >= 0x20 && head[i] < 0x7F ? (char) head[i] : '.');
    }
    return "bytes " + hex + "(\"" + text + "\")";
  }

  private static GeoFileException unknown(GeoFile file, String what) {
    return new GeoFileException(
        Code.FORMAT_UNKNOWN,
        "Cannot read %s of dataset %s: it should be GeoJSON, Shapefile, GeoPackage, GeoParquet or FlatGeobuf, "
                .formatted(file.sourceFile(), file.dataset())
            + "but is "
            + what);
  }
}
