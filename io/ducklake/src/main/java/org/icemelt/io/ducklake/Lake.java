package org.icemelt.io.ducklake;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.LakeInspector;
import org.icemelt.io.ducklake.internal.write.LakeFiles;
import org.jspecify.annotations.Nullable;

/**
 * A look at a lake as its catalog is now: each question is answered by a connection of its own, and
 * nothing is ever changed. Without a lake, {@link #exists} is false and lists are empty.
 */
public final class Lake {
  /**
   * @param changes what it did, in DuckLake's words
   */
  public record SnapshotInfo(
      long id,
      Instant time,
      long schemaVersion,
      String changes,
      @Nullable String author,
      @Nullable String message,
      @Nullable String extraInfo) {}

  /**
   * @param type text of the type in the catalog
   */
  public record ColumnInfo(long id, String name, String type, boolean nullable) {}

  /**
   * @param path absolute
   * @param recordCount rows in the file, deleted ones included
   * @param deleteCount rows of it that are deleted
   * @param deletePath absolute path of its delete file; null if none
   */
  public record FileInfo(
      String path,
      long recordCount,
      long sizeBytes,
      long deleteCount,
      @Nullable String deletePath) {}

  /**
   * Rows that a snapshot added to a table and removed from it, as the catalog counts them; an
   * updated row is one removed and one added. Compaction changes no rows and is not listed.
   *
   * @param exact false if files were merged since, so that rows of later snapshots count for this
   */
  public record RowChange(long snapshot, TableId table, long added, long removed, boolean exact) {}

  /**
   * @param columns top-level ones, in order
   * @param partitioning names of its identity partition columns
   * @param inlinedRows live rows that the catalog itself keeps
   * @param evolved whether files may hold other columns than the table: one was added, dropped,
   *     renamed or retyped since the table was made, or files are matched to it by name
   */
  public record TableInfo(
      long id,
      String uuid,
      TableId name,
      List<ColumnInfo> columns,
      List<String> partitioning,
      List<FileInfo> files,
      long inlinedRows,
      boolean evolved) {
    /** Live rows, by the catalog's count. */
    public long rows() {
      return files.stream().mapToLong(file -> file.recordCount() - file.deleteCount()).sum()
          + inlinedRows;
    }
  }

  /** A live view and its query. */
  public record ViewInfo(TableId name, String sql) {}

  private final LakeInspector inspector;
  private final Catalog catalog;

  private final LakeConfig config;

  private Lake(LakeConfig config) {
    this.config = config;
    this.catalog = new Catalog(config, Clock.systemUTC());
    this.inspector = new LakeInspector(catalog);
  }

  public static Lake of(LakeConfig config) {
    return new Lake(config);
  }

  /** Which lake this is. */
  public LakeConfig config() {
    return config;
  }

  /**
   * @throws LakeFormatException if there is something else, or of another format
   */
  public boolean exists() {
    return catalog.exists();
  }

  /** Format of the catalog. */
  public Optional<String> version() {
    return inspector.metadata("version");
  }

  /** Data path as the catalog stores it. */
  public Optional<String> storedDataPath() {
    return inspector.metadata("data_path");
  }

  /** Absolute data path, of the lake or of the one that would be made; ends in a slash. */
  public String dataPath() {
    return catalog.dataPath();
  }

  public Optional<SnapshotInfo> latestSnapshot() {
    List<SnapshotInfo> all = snapshots();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** All that were not expired, oldest first. */
  public List<SnapshotInfo> snapshots() {
    return inspector.snapshots();
  }

  /** What each snapshot did to the rows of each table, by snapshot and table. */
  public List<RowChange> rowChanges() {
    return inspector.rowChanges();
  }

  /** Live tables, by schema and name. */
  public List<TableInfo> tables() {
    return inspector.tables();
  }

  public Optional<TableInfo> table(TableId id) {
    return tables().stream()
        .filter(
            table ->
                table.name().name().equalsIgnoreCase(id.name())
                    && table.name().schema().equalsIgnoreCase(id.schema()))
        .findFirst();
  }

  /**
   * Bytes that a data file really has; empty if it is not there.
   *
   * @throws IOException if nobody can tell
   */
  public static OptionalLong sizeOf(FileInfo file) throws IOException {
    return LakeFiles.size(file.path());
  }

  /**
   * Rows that a data file really holds, by its own footer.
   *
   * @throws IOException if it cannot be read, or is no Parquet file
   */
  public static long rowsOf(FileInfo file) throws IOException {
    return LakeFiles.rows(file.path());
  }

  /** Live views, by schema and name. */
  public List<ViewInfo> views() {
    return inspector.views();
  }

  /** What a unit was last made from. */
  public Optional<String> fingerprint(String unit) {
    return inspector.fingerprint(unit);
  }

  /** What an earlier commit with this write id did; empty if there was none. */
  public Optional<CommitResult> commit(String writeId) {
    return inspector.commit(writeId);
  }
}
