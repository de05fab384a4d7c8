package org.icemelt.io.ducklake.internal.read;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.icemelt.io.ducklake.DataFileException;
import org.icemelt.io.ducklake.DuckLakeException;

/** Failures to read a file of a lake, each naming it. */
final class FileFailures {
  /** Something that reads a file. */
  @FunctionalInterface
  interface Reading<T> {
    T run() throws IOException;
  }

  private FileFailures() {}

  /**
   * @param what the file is
   * @throws DataFileException if it cannot be read
   */
  static <T> T naming(String what, String path, Reading<T> reading) {
    try {
      return reading.run();
    } catch (DuckLakeException e) {
      throw e;
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new DataFileException(
          "Cannot read the %s %s: there is no such file, though the catalog names it. Bring it back, or read another snapshot. Other tables can still be read."
              .formatted(what, path),
          e);
    } catch (IOException | RuntimeException e) {
      throw new DataFileException(
          "Failed to read the %s %s: %s. Bring back a sound copy of it, or read another snapshot. Other tables can still be read."
              .formatted(what, path, reason(e)),
          e);
    }
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message.strip();
  }
}
