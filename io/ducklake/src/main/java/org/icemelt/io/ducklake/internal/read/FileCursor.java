package org.icemelt.io.ducklake.internal.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.icemelt.io.ducklake.ChangeCursor;
import org.icemelt.io.ducklake.ChangeKind;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.ReadCounts;
import org.icemelt.io.ducklake.internal.read.FileColumns.LeafNode;
import org.icemelt.io.ducklake.internal.read.FileColumns.Node;
import org.icemelt.io.ducklake.internal.read.FileColumns.StructNode;
import org.icemelt.io.ducklake.internal.write.LakeFiles;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one data file's task. */
final class FileCursor implements ChangeCursor {
  private final FileTask task;
  private final ScanSpec spec;
  private final ParquetRows file;
  private final StructNode row;
  private final int rowIdAt;
  private final int snapshotAt;
  private final Map<Integer, LeafNode> tested;
  private final RowChoice.Chooser chooser;
  private final int end;

  private int group;
  private long left;
  private long position;
  private long snapshot;
  private ParquetRows.Rows rows = List::of;
  private List<@Nullable Object> current = List.of();
  private long groupsRead;
  private long groupsSkipped;
  private long given;

  FileCursor(FileTask task) {
    this.task = task;
    this.spec = task.spec();
    this.chooser = task.choice().open();
    this.file = naming(() -> new ParquetRows(LakeFiles.open(task.path())));
    try {
      FileColumns columns =
          naming(() -> FileColumns.of(file.schema(), task.names() != null, task.path()));
      StructNode wanted = naming(() -> columns.row(spec.read(), spec.all(), task.names()));
      Optional<LeafNode> rowIds = columns.rowIds();
      Optional<LeafNode> snapshots =
          task.choice().needsSnapshots() ? columns.snapshotIds() : Optional.empty();
      this.rowIdAt = rowIds.isPresent() ? spec.read().size() : -1;
      this.snapshotAt = snapshots.isPresent() ? spec.read().size() + (rowIdAt < 0 ? 0 : 1) : -1;
      this.row = with(wanted, rowIds, snapshots);
      this.tested = leaves(wanted);
      this.group = task.firstGroup() - 1;
      this.end = task.endGroup() < 0 ? file.groups().size() : task.endGroup();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T> T naming(FileFailures.Reading<T> reading) {
    return FileFailures.naming("data file of " + spec.table(), task.path(), reading);
  }

  private StructNode with(
      StructNode wanted, Optional<LeafNode> rowIds, Optional<LeafNode> snapshots) {
    List<Node> children = new ArrayList<>(wanted.children());
    List<Integer> targets = new ArrayList<>(wanted.targets());
    List<@Nullable Object> defaults = new ArrayList<>(wanted.defaults());
    for (Optional<LeafNode> more : List.of(rowIds, snapshots)) {
      if (more.isPresent()) {
        children.add(more.get());
        targets.add(defaults.size());
        defaults.add(null);
      }
    }
    return new StructNode(
        file.schema().withNewFields(children.stream().map(Node::type).toList()),
        children,
        targets,
        Collections.unmodifiableList(defaults));
  }

  /** Leaves among the columns that are read, by place. */
  private static Map<Integer, LeafNode> leaves(StructNode row) {
    Map<Integer, LeafNode> leaves = new TreeMap<>();
    for (int i = 0; i < row.children().size(); i++) {
      if (row.children().get(i) instanceof LeafNode leaf) {
        leaves.put(row.targets().get(i), leaf);
      }
    }
    return leaves;
  }

  @Override
  public boolean next() {
    return naming(this::advance);
  }

  private boolean advance() throws IOException {
    while (true) {
      while (left > 0) {
        left--;
        current = rows.next();
        long at = position++;
        Long added = snapshotAt < 0 ? null : (Long) current.get(snapshotAt);
        snapshot = chooser.takes(at, added);
        if (snapshot != RowChoice.NOT && Boolean.TRUE.equals(spec.test().of(current))) {
          given++;
          return true;
        }
      }
      if (++group >= end) {
        return false;
      }
      BlockMetaData block = file.groups().get(group);
      if (spec.test().mayHold(column -> range(block, column))) {
        rows = file.read(group, row);
        left = block.getRowCount();
        position = file.start(group);
        groupsRead++;
      } else {
        groupsSkipped++;
      }
    }
  }

  private ColumnRange range(BlockMetaData block, int column) {
    LeafNode leaf = tested.get(column);
    if (leaf == null) {
      return ColumnRange.UNKNOWN;
    }
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      if (chunk.getPath().size() == 1
          && chunk.getPath().toArray()[0].equals(leaf.type().getName())) {
        return Ranges.ofRowGroup(
            spec.read().get(column).type(), leaf.decoder(), chunk, task.nanFree().contains(column));
      }
    }
    return ColumnRange.UNKNOWN;
  }

  @Override
  public List<@Nullable Object> values() {
    return current.subList(0, spec.asked());
  }

  @Override
  public long rowId() {
    if (rowIdAt >= 0 && current.get(rowIdAt) instanceof Long kept) {
      return kept;
    }
    Long start = task.rowIdStart();
    if (start == null) {
      throw new LakeFormatException(
          "Cannot tell row ids of %s: data file %s has none, and the catalog gives it no first one."
              .formatted(spec.table(), task.path()));
    }
    return start + position - 1;
  }

  @Override
  public long snapshotId() {
    return snapshot;
  }

  @Override
  public ChangeKind kind() {
    return task.choice().kind();
  }

  @Override
  public ReadCounts counts() {
    return new ReadCounts(1, groupsRead, groupsSkipped, given);
  }

  @Override
  public void close() {
    naming(
        () -> {
          file.close();
          return true;
        });
  }
}
