package org.icemelt.io.geofiles.geopackage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opening one, and what SQLite's complaints mean for the file. */
final class GeoPackage {
  private static final int HEADER = 100;

  private GeoPackage() {}

  /** A connection that writes nothing, not even a lock; several may be open at once. */
  static Connection open(GeoFile file) throws SQLException {
    String uri = Path.of(file.path()).toUri().getRawPath();
    var source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:file:" + uri + "?mode=ro&immutable=1");
    return source.getConnection();
  }

  /** A name as SQL text, whatever it holds. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  /** Refuses a file that has fewer bytes than its own header says. */
  static void requireWhole(GeoFile file) throws GeoFileException, IOException {
    try (var in = new RandomAccessFile(file.path(), "r")) {
      long size = in.length();
      if (size < HEADER) {
        throw cut(file, "it has %d bytes, less than SQLite's header".formatted(size));
      }
      in.seek(16);
      int stated = in.readUnsignedShort();
      long pageSize = stated == 1 ? 65_536 : stated;
      in.seek(24);
      int changes = in.readInt();
      long pages = Integer.toUnsignedLong(in.readInt());
      in.seek(92);
      boolean pagesAreValid = in.readInt() == changes && pages > 0;
      if (pagesAreValid && size < pages * pageSize) {
        throw cut(
            file, "it has %d bytes where its header says %d".formatted(size, pages * pageSize));
      }
    }
  }

  /** Refuses a file whose last changes lie beside it, as opening it immutable would miss them. */
  static void requireNoLog(GeoFile file) throws GeoFileException, IOException {
    Path log = Path.of(file.path() + "-wal");
    if (Files.exists(log) && Files.size(log) > 0) {
      throw new GeoFileException(
          Code.FILE_MALFORMED,
          "Cannot read %s of dataset %s: changes that are not in the file yet lie in %s. Open and close it with SQLite once."
              .formatted(file.sourceFile(), file.dataset(), log.getFileName()));
    }
  }

  private static GeoFileException cut(GeoFile file, String what) {
    return new GeoFileException(
        Code.FILE_CUT,
        "Failed to read %s of dataset %s: %s. It was cut; fetch it again."
            .formatted(file.sourceFile(), file.dataset(), what));
  }

  /**
   * @throws IOException if the disk failed, which is no property of the file
   */
  static GeoFileException broken(GeoFile file, SQLException cause, long before) throws IOException {
    if (cause instanceof SQLiteException sqlite) {
      int primary = sqlite.getResultCode().code & 0xFF;
      if (primary == SQLiteErrorCode.SQLITE_IOERR.code
          || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
          || primary == SQLiteErrorCode.SQLITE_NOMEM.code) {
        throw new IOException(cause.getMessage(), cause);
      }
    }
    return new GeoFileException(
        Code.FILE_MALFORMED,
        "Failed to read %s of dataset %s: SQLite says %s. Repair the file or fetch it again."
            .formatted(file.sourceFile(), file.dataset(), cause.getMessage()),
        before,
        cause);
  }
}
