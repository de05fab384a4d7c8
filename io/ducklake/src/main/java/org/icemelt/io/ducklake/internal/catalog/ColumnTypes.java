package org.icemelt.io.ducklake.internal.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveColumn;
import org.icemelt.io.ducklake.internal.parquet.ScalarTypes;

/** A table's columns, as the catalog's rows say them, with their types put together. */
public final class ColumnTypes {
  private ColumnTypes() {}

  /**
   * @param columns all live ones of a table, nested ones too
   * @throws LakeFormatException if a column is of a type that this version does not know, naming it
   */
  public static TableSchema of(List<LiveColumn> columns) {
    List<ColumnDef> top = new ArrayList<>();
    for (LiveColumn column : ColumnPlan.top(columns)) {
      top.add(new ColumnDef(column.name(), type(column, columns), column.nullable()));
    }
    return new TableSchema(top);
  }

  /** The type of one column, nested as it is. */
  public static DuckLakeType type(LiveColumn column, List<LiveColumn> columns) {
    List<LiveColumn> below = ColumnPlan.below(column, columns);
    return switch (column.type().toLowerCase(Locale.ROOT)) {
      case "list" -> DuckLakeType.list(type(child(column, below, 0), columns));
      case "map" ->
          DuckLakeType.map(
              type(child(column, below, 0), columns), type(child(column, below, 1), columns));
      case "struct" ->
          DuckLakeType.struct(
              below.stream()
                  .map(field -> ColumnDef.of(field.name(), type(field, columns)))
                  .toArray(ColumnDef[]::new));
      default -> scalar(column);
    };
  }

  private static LiveColumn child(LiveColumn column, List<LiveColumn> below, int index) {
    if (index >= below.size()) {
      throw new LakeFormatException(
          "Cannot use column \"%s\": its type %s lacks what lies below it in the catalog."
              .formatted(column.name(), column.type()));
    }
    return below.get(index);
  }

  private static DuckLakeType scalar(LiveColumn column) {
    try {
      return ScalarTypes.parse(column.type());
    } catch (IllegalArgumentException e) {
      throw new LakeFormatException(
          "Cannot use column \"%s\": its type %s has no counterpart here."
              .formatted(column.name(), column.type()),
          e);
    }
  }
}
