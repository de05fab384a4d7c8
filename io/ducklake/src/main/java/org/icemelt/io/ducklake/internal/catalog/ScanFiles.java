package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.DataFile;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Deletes;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.FileBounds;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.MappedName;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.PartitionValue;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.TableAt;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Wanted;
import org.jspecify.annotations.Nullable;

/** Questions about the data files of a table at a snapshot. */
final class ScanFiles {
  private static final String AT =
      " AND begin_snapshot <= ? AND (end_snapshot IS NULL OR end_snapshot > ?)";

  private ScanFiles() {}

  /** The files that were live at the snapshot of {@code table}, with all that is known of them. */
  static List<DataFile> of(Db db, TableAt table, Wanted wanted) throws SQLException {
    long at = table.snapshotId();
    Map<Long, Deletes> deletes = deletes(db, table);
    Map<Long, List<Long>> inlined = inlinedDeletes(db, table);
    Map<Long, Map<Long, FileBounds>> bounds = bounds(db, table, wanted.bounded());
    Map<Long, List<PartitionValue>> partitions =
        wanted.bounded().isEmpty() ? Map.of() : partitions(db, table);
    Map<Long, List<MappedName>> names = names(db, table.tableId());
    return db.list(
        """
        SELECT data_file_id, path, path_is_relative, begin_snapshot, record_count, file_size_bytes,
               row_id_start, mapping_id, partial_max, file_format
        FROM ducklake_data_file WHERE table_id = ?"""
            + AT
            + " ORDER BY data_file_id",
        row -> {
          long id = row.getLong("data_file_id");
          Long mapping = Db.longOrNull(row, "mapping_id");
          Long partialMax = Db.longOrNull(row, "partial_max");
          return new DataFile(
              id,
              LakeReader.under(table.path(), row, "path", "path_is_relative"),
              row.getLong("begin_snapshot"),
              row.getLong("record_count"),
              row.getLong("file_size_bytes"),
              Db.longOrNull(row, "row_id_start"),
              partialMax != null && partialMax > at ? (Long) at : null,
              deletes.get(id),
              inlined.getOrDefault(id, List.of()),
              mapping == null ? null : mapping(names, mapping, table.name()),
              bounds.getOrDefault(id, Map.of()),
              partitions.getOrDefault(id, List.of()));
        },
        table.tableId(),
        at,
        at);
  }

  static List<MappedName> mapping(Map<Long, List<MappedName>> names, long mapping, TableId table) {
    List<MappedName> found = names.get(mapping);
    if (found == null) {
      throw new LakeFormatException(
          "Cannot read %s: a file of it names column mapping %d, which the catalog lacks. Restore the catalog."
              .formatted(table, mapping));
    }
    return found;
  }

  private static Map<Long, Deletes> deletes(Db db, TableAt table) throws SQLException {
    long at = table.snapshotId();
    Map<Long, Deletes> deletes = new HashMap<>();
    db.list(
        """
        SELECT data_file_id, path, path_is_relative, format, file_size_bytes
        FROM ducklake_delete_file WHERE table_id = ?"""
            + AT,
        row ->
            deletes.put(
                row.getLong("data_file_id"),
                new Deletes(
                    LakeReader.under(table.path(), row, "path", "path_is_relative"),
                    Db.text(row, "format"),
                    row.getLong("file_size_bytes"),
                    at)),
        table.tableId(),
        at,
        at);
    return deletes;
  }

  private static Map<Long, List<Long>> inlinedDeletes(Db db, TableAt table) throws SQLException {
    Map<Long, List<Long>> positions = new HashMap<>();
    String name = LakeReader.inlinedDeleteTable(table.tableId());
    if (db.hasTable(name)) {
      db.list(
          "SELECT file_id, row_id FROM " + name + " WHERE begin_snapshot <= ? ORDER BY row_id",
          row ->
              positions
                  .computeIfAbsent(row.getLong("file_id"), file -> new ArrayList<>())
                  .add(row.getLong("row_id")),
          table.snapshotId());
    }
    return positions;
  }

  private static Map<Long, Map<Long, FileBounds>> bounds(
      Db db, TableAt table, List<ColumnTree> columns) throws SQLException {
    Map<Long, Map<Long, FileBounds>> bounds = new HashMap<>();
    for (ColumnTree column : columns) {
      db.list(
          """
          SELECT data_file_id, value_count, null_count, min_value, max_value, contains_nan,
                 extra_stats
          FROM ducklake_file_column_stats WHERE table_id = ? AND column_id = ?
          """,
          row -> {
            boolean nan = row.getBoolean("contains_nan");
            FileBounds of =
                new FileBounds(
                    Db.longOrNull(row, "value_count"),
                    Db.longOrNull(row, "null_count"),
                    row.getString("min_value"),
                    row.getString("max_value"),
                    row.getString("contains_nan") == null ? null : (Boolean) nan,
                    row.getString("extra_stats"));
            return bounds
                .computeIfAbsent(row.getLong("data_file_id"), file -> new HashMap<>())
                .put(column.id(), of);
          },
          table.tableId(),
          column.id());
    }
    return bounds;
  }

  private static Map<Long, List<PartitionValue>> partitions(Db db, TableAt table)
      throws SQLException {
    Map<Long, List<PartitionValue>> values = new HashMap<>();
    db.list(
        """
        SELECT v.data_file_id, p.column_id, p.transform, v.partition_value
        FROM ducklake_file_partition_value v
        JOIN ducklake_data_file f ON f.data_file_id = v.data_file_id
        JOIN ducklake_partition_column p
          ON p.partition_id = f.partition_id AND p.partition_key_index = v.partition_key_index
        WHERE v.table_id = ?
        """,
        row ->
            values
                .computeIfAbsent(row.getLong("data_file_id"), file -> new ArrayList<>())
                .add(
                    new PartitionValue(
                        row.getLong("column_id"),
                        Db.text(row, "transform"),
                        row.getString("partition_value"))),
        table.tableId());
    return values;
  }

  static Map<Long, List<MappedName>> names(Db db, long tableId) throws SQLException {
    record Name(
        long mapping, long id, String source, long target, @Nullable Long parent, boolean hive) {}
    List<Name> all =
        db.list(
            """
            SELECT n.mapping_id, n.column_id, n.source_name, n.target_field_id, n.parent_column,
                   n.is_partition
            FROM ducklake_name_mapping n
            JOIN ducklake_column_mapping m ON m.mapping_id = n.mapping_id
            WHERE m.table_id = ? ORDER BY n.mapping_id, n.column_id
            """,
            row ->
                new Name(
                    row.getLong("mapping_id"),
                    row.getLong("column_id"),
                    Db.text(row, "source_name"),
                    row.getLong("target_field_id"),
                    Db.longOrNull(row, "parent_column"),
                    row.getBoolean("is_partition")),
            tableId);
    Map<Long, List<Name>> byMapping =
        all.stream()
            .collect(Collectors.groupingBy(Name::mapping, TreeMap::new, Collectors.toList()));
    Map<Long, List<MappedName>> trees = new HashMap<>();
    for (Map.Entry<Long, List<Name>> one : byMapping.entrySet()) {
      trees.put(
          one.getKey(),
          new Object() {
            List<MappedName> below(@Nullable Long parent) {
              return one.getValue().stream()
                  .filter(name -> Objects.equals(name.parent(), parent))
                  .map(n -> new MappedName(n.source(), n.target(), n.hive(), below(n.id())))
                  .toList();
            }
          }.below(null));
    }
    return trees;
  }
}
