package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.util.TreeSet;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.internal.catalog.DeleteKey;
import org.icemelt.io.ducklake.internal.catalog.PreparedDelete;
import org.icemelt.io.ducklake.internal.catalog.Uuids;
import org.icemelt.io.ducklake.internal.parquet.ColumnScan;
import org.icemelt.io.ducklake.internal.parquet.DeleteFileWriter;

/** Finds the rows of a value in a data file and writes the delete file that ends them. */
final class DeleteFileMaker {
  private DeleteFileMaker() {}

  static PreparedDelete make(DeleteKey key) throws IOException {
    var file = key.file();
    TreeSet<Long> dead = new TreeSet<>();
    String deletes = file.deletePath();
    if (deletes != null) {
      if (!"parquet".equalsIgnoreCase(file.deleteFormat())) {
        throw new LakeFormatException(
            "Cannot delete rows of %s: its deletions are kept as %s, which is not supported. Rewrite the file with ducklake_rewrite_data_files first."
                .formatted(file.path(), file.deleteFormat()));
      }
      ColumnScan.positions(LakeFiles.open(deletes), dead::add);
    }
    int before = dead.size();
    ColumnScan.matching(
        LakeFiles.open(file.path()),
        key.columnId(),
        key.columnName(),
        key.columnType(),
        key.missing(),
        key.value(),
        dead::add);
    dead.removeAll(key.inlinedDeletes()); // a row deleted twice makes DuckDB lose its place
    if (dead.size() == before) {
      return new PreparedDelete.Nothing();
    }
    if (dead.size() + key.inlinedDeletes().size() == file.recordCount()) {
      return new PreparedDelete.WholeFile();
    }
    String path = key.tableFolder() + "ducklake-" + Uuids.v7() + "-delete.parquet";
    DeleteFileWriter.write(LakeFiles.create(path), file.path(), dead);
    LakeFiles.sync(path);
    var written = LakeFiles.open(path);
    return new PreparedDelete.Partly(
        path, dead.size(), dead.size() - before, written.getLength(), Footers.length(written));
  }
}
