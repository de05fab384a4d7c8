package org.icemelt.io.ducklake.internal.catalog;

/** What became of a {@link DeleteKey}: how a data file loses the rows of a value. */
public sealed interface PreparedDelete {
  /** No live row has the value. */
  record Nothing() implements PreparedDelete {}

  /** Every live row has it: the file itself ends. */
  record WholeFile() implements PreparedDelete {}

  /**
   * A cumulative delete file was written.
   *
   * @param path absolute
   * @param deleteCount rows that it deletes, those deleted before included
   * @param newlyDeleted rows that were live until now
   */
  record Partly(String path, long deleteCount, long newlyDeleted, long sizeBytes, long footerSize)
      implements PreparedDelete {}
}
