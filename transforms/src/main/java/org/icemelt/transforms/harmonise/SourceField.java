package org.icemelt.transforms.harmonise;

import java.util.List;
import org.icemelt.io.model.WktSite;
import org.jspecify.annotations.Nullable;

/** A candidate whose columns have been found in a file, and what became of its values so far. */
final class SourceField {
  final FieldMapping mapping;
  final Candidate candidate;
  private final int[] columns;
  private final int conditionColumn;
  private long filled;
  private long unconvertible;
  private @Nullable Unconvertible firstUnconvertible;

  /**
   * @param columns positions of the candidate's columns
   * @param conditionColumn position of the column that must be null, -1 if there is none
   */
  SourceField(FieldMapping mapping, Candidate candidate, int[] columns, int conditionColumn) {
    this.mapping = mapping;
    this.candidate = candidate;
    this.columns = columns;
    this.conditionColumn = conditionColumn;
  }

  /** The row's value; null if there is none, if it is blank, or if the condition does not hold. */
  @Nullable Object valueIn(List<@Nullable Object> row) {
    if (conditionColumn >= 0 && isStated(row.get(conditionColumn))) {
      return null;
    }
    return columns.length == 1 ? stated(row.get(columns[0])) : joined(row);
  }

  /** See {@link FieldMapping#factor()}. */
  @Nullable Double factor() {
    return mapping.factor();
  }

  void countFilled() {
    filled++;
  }

  void countUnconvertible(WktSite site) {
    unconvertible++;
    if (firstUnconvertible == null) {
      String value = String.valueOf(valueIn(site.values()));
      firstUnconvertible = new Unconvertible(site.source().sourceFile(), site.row(), value);
    }
  }

  /** The counts since the last call. */
  FieldFill drain(String dataset, String sourceFile) {
    FieldFill fill =
        new FieldFill(dataset, sourceFile, mapping, filled, unconvertible, firstUnconvertible);
    filled = 0;
    unconvertible = 0;
    firstUnconvertible = null;
    return fill;
  }

  private @Nullable String joined(List<@Nullable Object> row) {
    StringBuilder text = new StringBuilder();
    for (int column : columns) {
      Object value = stated(row.get(column));
      String part = value == null ? null : StatedNumber.id(value);
      if (part == null) {
        return null;
      }
      text.append(text.isEmpty() ? "" : "/").append(part);
    }
    return text.toString();
  }

  private static @Nullable Object stated(@Nullable Object value) {
    return isStated(value) ? value : null;
  }

  /** NaN is stated: it is counted as a value that cannot be converted. */
  private static boolean isStated(@Nullable Object value) {
    return value != null && !(value instanceof String text && text.isBlank());
  }
}
