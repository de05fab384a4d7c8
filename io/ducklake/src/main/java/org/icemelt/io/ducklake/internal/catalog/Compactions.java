package org.icemelt.io.ducklake.internal.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.icemelt.io.ducklake.CommitOutcomeUnknownException;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.internal.catalog.CompactionPlan.DeleteFile;
import org.icemelt.io.ducklake.internal.catalog.CompactionPlan.Kind;
import org.icemelt.io.ducklake.internal.catalog.CompactionPlan.SourceFile;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveTable;
import org.icemelt.io.ducklake.internal.parquet.FileOptions;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is worth compacting, and puts the new files in the place of the old. A compaction is
 * planned and its file written outside any transaction; if anything happened to one of its files
 * meanwhile, it gives way.
 */
public final class Compactions {
  /** A file that stands for others. */
  public record NewFile(String path, long bytes, long footerSize, List<FileStats> stats) {
    public NewFile {
      stats = List.copyOf(stats);
    }
  }

  private record Group(
      long schemaVersion, @Nullable Long partitionId, List<@Nullable String> values) {}

  private final Catalog catalog;

  public Compactions(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * @throws LakeFormatException if there is no lake
   */
  public List<CompactionPlan> plan() {
    return catalog
        .look(
            (db, reader) -> {
              LakeOptions options = reader.options();
              List<CompactionPlan> plans = new ArrayList<>();
              for (LiveTable table : reader.tables()) {
                plan(db, reader, table, options, plans);
              }
              return plans;
            })
        .orElseThrow(
            () ->
                new LakeFormatException(
                    "Cannot compact %s: there is no lake.".formatted(catalog.config().catalog())));
  }

  private static void plan(
      Db db, LakeReader reader, LiveTable table, LakeOptions options, List<CompactionPlan> plans)
      throws SQLException {
    FileOptions files = options.files(table.schemaId(), table.id());
    double threshold = options.rewriteDeleteThreshold(table);
    TreeMap<Long, Long> versions = new TreeMap<>();
    db.list(
        "SELECT begin_snapshot, schema_version FROM ducklake_schema_versions WHERE table_id = ?",
        row -> versions.put(row.getLong("begin_snapshot"), row.getLong("schema_version")),
        table.id());
    Set<Long> everDeletedFrom =
        new HashSet<>(
            db.list(
                "SELECT data_file_id FROM ducklake_delete_file WHERE table_id = ?",
                row -> row.getLong("data_file_id"),
                table.id()));
    Map<Group, List<SourceFile>> groups = new LinkedHashMap<>();
    for (SourceFile file : sources(db, reader, table)) {
      if (file.deleted() > 0) {
        if (file.deleted() >= threshold * file.records()) {
          plans.add(new CompactionPlan(Kind.REWRITE, table, List.of(file), files));
        }
      } else if (!everDeletedFrom.contains(file.id()) && file.bytes() < files.targetFileBytes()) {
        Map.Entry<Long, Long> version = versions.floorEntry(file.beginSnapshot());
        long schema = version == null ? 0 : version.getValue();
        groups
            .computeIfAbsent(
                new Group(schema, file.partitionId(), file.partition()), k -> new ArrayList<>())
            .add(file);
      }
    }
    for (List<SourceFile> group : groups.values()) {
      for (List<SourceFile> together : bySize(group, files.targetFileBytes())) {
        plans.add(new CompactionPlan(Kind.MERGE, table, together, files));
      }
    }
  }

  private static Collection<List<SourceFile>> bySize(List<SourceFile> files, long target) {
    List<List<SourceFile>> all = new ArrayList<>();
    List<SourceFile> open = new ArrayList<>();
    long bytes = 0;
    for (SourceFile file : files) {
      if (bytes + file.bytes() > target && !open.isEmpty()) {
        all.add(open);
        open = new ArrayList<>();
        bytes = 0;
      }
      open.add(file);
      bytes += file.bytes();
    }
    all.add(open);
    all.removeIf(some -> some.size() < 2);
    return all;
  }

  /**
   * Live files that can be copied, in the order in which their rows came: without name mapping and
   * encryption.
   */
  private static List<SourceFile> sources(Db db, LakeReader reader, LiveTable table)
      throws SQLException {
    Map<Long, List<@Nullable String>> partitions = new HashMap<>();
    db.list(
        """
        SELECT data_file_id, partition_value FROM ducklake_file_partition_value
        WHERE table_id = ? ORDER BY data_file_id, partition_key_index
        """,
        row ->
            partitions
                .computeIfAbsent(row.getLong("data_file_id"), k -> new ArrayList<>())
                .add(row.getString("partition_value")),
        table.id());
    Map<Long, List<Long>> inlined = reader.inlinedDeletePositions(table.id());
    Map<Long, DeleteFile> deletes = new HashMap<>();
    db.list(
        """
        SELECT data_file_id, delete_file_id, path, path_is_relative, format, delete_count,
               file_size_bytes
        FROM ducklake_delete_file WHERE table_id = ? AND end_snapshot IS NULL
        """,
        row ->
            deletes.put(
                row.getLong("data_file_id"),
                new DeleteFile(
                    row.getLong("delete_file_id"),
                    LakeReader.under(table.path(), row, "path", "path_is_relative"),
                    Db.text(row, "format"),
                    row.getLong("file_size_bytes"),
                    row.getLong("delete_count"))),
        table.id());
    List<SourceFile> files =
        new ArrayList<>(
            db.list(
                """
                SELECT data_file_id, path, path_is_relative, record_count, file_size_bytes,
                       row_id_start, begin_snapshot, partial_max, partition_id
                FROM ducklake_data_file
                WHERE table_id = ? AND end_snapshot IS NULL AND mapping_id IS NULL
                  AND encryption_key IS NULL
                ORDER BY begin_snapshot, data_file_id
                """,
                row -> source(row, table, partitions, deletes, inlined),
                table.id()));
    return files;
  }

  private static SourceFile source(
      ResultSet row,
      LiveTable table,
      Map<Long, List<@Nullable String>> partitions,
      Map<Long, DeleteFile> deletes,
      Map<Long, List<Long>> inlined)
      throws SQLException {
    long id = row.getLong("data_file_id");
    return new SourceFile(
        id,
        LakeReader.under(table.path(), row, "path", "path_is_relative"),
        row.getLong("record_count"),
        row.getLong("file_size_bytes"),
        Db.longOrNull(row, "row_id_start"),
        row.getLong("begin_snapshot"),
        Db.longOrNull(row, "partial_max"),
        Db.longOrNull(row, "partition_id"),
        partitions.getOrDefault(id, List.of()),
        deletes.get(id),
        inlined.getOrDefault(id, List.of()));
  }

  /** What the catalog holds on the columns of some files. */
  public List<FileStats> stats(CompactionPlan plan) {
    return catalog
        .look(
            (db, reader) -> FileStats.read(db, plan.files().stream().map(SourceFile::id).toList()))
        .orElse(List.of());
  }

  /**
   * Puts a new file in the place of the planned ones, in a snapshot of its own.
   *
   * @param file null if no row is left
   * @param rows in the new file
   * @return false if something happened to one of the files; then nothing was changed
   */
  public boolean commit(CompactionPlan plan, @Nullable NewFile file, long rows) {
    return Turns.take(
        catalog.config().commitTimeout(),
        catalog.clock(),
        catalog.dialect()::isRetryable,
        "compact",
        catalog,
        () -> attempt(plan, file, rows));
  }

  private boolean attempt(CompactionPlan plan, @Nullable NewFile file, long rows)
      throws SQLException {
    boolean committing = false;
    try (Db db = new Db(catalog.dialect().open(), catalog.dialect())) {
      db.beginCommit();
      LakeReader reader = catalog.reader(db);
      if (!reader.tables().contains(plan.table())
          || !new HashSet<>(sources(db, reader, plan.table())).containsAll(plan.files())) {
        return false;
      }
      SnapshotWriter snapshot = new SnapshotWriter(db, catalog.clock(), reader.head());
      CompactionWriter writer = new CompactionWriter(db, snapshot, catalog.clock());
      writer.write(plan, file, rows, reader.dataPath());
      snapshot.finish(null, "compaction of " + plan.table().name(), "{}");
      committing = true;
      db.commit();
      return true;
    } catch (SQLException e) {
      if (committing && !catalog.dialect().isRetryable(e)) {
        throw new CommitOutcomeUnknownException(
            "Cannot tell whether files of %s were compacted: %s. No row changes either way; run again."
                .formatted(plan.table().name(), e.getMessage()),
            e);
      }
      throw e;
    }
  }
}
