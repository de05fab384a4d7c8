package org.icemelt.io.ducklake.internal.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.PartitionTransform;
import org.icemelt.io.ducklake.SortField;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveColumn;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveSchema;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveSpec;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveTable;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.SpecKey;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.TableState;

/** The tables of a lake as they were at one moment, for those who write files before a commit. */
public final class LakeLayout {
  private final String dataPath;
  private final Map<String, LiveSchema> schemas;
  private final Map<String, TableState> tables;
  private final Map<Long, List<SortField>> sorting;
  private final LakeOptions options;

  private LakeLayout(
      String dataPath,
      Map<String, LiveSchema> schemas,
      Map<String, TableState> tables,
      Map<Long, List<SortField>> sorting,
      LakeOptions options) {
    this.dataPath = dataPath;
    this.schemas = schemas;
    this.tables = tables;
    this.sorting = sorting;
    this.options = options;
  }

  /** The layout of a lake, or of one that is yet to be made. */
  public static LakeLayout of(Catalog catalog) {
    return catalog
        .look(
            (db, reader) -> {
              Map<String, LiveSchema> schemas = new HashMap<>();
              for (var schema : reader.schemas()) {
                schemas.put(schema.name().toLowerCase(Locale.ROOT), schema);
              }
              Map<String, TableState> tables = new HashMap<>();
              for (var state : reader.states(reader.tables())) {
                tables.put(key(state.table().name()), state);
              }
              return new LakeLayout(
                  reader.dataPath(), schemas, tables, SortSpecs.read(db), reader.options());
            })
        .orElseGet(
            () ->
                new LakeLayout(
                    catalog.dataPath(), Map.of(), Map.of(), Map.of(), LakeOptions.none()));
  }

  static String key(TableId id) {
    return id.toString().toLowerCase(Locale.ROOT);
  }

  /** How files of {@code def} are to be written. */
  public TableLayout table(TableDef def) {
    TableState state = tables.get(key(def.id()));
    if (state == null) {
      LiveSchema schema = schemas.get(def.id().schema().toLowerCase(Locale.ROOT));
      String folder =
          schema == null ? dataPath + TableFolders.folder(def.id().schema()) : schema.path();
      return new TableLayout(
          ColumnPlan.fresh(def.schema()).ids(),
          def.partitioning(),
          def.sorting(),
          folder + TableFolders.folder(def.id().name()),
          options.files(schema == null ? null : schema.id(), null));
    }
    return new TableLayout(
        ColumnPlan.of(def.schema(), state.columns(), state.maxColumnId()).ids(),
        def.partitioning().isEmpty() ? fields(state) : def.partitioning(),
        sorting(def, state.table()),
        state.table().path(),
        options.files(state.table().schemaId(), state.table().id()));
  }

  private List<SortField> sorting(TableDef def, LiveTable table) {
    return def.sorting().isEmpty() && options.sortsOnInsert(table)
        ? sorting.getOrDefault(table.id(), List.of())
        : def.sorting();
  }

  /** Names of the columns of a live table that must have values; empty if there is no table. */
  public Set<String> notNull(TableId id) {
    TableState state = tables.get(key(id));
    return state == null
        ? Set.of()
        : ColumnPlan.top(state.columns()).stream()
            .filter(column -> !column.nullable())
            .map(LiveColumn::name)
            .collect(Collectors.toSet());
  }

  private static List<PartitionField> fields(TableState state) {
    Optional<LiveSpec> spec = state.spec();
    List<PartitionField> fields = new ArrayList<>();
    for (SpecKey key : spec.map(LiveSpec::keys).orElse(List.of())) {
      LiveColumn column =
          state.columns().stream()
              .filter(c -> c.id() == key.columnId())
              .findFirst()
              .orElseThrow(
                  () ->
                      new LakeFormatException(
                          "Cannot write to %s: it is partitioned by column %d, which it does not have."
                              .formatted(state.table().name(), key.columnId())));
      Optional<PartitionTransform> transform = PartitionTransform.parse(key.transform());
      if (transform.isEmpty()
          || !transform.get().takes(ColumnTypes.type(column, state.columns()))) {
        throw new LakeFormatException(
            "Cannot write to %s: its partition key %s of column \"%s\", of type %s, is not supported. Reset its partitioning, or write with DuckDB."
                .formatted(state.table().name(), key.transform(), column.name(), column.type()));
      }
      fields.add(new PartitionField(column.name(), transform.get()));
    }
    return fields;
  }
}
