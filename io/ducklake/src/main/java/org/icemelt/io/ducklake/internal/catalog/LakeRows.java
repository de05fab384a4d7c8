package org.icemelt.io.ducklake.internal.catalog;

import java.util.List;
import java.util.Optional;
import org.icemelt.io.ducklake.TableId;
import org.jspecify.annotations.Nullable;

/** What is live in a catalog, as its rows say. */
public final class LakeRows {
  private LakeRows() {}

  /** The newest snapshot. */
  public record Head(long snapshotId, long schemaVersion, long nextCatalogId, long nextFileId) {}

  /**
   * @param path absolute, ends in a slash
   */
  public record LiveSchema(long id, String name, String path) {}

  /**
   * @param name as it is stored
   * @param path absolute, ends in a slash
   */
  public record LiveTable(long id, String uuid, long schemaId, TableId name, String path) {}

  /**
   * @param order place among the columns beside it
   * @param parent id of the column above; null at the top
   * @param initialDefault what older files have here; null for NULL
   */
  public record LiveColumn(
      long id,
      long order,
      String name,
      String type,
      @Nullable String initialDefault,
      boolean nullable,
      @Nullable Long parent) {}

  /** A table's live partitioning; without keys if it was reset. */
  public record LiveSpec(long partitionId, List<SpecKey> keys) {}

  /** One key of a partitioning. */
  public record SpecKey(long columnId, String transform) {}

  /**
   * @param deleteFileId of its live delete file; null if none
   * @param deleteCount rows that this one deletes
   * @param inlinedDeletes rows deleted by the catalog itself
   */
  public record LiveFile(
      long id,
      String path,
      long recordCount,
      long sizeBytes,
      @Nullable Long deleteFileId,
      @Nullable String deletePath,
      @Nullable String deleteFormat,
      long deleteCount,
      long inlinedDeletes,
      @Nullable Long mappingId) {
    public long liveRows() {
      return recordCount - deleteCount - inlinedDeletes;
    }
  }

  /** A table in which the catalog itself keeps rows. */
  public record InlinedTable(String name, long schemaVersion) {}

  /** All that a write has to know of a table before it begins. */
  public record TableState(
      LiveTable table, List<LiveColumn> columns, Optional<LiveSpec> spec, long maxColumnId) {}
}
