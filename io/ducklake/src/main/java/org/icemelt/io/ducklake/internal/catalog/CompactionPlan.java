package org.icemelt.io.ducklake.internal.catalog;

import java.util.List;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveTable;
import org.icemelt.io.ducklake.internal.parquet.FileOptions;
import org.jspecify.annotations.Nullable;

/**
 * Live data files of one table whose rows shall lie in one new file.
 *
 * @param options how the new file is written
 */
public record CompactionPlan(
    Kind kind, LiveTable table, List<SourceFile> files, FileOptions options) {
  /** The two ways of compaction. */
  public enum Kind {
    /**
     * Small files that follow each other become one; each row stays readable from its snapshot on.
     */
    MERGE("merge_adjacent"),
    /** A file from which many rows were deleted is written without them, and ends. */
    REWRITE("rewrite_delete");

    private final String change;

    Kind(String change) {
      this.change = change;
    }

    /** As a snapshot's changes name it. */
    String change() {
      return change;
    }
  }

  /**
   * A data file as the catalog describes it now. Two descriptions are equal as long as nothing
   * happened to the file.
   *
   * @param rowIdStart null if its rows carry their ids
   * @param partialMax newest snapshot of its rows if they carry theirs, else null
   * @param deletes its delete file, null if it has none
   * @param inlinedDeletes positions that the catalog itself deletes, ascending
   */
  public record SourceFile(
      long id,
      String path,
      long records,
      long bytes,
      @Nullable Long rowIdStart,
      long beginSnapshot,
      @Nullable Long partialMax,
      @Nullable Long partitionId,
      List<@Nullable String> partition,
      @Nullable DeleteFile deletes,
      List<Long> inlinedDeletes) {
    long deleted() {
      return (deletes == null ? 0 : deletes.count()) + inlinedDeletes.size();
    }

    /** The newest snapshot that brought one of its rows. */
    long lastSnapshot() {
      return partialMax == null ? beginSnapshot : partialMax;
    }
  }

  /**
   * A delete file or deletion vector.
   *
   * @param count rows that it deletes
   */
  public record DeleteFile(long id, String path, String format, long bytes, long count) {}

  public CompactionPlan {
    files = List.copyOf(files);
  }
}
