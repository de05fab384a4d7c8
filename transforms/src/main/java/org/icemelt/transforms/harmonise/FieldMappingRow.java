package org.icemelt.transforms.harmonise;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of table {@code field_mapping}: what filled a target of a dataset, over all its files.
 *
 * @param firstUnconvertible for the run's report; not a column of the table
 */
public record FieldMappingRow(
    String datasetName,
    FieldMapping mapping,
    long rowsFilled,
    long rowsUnconvertible,
    @Nullable Unconvertible firstUnconvertible)
    implements Serializable {

  private static final Comparator<FieldMappingRow> IN_TABLE_ORDER =
      Comparator.comparing(FieldMappingRow::datasetName)
          .thenComparing(r -> r.mapping().target())
          .thenComparingInt(r -> r.mapping().rank())
          .thenComparing(r -> r.mapping().toString());

  private record Key(String dataset, FieldMapping mapping) {}

  /** One row per dataset and mapping, ordered by dataset, target and candidate. */
  public static List<FieldMappingRow> sum(Iterable<FieldFill> fills) {
    Map<Key, FieldMappingRow> rows = new HashMap<>();
    for (FieldFill fill : fills) {
      FieldMappingRow part =
          new FieldMappingRow(
              fill.dataset(),
              fill.mapping(),
              fill.rowsFilled(),
              fill.rowsUnconvertible(),
              fill.firstUnconvertible());
      rows.merge(new Key(fill.dataset(), fill.mapping()), part, FieldMappingRow::plus);
    }
    List<FieldMappingRow> sorted = new ArrayList<>(rows.values());
    sorted.sort(IN_TABLE_ORDER);
    return sorted;
  }

  private FieldMappingRow plus(FieldMappingRow other) {
    return new FieldMappingRow(
        datasetName,
        mapping,
        rowsFilled + other.rowsFilled,
        rowsUnconvertible + other.rowsUnconvertible,
        Unconvertible.first(firstUnconvertible, other.firstUnconvertible));
  }
}
