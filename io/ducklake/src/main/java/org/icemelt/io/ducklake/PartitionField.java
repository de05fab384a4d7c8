package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/** One key of a table's partitioning: a top-level column and what is made of its value. */
public record PartitionField(String column, PartitionTransform transform) implements Serializable {
  public PartitionField {
    requireNonNull(column, "column");
    requireNonNull(transform, "transform");
  }

  public static PartitionField identity(String column) {
    return new PartitionField(column, PartitionTransform.IDENTITY);
  }
}
