package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Statements about many rows by their ids, of which catalog tables have no index. */
final class Ids {
  private static final int CHUNK = 1_000;

  private Ids() {}

  static void delete(Db db, String table, String column, List<Long> ids) throws SQLException {
    for (int from = 0; from < ids.size(); from += CHUNK) {
      List<Long> chunk = ids.subList(from, Math.min(ids.size(), from + CHUNK));
      db.write("DELETE FROM " + table + " WHERE " + column + " IN (" + list(chunk) + ")");
    }
  }

  /** Numbers as SQL lists them. */
  static String list(List<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
