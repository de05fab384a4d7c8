package org.icemelt.io.ducklake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks over rows that were read; not thread-safe. */
public interface RowCursor extends AutoCloseable {
  /**
   * Goes to the next row; the first call goes to the first one.
   *
   * @return false if there is none
   * @throws DataFileException if a file is missing or damaged
   */
  boolean next();

  /** The row's values, one a column, of the classes that {@link DuckLakeType} lists. */
  List<@Nullable Object> values();

  /** DuckLake's id of the row, which it keeps for life. */
  long rowId();

  /** What was read so far. */
  ReadCounts counts();

  @Override
  void close();
}
