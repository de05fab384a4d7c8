package org.icemelt.io.ducklake.internal.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** The folder of a catalog that is a file. */
final class CatalogFolder {
  private CatalogFolder() {}

  static void make(Path catalogFile) throws SQLException {
    Path folder = catalogFile.getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new SQLException("Failed to make the catalog's folder " + folder + ": " + e, e);
    }
  }
}
