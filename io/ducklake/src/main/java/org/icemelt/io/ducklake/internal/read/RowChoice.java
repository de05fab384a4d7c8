package org.icemelt.io.ducklake.internal.read;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.icemelt.io.ducklake.ChangeKind;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Deletes;
import org.jspecify.annotations.Nullable;

/** Which rows of a data file count, apart from any filter. */
sealed interface RowChoice extends Serializable {
  /** A row does not count. */
  long NOT = -1;

  /** Tells rows that count from others. */
  @FunctionalInterface
  interface Chooser {
    /**
     * @param added snapshot that added the row, if the file says
     * @return the snapshot that makes the row count, or {@link #NOT}
     */
    long takes(long position, @Nullable Long added);
  }

  Chooser open();

  /** Whether the snapshots that added the rows have to be read. */
  boolean needsSnapshots();

  /** What the rows are, where they are changes. */
  default ChangeKind kind() {
    return ChangeKind.INSERT;
  }

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
                  && (deleted.length == 0 || Arrays.binarySearch(deleted, position) < 0)
              ? 0
              : NOT;
    }
  }

  /**
   * Rows that snapshots added.
   *
   * @param begin snapshot that added the rows of a file that says nothing of it
   * @param copies snapshots that only copied rows
   */
  record Added(long begin, long from, long to, Set<Long> copies) implements RowChoice {
    @Override
    public boolean needsSnapshots() {
      return true;
    }

    @Override
    public Chooser open() {
      return (position, added) -> {
        long snapshot = added == null ? begin : added;
        return snapshot >= from && snapshot <= to && !copies.contains(snapshot) ? snapshot : NOT;
      };
    }
  }

  /**
   * Rows that snapshots deleted.
   *
   * @param deletes all delete files that the file ever had, oldest first
   * @param inlined positions that the catalog deletes, with their snapshots
   * @param end snapshot that deleted all that was left; null if none did
   */
  record Removed(
      List<DeletesFrom> deletes, Map<Long, Long> inlined, @Nullable Long end, long from, long to)
      implements RowChoice {
    /**
     * @param begin snapshot of the deletions for which the file does not say
     */
    record DeletesFrom(Deletes deletes, long begin) implements Serializable {}

    @Override
    public ChangeKind kind() {
      return ChangeKind.DELETE;
    }

    @Override
    public boolean needsSnapshots() {
      return end != null;
    }

    @Override
    public Chooser open() {
      Map<Long, Long> when = new HashMap<>(inlined);
      for (DeletesFrom file : deletes) {
        for (Deletions.Deletion one : Deletions.read(file.deletes())) {
          Long known = one.snapshot();
          when.merge(one.position(), known == null ? file.begin() : known, Math::min);
        }
      }
      return (position, added) -> {
        Long snapshot = when.get(position);
        if (snapshot == null && end != null && (added == null || added <= end)) {
          snapshot = end;
        }
        return snapshot != null && snapshot >= from && snapshot <= to ? snapshot : NOT;
      };
    }
  }
}
