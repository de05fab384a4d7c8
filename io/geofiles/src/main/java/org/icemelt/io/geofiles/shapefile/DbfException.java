package org.icemelt.io.geofiles.shapefile;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A .dbf that cannot be read. */
final class DbfException extends Exception {
  private static final long serialVersionUID = 1L;
  private final boolean cut;

  DbfException(boolean cut, Path path, String what, @Nullable Throwable cause) {
    super("its " + path.getFileName() + " " + what, cause);
    this.cut = cut;
  }

  /** Whether bytes are missing at its end, rather than wrong ones there. */
  boolean isCut() {
    return cut;
  }
}
