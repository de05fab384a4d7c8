package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.icemelt.io.ducklake.ColumnStats;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.internal.catalog.CatalogTables.Type;
import org.jspecify.annotations.Nullable;

/**
 * Rows of many files, put into temporary tables of the commit's own connection before it takes the
 * catalog's lock, so that under the lock they are only copied over. Small commits have none.
 */
final class StagedRows {
  /** Files of one table that are staged together; what does not depend on the catalog is known. */
  record Group(
      int number, List<StagedFile> files, List<PartitionField> spec, ColumnBounds.Added bounds) {}

  /** A temporary table and its columns. */
  record TempTable(String name, List<String> columns, List<Type> types) {
    String ddl(Dialect dialect) {
      List<String> definitions =
          IntStream.range(0, columns.size())
              .mapToObj(i -> columns.get(i) + " " + dialect.sqlType(types.get(i)))
              .toList();
      return "CREATE TEMPORARY TABLE " + name + "(" + String.join(", ", definitions) + ")";
    }
  }

  static final TempTable FILES =
      new TempTable(
          "beam_staged_file",
          List.of("grp", "n", "path", "record_count", "size_bytes", "footer_size", "rows_before"),
          List.of(Type.I, Type.I, Type.S, Type.I, Type.I, Type.I, Type.I));
  static final TempTable STATS =
      new TempTable(
          "beam_staged_stats",
          List.of(
              "grp",
              "n",
              "column_id",
              "column_size_bytes",
              "value_count",
              "null_count",
              "min_value",
              "max_value",
              "contains_nan",
              "extra_stats"),
          List.of(Type.I, Type.I, Type.I, Type.I, Type.I, Type.I, Type.S, Type.S, Type.B, Type.S));
  static final TempTable PARTITIONS =
      new TempTable(
          "beam_staged_partition",
          List.of("grp", "n", "partition_key_index", "partition_value"),
          List.of(Type.I, Type.I, Type.I, Type.S));

  /** Fewer rows of statistics than this are inserted faster than temporary tables are made. */
  private static final int WORTH_IT = 2_000;

  private final List<Group> groups;

  private StagedRows(List<Group> groups) {
    this.groups = groups;
  }

  /** Stages what is worth it, on a connection that holds no lock yet. */
  static StagedRows of(Db db, List<TableChange> changes) throws SQLException {
    Map<String, List<StagedFile>> byTable = new LinkedHashMap<>();
    for (TableChange change : changes) {
      if (change instanceof TableChange.Append append) {
        byTable
            .computeIfAbsent(LakeLayout.key(append.file().table().id()), k -> new ArrayList<>())
            .add(append.file());
      }
    }
    List<Group> groups = new ArrayList<>();
    for (List<StagedFile> files : byTable.values()) {
      long stats = files.stream().mapToLong(file -> file.stats().size()).sum();
      List<PartitionField> spec = files.get(0).spec();
      if (stats >= WORTH_IT && files.stream().allMatch(file -> file.spec().equals(spec))) {
        groups.add(new Group(groups.size(), files, spec, ColumnBounds.of(files)));
      }
    }
    if (!groups.isEmpty()) {
      db.fillTemporary(FILES, groups.stream().flatMap(StagedRows::fileRows).iterator());
      db.fillTemporary(STATS, groups.stream().flatMap(StagedRows::statRows).iterator());
      Iterator<@Nullable Object[]> partitions =
          groups.stream().flatMap(StagedRows::partitionRows).iterator();
      db.fillTemporary(PARTITIONS, partitions);
    }
    return new StagedRows(groups);
  }

  /** The group of exactly these files. */
  Optional<Group> group(List<StagedFile> files) {
    return groups.stream()
        .filter(
            group ->
                group.files().size() == files.size()
                    && IntStream.range(0, files.size())
                        .allMatch(i -> group.files().get(i) == files.get(i)))
        .findFirst();
  }

  private static Stream<@Nullable Object[]> fileRows(Group group) {
    long[] rowsBefore = {0};
    return IntStream.range(0, group.files().size())
        .mapToObj(
            n -> {
              StagedFile file = group.files().get(n);
              long before = rowsBefore[0];
              rowsBefore[0] += file.recordCount();
              return new @Nullable Object[] {
                (long) group.number(),
                (long) n,
                file.path(),
                file.recordCount(),
                file.sizeBytes(),
                file.footerSize(),
                before
              };
            });
  }

  private static Stream<@Nullable Object[]> statRows(Group group) {
    return IntStream.range(0, group.files().size())
        .boxed()
        .flatMap(n -> group.files().get(n).stats().stream().map(stats -> row(group, n, stats)));
  }

  private static @Nullable Object[] row(Group group, int n, ColumnStats stats) {
    return new @Nullable Object[] {
      (long) group.number(),
      (long) n,
      stats.columnId(),
      stats.sizeBytes(),
      stats.valueCount(),
      stats.nullCount(),
      stats.min(),
      stats.max(),
      stats.containsNan(),
      stats.extraStats()
    };
  }

  private static Stream<@Nullable Object[]> partitionRows(Group group) {
    return IntStream.range(0, group.files().size())
        .boxed()
        .flatMap(
            n -> {
              List<@Nullable String> values = group.files().get(n).partitionValues();
              return IntStream.range(0, values.size())
                  .mapToObj(
                      key ->
                          new @Nullable Object[] {
                            (long) group.number(), (long) n, (long) key, values.get(key)
                          });
            });
  }
}
