package org.icemelt.io.ducklake.internal.read;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.icemelt.io.ducklake.ChangeCursor;
import org.icemelt.io.ducklake.ChangeTask;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.MappedName;
import org.icemelt.io.ducklake.internal.write.LakeFiles;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a data file.
 *
 * @param path absolute
 * @param rowIdStart row id of the file's first row; null if the file holds row ids itself
 * @param names null if the file has field ids
 * @param firstGroup first row group to read
 * @param endGroup first row group to leave out; -1 reads to the end
 */
record FileTask(
    ScanSpec spec,
    String path,
    long bytes,
    @Nullable Long rowIdStart,
    @Nullable List<MappedName> names,
    RowChoice choice,
    List<Integer> nanFree,
    int firstGroup,
    int endGroup)
    implements ChangeTask {
  static final int TO_THE_END = -1;

  @Override
  public String source() {
    return path;
  }

  @Override
  public List<ChangeTask> split(long targetBytes) {
    if (bytes <= targetBytes && targetBytes > 0) {
      return List.of(this);
    }
    return FileFailures.naming(
        "data file",
        path,
        () -> {
          try (ParquetRows rows = new ParquetRows(LakeFiles.open(path))) {
            return split(rows.groups(), targetBytes);
          }
        });
  }

  private List<ChangeTask> split(List<BlockMetaData> groups, long targetBytes) {
    int end = endGroup == TO_THE_END ? groups.size() : endGroup;
    List<ChangeTask> parts = new ArrayList<>();
    int first = firstGroup;
    long size = 0;
    for (int group = firstGroup; group < end; group++) {
      size += groups.get(group).getCompressedSize();
      if (size >= targetBytes || group + 1 == end) {
        parts.add(
            new FileTask(spec, path, size, rowIdStart, names, choice, nanFree, first, group + 1));
        first = group + 1;
        size = 0;
      }
    }
    return List.copyOf(parts);
  }

  @Override
  public ChangeCursor open() {
    return new FileCursor(this);
  }
}
