package org.icemelt.io.ducklake.internal.read;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Deletes;
import org.jspecify.annotations.Nullable;

/** Which rows of a data file count, apart from any filter. */
sealed interface RowChoice extends Serializable {
  /** Tells rows that count from others. */
  @FunctionalInterface
  interface Chooser {
    /**
     * @param added snapshot that added the row, if the file says
     */
    boolean takes(long position, @Nullable Long added);
  }

  Chooser open();

  /** Whether the snapshots that added the rows have to be read. */
  boolean needsSnapshots();

  /**
   * Rows that are there at a snapshot.
   *
   * @param upTo rows of later snapshots do not count; null if all do
   */
  record Live(@Nullable Long upTo, @Nullable Deletes deletes, List<Long> inlinedDeletes)
      implements RowChoice {
    @Override
    public boolean needsSnapshots() {
      return upTo != null;
    }

    @Override
    public Chooser open() {
      long[] deleted = Deletions.positions(deletes, inlinedDeletes);
      return (position, added) ->
          (upTo == null || added == null || added <= upTo)
              && (deleted.length == 0 || Arrays.binarySearch(deleted, position) < 0);
    }
  }
}
