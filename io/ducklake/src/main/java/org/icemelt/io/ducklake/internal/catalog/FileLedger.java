package org.icemelt.io.ducklake.internal.catalog;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.LakeFormatException;

/** Which files a catalog knows, of whatever snapshot, and which of them it wants gone. */
public final class FileLedger {
  /**
   * @param id of the data or delete file that it was
   * @param since when the catalog gave it up
   */
  public record Scheduled(long id, String path, Instant since) {}

  /**
   * All that one look found. Paths are absolute and normal, see {@link #normal}.
   *
   * @param dataPath ends in a slash
   * @param live data and delete files that the newest snapshot needs
   * @param ended those that only older snapshots need
   */
  public record Known(
      String dataPath, List<String> live, List<String> ended, List<Scheduled> scheduled) {
    public Known {
      live = List.copyOf(live);
      ended = List.copyOf(ended);
      scheduled = List.copyOf(scheduled);
    }
  }

  private final Catalog catalog;

  public FileLedger(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * @throws LakeFormatException if there is no lake
   */
  public Known known() {
    return catalog
        .look(FileLedger::read)
        .orElseThrow(
            () ->
                new LakeFormatException(
                    "Cannot look after the lake %s: there is none."
                        .formatted(catalog.config().catalog())));
  }

  private static Known read(Db db, LakeReader reader) throws SQLException {
    Map<Long, String> folders = folders(db, reader.dataPath());
    List<String> live = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    for (String table : List.of("ducklake_data_file", "ducklake_delete_file")) {
      db.list(
          "SELECT table_id, path, path_is_relative, end_snapshot FROM " + table,
          row -> {
            String folder = folders.getOrDefault(row.getLong("table_id"), reader.dataPath());
            return (Db.longOrNull(row, "end_snapshot") == null ? live : ended)
                .add(path(folder, row));
          });
    }
    List<Scheduled> scheduled =
        db.list(
            """
            SELECT data_file_id, path, path_is_relative, schedule_start
            FROM ducklake_files_scheduled_for_deletion ORDER BY data_file_id
            """,
            row ->
                new Scheduled(
                    row.getLong("data_file_id"),
                    path(reader.dataPath(), row),
                    db.instant(row, "schedule_start")));
    return new Known(reader.dataPath(), live, ended, scheduled);
  }

  /** Folder of each table that ever was and is not expired; a table keeps its folder for life. */
  static Map<Long, String> folders(Db db, String dataPath) throws SQLException {
    Map<Long, String> folders = new HashMap<>();
    db.list(
        """
        SELECT t.table_id, t.path, t.path_is_relative,
               s.path AS s_path, s.path_is_relative AS s_relative
        FROM ducklake_table t JOIN ducklake_schema s ON s.schema_id = t.schema_id
        """,
        row ->
            folders.put(
                row.getLong("table_id"),
                LakeReader.under(
                    LakeReader.under(dataPath, row, "s_path", "s_relative"),
                    row,
                    "path",
                    "path_is_relative")));
    return folders;
  }

  private static String path(String folder, ResultSet row) throws SQLException {
    return normal(LakeReader.under(folder, row, "path", "path_is_relative"));
  }

  /** One spelling for {@code /a/b}, {@code /a//b}, {@code /a/./b} and {@code file:///a/b}. */
  public static String normal(String path) {
    String local = path.startsWith("file:") ? path.substring("file:".length()) : path;
    return local.contains("://") ? local : Path.of(local).normalize().toString();
  }

  /** Takes files off the list of those that the catalog wants gone. */
  public void forget(Collection<Scheduled> deleted) {
    Turns.take(
        catalog.config().commitTimeout(),
        catalog.clock(),
        catalog.dialect()::isRetryable,
        "note deleted files in",
        catalog,
        () -> {
          try (Db db = new Db(catalog.dialect().open(), catalog.dialect())) {
            db.beginCommit();
            catalog.reader(db);
            Ids.delete(
                db,
                "ducklake_files_scheduled_for_deletion",
                "data_file_id",
                deleted.stream().map(Scheduled::id).toList());
            db.commit();
            return true;
          }
        });
  }
}
