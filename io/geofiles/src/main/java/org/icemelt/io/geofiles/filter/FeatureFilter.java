package org.icemelt.io.geofiles.filter;

import java.io.Serializable;
import java.util.List;
import org.icemelt.io.model.FeatureSchema;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a row's columns, written as in SQL: {@code "tracker-acro" = 'GSPT' AND year >=
 * 2015}. It knows {@code = <> != < <= > >=}, {@code IS [NOT] NULL}, {@code [NOT] IN (…)}, {@code
 * [NOT] LIKE} with {@code %} and {@code _}, {@code [NOT] BETWEEN … AND …}, {@code AND}, {@code OR},
 * {@code NOT} and parentheses.
 *
 * <p>Names are bare words or anything in double quotes; they mean the column of exactly that name,
 * else the only one that differs in case alone. Literals are {@code 'text'}, numbers, {@code TRUE},
 * {@code FALSE} and {@code NULL}. A comparison with NULL, or of values that cannot be compared (a
 * number with text that is none), is unknown, and a row matches only if the whole is true.
 */
public final class FeatureFilter implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final Condition condition;
  private final List<String> columns;
  private transient volatile @Nullable Binding binding;

  private record Binding(FeatureSchema schema, int[] positions) {}

  FeatureFilter(String text, Condition condition, List<String> columns) {
    this.text = text;
    this.condition = condition;
    this.columns = List.copyOf(columns);
  }

  /**
   * @throws IllegalArgumentException if the text is no condition; the message names the position,
   *     counted in characters from 1
   */
  public static FeatureFilter parse(String text) {
    return new FilterParser(text).parse();
  }

  /** The columns it names, as written. */
  public List<String> columns() {
    return columns;
  }

  /**
   * Checks that the schema has each column.
   *
   * @throws IllegalArgumentException naming the column that is missing, or is there in several
   *     spellings
   */
  public void requireColumns(FeatureSchema schema) {
    bind(schema);
  }

  /**
   * Whether the row matches.
   *
   * @param values one per column of {@code schema}
   * @throws IllegalArgumentException as {@link #requireColumns}
   */
  @SuppressWarnings("ReferenceEquality")
  public boolean test(FeatureSchema schema, List<? extends @Nullable Object> values) {
    Binding bound = binding;
    if (bound == null || bound.schema() != schema) {
      bound = new Binding(schema, bind(schema));
      binding = bound;
    }
    return condition.test(new Row(values, bound.positions())) == Truth.TRUE;
  }

  private int[] bind(FeatureSchema schema) {
    return columns.stream().mapToInt(name -> position(name, schema)).toArray();
  }

  private int position(String name, FeatureSchema schema) {
    int exact = schema.indexOf(name).orElse(-1);
    if (exact >= 0) {
      return exact;
    }
    List<String> similar =
        schema.columns().stream()
            .map(column -> column.name())
            .filter(name::equalsIgnoreCase)
            .toList();
    if (similar.size() == 1) {
      return schema.indexOf(similar.get(0)).getAsInt();
    }
    throw new IllegalArgumentException(
        similar.isEmpty()
            ? "Cannot filter by %s: there is no column \"%s\". Columns are %s"
                .formatted(text, name, schema.columns().stream().map(c -> c.name()).toList())
            : "Cannot filter by %s: \"%s\" may mean any of %s. Spell it exactly"
                .formatted(text, name, similar));
  }

  /** The condition as written. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FeatureFilter filter && filter.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
