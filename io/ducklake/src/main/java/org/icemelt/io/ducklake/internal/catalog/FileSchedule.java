package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts files onto the list of those that the catalog wants gone. */
final class FileSchedule {
  private FileSchedule() {}

  /**
   * @param path absolute; stored relative to the data path where it lies below it
   */
  static @Nullable Object[] row(long id, String path, String dataPath, Instant now) {
    String stored = FileWriter.stored(path, dataPath);
    return new @Nullable Object[] {id, stored, !stored.equals(path), now};
  }

  static void insert(Db db, List<@Nullable Object[]> rows) throws SQLException {
    db.batch(
        """
        INSERT INTO ducklake_files_scheduled_for_deletion
          (data_file_id, path, path_is_relative, schedule_start)
        VALUES (?, ?, ?, ?)
        """,
        rows);
  }
}
