package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;

/**
 * What a table shall be. Rows of a table share one instance.
 *
 * @param partitioning keys in order; empty keeps what an existing table has, and makes a new one
 *     unpartitioned
 */
public record TableDef(TableId id, TableSchema schema, List<PartitionField> partitioning)
    implements Serializable {
  public TableDef {
    requireNonNull(id, "id");
    requireNonNull(schema, "schema");
    partitioning = List.copyOf(partitioning);
    for (PartitionField field : partitioning) {
      int index = schema.indexOf(field.column());
      if (index < 0) {
        throw new IllegalArgumentException(
            "Invalid partitioning of %s: it has no column \"%s\".".formatted(id, field.column()));
      }
      DuckLakeType type = schema.columns().get(index).type();
      if (!type.children().isEmpty()
          || type == DuckLakeType.GEOMETRY
          || type == DuckLakeType.BLOB
          || type == DuckLakeType.FLOAT32
          || type == DuckLakeType.FLOAT64) {
        throw new IllegalArgumentException(
            "Invalid partitioning of %s: column \"%s\" is of type %s, which cannot be a partition key."
                .formatted(id, field.column(), type.catalogText()));
      }
    }
  }

  /** An unpartitioned table. */
  public static TableDef of(TableId id, TableSchema schema) {
    return new TableDef(id, schema, List.of());
  }

  /** The same table, partitioned by the values of columns. */
  public TableDef partitionedBy(String... columns) {
    return new TableDef(
        id, schema, java.util.Arrays.stream(columns).map(PartitionField::identity).toList());
  }
}
