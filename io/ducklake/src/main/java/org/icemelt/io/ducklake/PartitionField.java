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

  public static PartitionField year(String column) {
    return new PartitionField(column, PartitionTransform.YEAR);
  }

  /** 1 to 12, of any year. */
  public static PartitionField month(String column) {
    return new PartitionField(column, PartitionTransform.MONTH);
  }

  /** 1 to 31, of any month. */
  public static PartitionField day(String column) {
    return new PartitionField(column, PartitionTransform.DAY);
  }

  /** 0 to 23, of any day. */
  public static PartitionField hour(String column) {
    return new PartitionField(column, PartitionTransform.HOUR);
  }

  /** See {@link PartitionTransform#bucket}. */
  public static PartitionField bucket(int count, String column) {
    return new PartitionField(column, PartitionTransform.bucket(count));
  }

  /** As DuckDB's SET PARTITIONED BY takes it. */
  @Override
  public String toString() {
    String name = '"' + column.replace("\"", "\"\"") + '"';
    return switch (transform.kind()) {
      case IDENTITY -> name;
      case BUCKET -> "bucket(" + transform.buckets() + ", " + name + ")";
      case YEAR, MONTH, DAY, HOUR -> transform.word() + "(" + name + ")";
    };
  }
}
