package org.icemelt.io.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The columns of a dataset in order, without the geometry; names differ as exact strings. */
public record FeatureSchema(List<Column> columns) implements Serializable {
  public FeatureSchema {
    columns = List.copyOf(columns);
    Map<String, Column> seen = new LinkedHashMap<>();
    for (Column column : columns) {
      if (seen.put(column.name(), column) != null) {
        throw new IllegalArgumentException("Column \"" + column.name() + "\" comes twice");
      }
    }
  }

  public static FeatureSchema of(Column... columns) {
    return new FeatureSchema(List.of(columns));
  }

  public int size() {
    return columns.size();
  }

  /** Position of the column of exactly this name. */
  public OptionalInt indexOf(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** These columns with their types widened, then those that only the other has. */
  public FeatureSchema union(FeatureSchema other) {
    Map<String, ValueType> types = new LinkedHashMap<>();
    columns.forEach(c -> types.put(c.name(), c.type()));
    other.columns.forEach(c -> types.merge(c.name(), c.type(), ValueType::unify));
    List<Column> merged = new ArrayList<>();
    types.forEach((name, type) -> merged.add(new Column(name, type)));
    return new FeatureSchema(merged);
  }
}
