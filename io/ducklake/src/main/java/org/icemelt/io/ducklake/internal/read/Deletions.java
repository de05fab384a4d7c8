package org.icemelt.io.ducklake.internal.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.parquet.schema.Type;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Deletes;
import org.icemelt.io.ducklake.internal.parquet.LeafDecoder;
import org.icemelt.io.ducklake.internal.read.FileColumns.LeafNode;
import org.icemelt.io.ducklake.internal.read.FileColumns.Node;
import org.icemelt.io.ducklake.internal.read.FileColumns.StructNode;
import org.icemelt.io.ducklake.internal.write.LakeFiles;
import org.icemelt.io.parquet.ChannelInputFile;
import org.jspecify.annotations.Nullable;

/** Reads which rows a delete file or a deletion vector names. */
public final class Deletions {
  private static final String POSITION = "pos";
  private static final String SNAPSHOT = "_ducklake_internal_snapshot_id";

  /**
   * @param snapshot when the row was deleted; null if the file does not say
   */
  record Deletion(long position, @Nullable Long snapshot) {}

  private Deletions() {}

  /** Positions of all rows that do not count, ascending. */
  public static long[] positions(@Nullable Deletes deletes, List<Long> inlined) {
    LongStream positions = inlined.stream().mapToLong(Long::longValue);
    if (deletes != null) {
      long upTo = deletes.upTo();
      positions =
          LongStream.concat(
              positions,
              read(deletes).stream()
                  .filter(one -> one.snapshot() == null || one.snapshot() <= upTo)
                  .mapToLong(Deletion::position));
    }
    return positions.sorted().distinct().toArray();
  }

  static List<Deletion> read(Deletes deletes) {
    return FileFailures.naming(
        "delete file",
        deletes.path(),
        () -> {
          ChannelInputFile file = LakeFiles.open(deletes.path());
          return deletes.format().equalsIgnoreCase("parquet")
              ? parquet(file)
              : DeletionVector.read(file);
        });
  }

  private static List<Deletion> parquet(ChannelInputFile file) throws IOException {
    List<Deletion> all = new ArrayList<>();
    try (ParquetRows rows = new ParquetRows(file)) {
      StructNode columns = columns(rows);
      for (int group = 0; group < rows.groups().size(); group++) {
        ParquetRows.Rows next = rows.read(group, columns);
        for (long left = rows.groups().get(group).getRowCount(); left > 0; left--) {
          List<@Nullable Object> row = next.next();
          if (row.get(0) instanceof Long position) {
            all.add(new Deletion(position, (Long) row.get(1)));
          }
        }
      }
    }
    return all;
  }

  private static StructNode columns(ParquetRows rows) {
    List<Node> nodes = new ArrayList<>();
    List<Integer> targets = new ArrayList<>();
    for (Type field : rows.schema().getFields()) {
      if (field.getName().equals(POSITION) || field.getName().equals(SNAPSHOT)) {
        nodes.add(new LeafNode(field, LeafDecoder.of(field.asPrimitiveType(), DuckLakeType.INT64)));
        targets.add(field.getName().equals(POSITION) ? 0 : 1);
      }
    }
    if (!targets.contains(0)) {
      throw new IllegalArgumentException("it has no column pos");
    }
    return new StructNode(
        rows.schema().withNewFields(nodes.stream().map(Node::type).toList()),
        nodes,
        targets,
        Arrays.asList(null, null));
  }
}
