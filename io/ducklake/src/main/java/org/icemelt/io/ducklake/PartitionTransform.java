package org.icemelt.io.ducklake;

import java.io.Serializable;

/** What of a column's value decides the partition. */
public record PartitionTransform(Kind kind, int buckets) implements Serializable {
  /** The column's value itself. */
  public static final PartitionTransform IDENTITY = new PartitionTransform(Kind.IDENTITY, 0);

  /** The kinds of transform that this version writes. */
  public enum Kind {
    IDENTITY
  }

  /** The text of {@code ducklake_partition_column.transform}. */
  public String catalogText() {
    return "identity";
  }
}
