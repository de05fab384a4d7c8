package org.icemelt.io.ducklake.internal.maintain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.schema.MessageType;
import org.icemelt.io.ducklake.internal.catalog.CompactionPlan;
import org.icemelt.io.ducklake.internal.catalog.CompactionPlan.Kind;
import org.icemelt.io.ducklake.internal.catalog.CompactionPlan.SourceFile;
import org.icemelt.io.ducklake.internal.catalog.Compactions;
import org.icemelt.io.ducklake.internal.catalog.FileStats;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Deletes;
import org.icemelt.io.ducklake.internal.catalog.Uuids;
import org.icemelt.io.ducklake.internal.parquet.RowCopier;
import org.icemelt.io.ducklake.internal.read.Deletions;
import org.icemelt.io.ducklake.internal.write.Footers;
import org.icemelt.io.ducklake.internal.write.LakeFiles;
import org.jspecify.annotations.Nullable;

/** Carries out compactions: copies the rows into a new file, then lets the catalog change over. */
public final class Compactor {
  private final Compactions catalog;

  public Compactor(Compactions catalog) {
    this.catalog = catalog;
  }

  /**
   * What can be done of what the catalog found: files whose columns differ in more than DuckLake's
   * own do not come together.
   */
  public List<CompactionPlan> plan() throws IOException {
    List<CompactionPlan> possible = new ArrayList<>();
    for (CompactionPlan plan : catalog.plan()) {
      Map<MessageType, List<SourceFile>> bySchema = new LinkedHashMap<>();
      for (SourceFile file : plan.files()) {
        Optional<MessageType> columns = RowCopier.columns(LakeFiles.open(file.path()));
        columns.ifPresent(
            schema -> bySchema.computeIfAbsent(schema, k -> new ArrayList<>()).add(file));
      }
      for (List<SourceFile> files : bySchema.values()) {
        if (plan.kind() == Kind.REWRITE || files.size() > 1) {
          possible.add(new CompactionPlan(plan.kind(), plan.table(), files, plan.options()));
        }
      }
    }
    return possible;
  }

  /**
   * @return false if another writer touched one of the files meanwhile; then nothing was changed
   */
  public boolean carryOut(CompactionPlan plan) throws IOException {
    List<RowCopier.Source> sources = new ArrayList<>();
    long rows = 0;
    for (SourceFile file : plan.files()) {
      Set<Long> dead = new HashSet<>();
      for (long position : Deletions.positions(deletes(file), file.inlinedDeletes())) {
        dead.add(position);
      }
      sources.add(
          new RowCopier.Source(
              LakeFiles.open(file.path()), file.rowIdStart(), file.beginSnapshot(), dead));
      rows += file.records() - dead.size();
    }
    if (rows == 0) {
      return catalog.commit(plan, null, 0);
    }
    String path = folder(plan) + "ducklake-" + Uuids.v7() + ".parquet";
    boolean done = false;
    try {
      MessageType columns = RowCopier.columns(sources.get(0).file()).orElseThrow();
      RowCopier.Copy copy =
          RowCopier.copy(
              sources, columns, LakeFiles.create(path), plan.options(), plan.kind() == Kind.MERGE);
      if (copy.rows() != rows) {
        throw new IOException(
            "Cannot compact %s: its files hold %d live rows where the catalog counts %d. Nothing was changed."
                .formatted(plan.table().name(), copy.rows(), rows));
      }
      LakeFiles.sync(path);
      var written = LakeFiles.open(path);
      var file =
          new Compactions.NewFile(
              path, written.getLength(), Footers.length(written), stats(plan, copy));
      done = catalog.commit(plan, file, copy.rows());
    } catch (IOException e) {
      LakeFiles.delete(path);
      throw e;
    }
    if (!done) {
      LakeFiles.delete(path);
    }
    return done;
  }

  /** All that was ever deleted counts now. */
  private static @Nullable Deletes deletes(SourceFile file) {
    CompactionPlan.DeleteFile deletes = file.deletes();
    return deletes == null
        ? null
        : new Deletes(deletes.path(), deletes.format(), deletes.bytes(), Long.MAX_VALUE);
  }

  private static String folder(CompactionPlan plan) {
    String first = plan.files().get(0).path();
    return first.startsWith(plan.table().path())
        ? first.substring(0, first.lastIndexOf('/') + 1)
        : plan.table().path();
  }

  private List<FileStats> stats(CompactionPlan plan, RowCopier.Copy copy) {
    Map<Long, RowCopier.Leaf> leaves = new HashMap<>();
    copy.leaves().forEach(leaf -> leaves.put(leaf.columnId(), leaf));
    List<FileStats> stats = new ArrayList<>();
    for (FileStats column : FileStats.union(catalog.stats(plan), plan.files().size())) {
      RowCopier.Leaf leaf = leaves.get(column.columnId());
      if (leaf != null) {
        stats.add(column.counting(leaf.bytes(), leaf.values(), leaf.nulls(), leaf.extraStats()));
      }
    }
    return stats;
  }
}
