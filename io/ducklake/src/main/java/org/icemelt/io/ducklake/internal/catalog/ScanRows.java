package org.icemelt.io.ducklake.internal.catalog;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.icemelt.io.ducklake.TableId;
import org.jspecify.annotations.Nullable;

/** What a catalog says of one table as it was at one snapshot. */
public final class ScanRows {
  private ScanRows() {}

  /** Which state of a lake to read. */
  public sealed interface Moment extends Serializable {
    /** The newest one. */
    record Latest() implements Moment {}

    record Snapshot(long id) implements Moment {}

    /** The newest one that is not younger than a time. */
    record Time(Instant at) implements Moment {}
  }

  /**
   * @param columns top-level ones, in order
   */
  public record TableAt(
      long snapshotId, long tableId, TableId name, String path, List<ColumnTree> columns) {
    public TableAt {
      columns = List.copyOf(columns);
    }

    public Optional<ColumnTree> column(String wanted) {
      return columns.stream().filter(column -> column.name().equalsIgnoreCase(wanted)).findFirst();
    }
  }

  /** What has to be loaded of a table: columns whose values, and columns whose bounds are asked. */
  public record Wanted(List<ColumnTree> columns, List<ColumnTree> bounded) {}

  /**
   * A Parquet file, or a deletion vector, that names rows which a data file no longer has.
   *
   * @param upTo deletions that the file says are of later snapshots do not count; the catalog's
   *     partial_max is not always set where there are such
   */
  public record Deletes(String path, String format, long sizeBytes, long upTo)
      implements Serializable {}

  /** A column's bounds in a file; null where the catalog does not know. */
  public record FileBounds(
      @Nullable Long values,
      @Nullable Long nulls,
      @Nullable String min,
      @Nullable String max,
      @Nullable Boolean nan,
      @Nullable String extra) {}

  /** A value of a file's partitioning: of a column, by a transform. */
  public record PartitionValue(long columnId, String transform, @Nullable String value) {}

  /**
   * How a column is called in a file that others wrote.
   *
   * @param hive whether its value is in the file's path instead
   */
  public record MappedName(String source, long columnId, boolean hive, List<MappedName> children)
      implements Serializable {
    public MappedName {
      children = List.copyOf(children);
    }
  }

  /**
   * A data file as it is at the snapshot.
   *
   * @param begin snapshot of its oldest row
   * @param rowIdStart row id of its first row, unless the file holds row ids itself
   * @param upTo rows of later snapshots do not count; null if all do
   * @param deletedPositions what the catalog itself deletes, ascending
   * @param names null if the file has field ids
   */
  public record DataFile(
      long id,
      String path,
      long begin,
      long recordCount,
      long sizeBytes,
      @Nullable Long rowIdStart,
      @Nullable Long upTo,
      @Nullable Deletes deletes,
      List<Long> deletedPositions,
      @Nullable List<MappedName> names,
      Map<Long, FileBounds> bounds,
      List<PartitionValue> partition) {}

  /**
   * A row that the catalog itself keeps.
   *
   * @param values one a wanted column
   */
  public record InlinedRow(
      long rowId, long begin, @Nullable Long end, List<@Nullable Object> values)
      implements Serializable {
    public InlinedRow {
      values = Collections.unmodifiableList(new ArrayList<>(values));
    }
  }

  /** All of it. */
  public record TableContents(
      TableAt table, Wanted wanted, List<DataFile> files, List<InlinedRow> rows) {}

  /** A delete file that a data file has or had, from {@code begin} on. */
  public record DatedDeletes(Deletes deletes, long begin) {}

  /**
   * A data file with all that happened to it.
   *
   * @param end snapshot that deleted all of it; null if none did, or one only copied its rows
   * @param deletes oldest first
   * @param inlinedDeletes positions that the catalog deletes, with their snapshots
   */
  public record ChangedFile(
      String path,
      long begin,
      @Nullable Long end,
      @Nullable Long partialMax,
      long sizeBytes,
      @Nullable Long rowIdStart,
      @Nullable List<MappedName> names,
      List<DatedDeletes> deletes,
      Map<Long, Long> inlinedDeletes) {}

  /**
   * What snapshots changed.
   *
   * @param copies snapshots that only copied rows of the table
   * @param files those that may hold changed rows
   * @param added rows that the catalog keeps and snapshots of the range added
   * @param removed rows that the catalog keeps and snapshots of the range deleted
   */
  public record TableChanges(
      TableAt table,
      Set<Long> copies,
      List<ChangedFile> files,
      List<InlinedRow> added,
      List<InlinedRow> removed) {}
}
