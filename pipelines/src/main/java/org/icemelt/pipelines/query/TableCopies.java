package org.icemelt.pipelines.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.ParquetTableFile;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.ScanPlan;
import org.icemelt.io.ducklake.TableId;
import org.jspecify.annotations.Nullable;

/** Copies of tables as temporary Parquet files, deletes and inlined rows applied. */
final class TableCopies implements AutoCloseable {
  private final LakeConfig lake;
  private final List<Path> files = new ArrayList<>();
  private @Nullable Path folder;

  TableCopies(LakeConfig lake) {
    this.lake = lake;
  }

  /** A file with the table's rows as of now; it goes when this is closed. */
  Path of(TableId table) throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("icemelt-query");
    }
    Path file = folder.resolve(files.size() + ".parquet");
    files.add(file);
    ScanPlan plan = LakeScan.of(lake, table).plan();
    try (ParquetTableFile copy = ParquetTableFile.create(file, plan.schema(), Map::of);
        RowCursor rows = plan.open()) {
      while (rows.next()) {
        copy.write(rows.values());
      }
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    if (folder != null) {
      Files.delete(folder);
    }
  }
}
