package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What a table shall be. Rows of a table share one instance.
 *
 * @param partitioning keys in order; empty keeps what an existing table has, and makes a new one
 *     unpartitioned
 * @param sorting order of the rows in files; empty takes the table's own, which DuckDB's SET SORTED
 *     BY gives it, else that of {@link TableRow#sortKey}. It is not kept in the catalog
 */
public record TableDef(
    TableId id, TableSchema schema, List<PartitionField> partitioning, List<SortField> sorting)
    implements Serializable {
  public TableDef {
    requireNonNull(id, "id");
    requireNonNull(schema, "schema");
    partitioning = List.copyOf(partitioning);
    sorting = List.copyOf(sorting);
    for (PartitionField field : partitioning) {
      DuckLakeType type = type(id, schema, "partitioning", field.column());
      if (!field.transform().takes(type)) {
        throw new IllegalArgumentException(
            "Invalid partitioning of %s: column \"%s\" is of type %s, which cannot be a partition key by %s."
                .formatted(
                    id, field.column(), type.catalogText(), field.transform().catalogText()));
      }
    }
    for (SortField field : sorting) {
      DuckLakeType type = type(id, schema, "sorting", field.column());
      if (!field.takes(type)) {
        throw new IllegalArgumentException(
            "Invalid sorting of %s: column \"%s\" is of type %s, which cannot be sorted %s."
                .formatted(
                    id,
                    field.column(),
                    type.catalogText(),
                    field.direction() == SortField.Direction.ALONG_SPACE
                        ? "along space"
                        : "by value"));
      }
    }
  }

  private static DuckLakeType type(TableId id, TableSchema schema, String what, String column) {
    int index = schema.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(
          "Invalid %s of %s: it has no column \"%s\".".formatted(what, id, column));
    }
    return schema.columns().get(index).type();
  }

  /** A table whose files are sorted as the table or the rows say. */
  public TableDef(TableId id, TableSchema schema, List<PartitionField> partitioning) {
    this(id, schema, partitioning, List.of());
  }

  /** An unpartitioned table. */
  public static TableDef of(TableId id, TableSchema schema) {
    return new TableDef(id, schema, List.of());
  }

  /** The same table with these partition keys. */
  public TableDef partitionedBy(PartitionField... fields) {
    return new TableDef(id, schema, List.of(fields), sorting);
  }

  /** The same table, partitioned by the values of columns. */
  public TableDef partitionedBy(String... columns) {
    return partitionedBy(
        Arrays.stream(columns).map(PartitionField::identity).toArray(PartitionField[]::new));
  }

  /** The same table, the rows in its files in this order. */
  public TableDef sortedBy(SortField... fields) {
    return new TableDef(id, schema, partitioning, List.of(fields));
  }
}
