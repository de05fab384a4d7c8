package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.ducklake.ColumnStats;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.internal.catalog.AttemptOutcome.Rewrite;
import org.icemelt.io.ducklake.internal.catalog.Uuids;
import org.icemelt.io.ducklake.internal.parquet.FieldIds;
import org.icemelt.io.ducklake.internal.parquet.SchemaNodes;

/** Writes a staged file again under other field ids: a rival made or changed the table first. */
final class FileRewriter {
  private FileRewriter() {}

  static StagedFile rewrite(StagedFile file, Rewrite as) throws IOException {
    String path = as.folder() + "ducklake-" + Uuids.v7() + ".parquet";
    FieldIds.copy(
        LakeFiles.open(file.path()), LakeFiles.create(path), file.table().schema(), as.columnIds());
    LakeFiles.sync(path);
    var written = LakeFiles.open(path);
    List<ColumnStats> stats = new ArrayList<>();
    List<SchemaNodes.Node> nodes = SchemaNodes.preorder(file.table().schema());
    for (int node = 0; node < nodes.size(); node++) {
      if (nodes.get(node).isLeaf()) {
        stats.add(file.stats().get(stats.size()).withColumnId(as.columnIds().get(node)));
      }
    }
    return new StagedFile(
        file.table(),
        file.unit(),
        path,
        file.recordCount(),
        written.getLength(),
        Footers.length(written),
        file.spec(),
        file.partitionValues(),
        as.columnIds(),
        stats);
  }
}
