package org.icemelt.pipelines.build;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.ValueType;

/**
 * Table {@code raw_<dataset>}: every source column under its own name, then the five of ours.
 *
 * <p>DuckLake compares names without case. A source name that equals an earlier one or one of ours
 * but for case gets {@code _2} behind it (or {@code _3} and so on where that is taken); an empty
 * name becomes {@code unnamed}.
 *
 * @param sourceColumns positions in the dataset's schema of the columns that are kept, in order
 * @param renames what was renamed, as sentences for the report
 */
public record RawTable(TableDef table, List<Integer> sourceColumns, List<String> renames)
    implements Serializable {
  private static final List<ColumnDef> OURS =
      List.of(
          new ColumnDef(StandardTables.DATASET_NAME, DuckLakeType.VARCHAR, true),
          new ColumnDef("source_file", DuckLakeType.VARCHAR, true),
          new ColumnDef("source_row", DuckLakeType.INT64, true),
          new ColumnDef("geometry", DuckLakeType.VARCHAR, true),
          new ColumnDef("processed_at", DuckLakeType.TIMESTAMP, true));

  public RawTable {
    sourceColumns = List.copyOf(sourceColumns);
    renames = List.copyOf(renames);
  }

  /**
   * The table of a dataset.
   *
   * @param keep names of the source columns to keep; empty keeps all
   */
  static RawTable of(String dataset, FeatureSchema schema, List<String> keep) {
    Set<String> taken = new HashSet<>();
    OURS.forEach(c -> taken.add(c.name().toLowerCase(Locale.ROOT)));
    List<ColumnDef> columns = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    List<String> renames = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      Column column = schema.columns().get(i);
      if (!keep.isEmpty() && !keep.contains(column.name())) {
        continue;
      }
      String name = free(column.name().isEmpty() ? "unnamed" : column.name(), taken);
      if (!name.equals(column.name())) {
        renames.add(
            "column \"%s\" is called \"%s\" in raw_%s".formatted(column.name(), name, dataset));
      }
      columns.add(new ColumnDef(name, typeOf(column.type()), true));
      positions.add(i);
    }
    columns.addAll(OURS);
    TableDef table =
        new TableDef(StandardTables.main("raw_" + dataset), new TableSchema(columns), List.of());
    return new RawTable(table, positions, renames);
  }

  private static String free(String name, Set<String> taken) {
    String candidate = name;
    for (int n = 2; !taken.add(candidate.toLowerCase(Locale.ROOT)); n++) {
      candidate = name + "_" + n;
    }
    return candidate;
  }

  private static DuckLakeType typeOf(ValueType type) {
    return switch (type) {
      case BOOLEAN -> DuckLakeType.BOOLEAN;
      case INT32 -> DuckLakeType.INT32;
      case INT64 -> DuckLakeType.INT64;
      case FLOAT32 -> DuckLakeType.FLOAT32;
      case FLOAT64 -> DuckLakeType.FLOAT64;
      case STRING -> DuckLakeType.VARCHAR;
      case JSON -> DuckLakeType.JSON;
      case DATE -> DuckLakeType.DATE;
      case TIMESTAMP -> DuckLakeType.TIMESTAMP;
      case TIMESTAMPTZ -> DuckLakeType.TIMESTAMPTZ;
      case BINARY -> DuckLakeType.BLOB;
    };
  }
}
