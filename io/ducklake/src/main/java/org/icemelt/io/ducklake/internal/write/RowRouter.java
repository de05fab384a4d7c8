package org.icemelt.io.ducklake.internal.write;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.FailedRow.Reason;
import org.icemelt.io.ducklake.InvalidRowException;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.SortField;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.ducklake.internal.catalog.LakeLayout;
import org.icemelt.io.ducklake.internal.parquet.RowCheck;
import org.icemelt.io.ducklake.internal.rows.BeamRows;
import org.jspecify.annotations.Nullable;

/** Finds a row's table, at run time, and makes the row one of that table. */
public final class RowRouter implements Serializable {
  /**
   * @param table of a row
   * @param stored what of the row is stored, of any schema; null for the row itself
   * @param checked whether each value is tried before any file is touched
   * @param liveNotNull whether columns that are NOT NULL in the lake must have values
   */
  public record Settings(
      SerializableFunction<Row, TableId> table,
      @Nullable SerializableFunction<Row, Row> stored,
      List<PartitionField> partitioning,
      List<SortField> sorting,
      List<RowRule> rules,
      boolean checked,
      boolean liveNotNull)
      implements Serializable {}

  /** A table as this worker knows it. */
  private record Target(Schema schema, BeamRows conversion, TableDef table, RowCheck check) {}

  private final Settings settings;
  private final Layouts layouts;
  private transient @Nullable Map<TableId, Target> targets;
  private transient @Nullable LakeLayout layout;

  RowRouter(Settings settings, Layouts layouts) {
    this.settings = settings;
    this.layouts = layouts;
  }

  /**
   * @throws InvalidRowException if the row cannot be stored
   */
  TableRow route(Row row) {
    for (RowRule rule : settings.rules) {
      if (!rule.holds().apply(row)) {
        throw new InvalidRowException(
            Reason.RULE,
            null,
            "Invalid row: the rule \"%s\" does not hold.".formatted(rule.name()),
            null);
      }
    }
    TableId table = ask(settings.table, row, null);
    Row stored = settings.stored == null ? row : ask(settings.stored, row, table);
    Target target = target(table, stored);
    List<@Nullable Object> values = values(target, stored);
    if (settings.checked) {
      target.check.requireFit(values);
    } else {
      target.check.requireValues(values);
    }
    return TableRow.of(target.table, values);
  }

  private static <T> T ask(
      SerializableFunction<Row, T> question, Row row, @Nullable TableId table) {
    try {
      T answer = question.apply(row);
      if (answer != null) {
        return answer;
      }
    } catch (RuntimeException e) {
      throw unknown(table, String.valueOf(e.getMessage()), e);
    }
    throw unknown(table, "the function answered null", null);
  }

  private static InvalidRowException unknown(
      @Nullable TableId table, String why, @Nullable RuntimeException cause) {
    return new InvalidRowException(
        Reason.DESTINATION,
        table,
        "Cannot tell %s: %s"
            .formatted(
                table == null ? "which table a row is for" : "what of a row goes into " + table,
                why),
        cause);
  }

  private static List<@Nullable Object> values(Target target, Row row) {
    try {
      return target.conversion.values(row);
    } catch (ClassCastException | ArithmeticException | IllegalArgumentException e) {
      throw new InvalidRowException(
          Reason.OUT_OF_RANGE,
          target.table.id(),
          "Invalid row for %s: %s".formatted(target.table.id(), e.getMessage()),
          e);
    }
  }

  private Target target(TableId table, Row row) {
    Map<TableId, Target> known = targets;
    if (known == null) {
      targets = known = new HashMap<>();
    }
    LakeLayout now = layouts.now();
    if (now != layout) {
      layout = now;
      known.replaceAll((id, target) -> target(target.schema, target.conversion, target.table));
    }
    Target target = known.get(table);
    Schema schema = row.getSchema();
    if (target == null || target.schema != schema && !target.schema.equals(schema)) {
      target = made(table, schema);
      known.put(table, target);
    }
    return target;
  }

  private Target made(TableId table, Schema schema) {
    try {
      BeamRows conversion = BeamRows.of(schema);
      return target(
          schema,
          conversion,
          new TableDef(table, conversion.schema(), settings.partitioning, settings.sorting));
    } catch (IllegalArgumentException e) {
      throw unknown(table, String.valueOf(e.getMessage()), e);
    }
  }

  private Target target(Schema schema, BeamRows conversion, TableDef table) {
    Set<Integer> required = new HashSet<>();
    if (settings.liveNotNull) {
      for (String column : layouts.now().notNull(table.id())) {
        int place = table.schema().indexOf(column);
        if (place >= 0) {
          required.add(place);
        }
      }
    }
    return new Target(schema, conversion, table, new RowCheck(table, required));
  }
}
