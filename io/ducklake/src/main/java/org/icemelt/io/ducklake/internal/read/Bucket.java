package org.icemelt.io.ducklake.internal.read;

import java.math.BigDecimal;
import java.util.Optional;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.PartitionTransform;
import org.icemelt.io.ducklake.internal.parquet.PartitionText;

/**
 * The bucket that all values of a file fall into, by the partitioning that the file was written
 * for. DuckDB prunes by the table's partitioning of now, and loses rows where that was changed.
 *
 * @param number as the catalog has it
 */
record Bucket(PartitionTransform transform, String number) {
  /** Reads a partition transform and its value; empty if it is no bucket. */
  static Optional<Bucket> parse(String transform, String value) {
    return PartitionTransform.parse(transform)
        .filter(parsed -> parsed.kind() == PartitionTransform.Kind.BUCKET)
        .map(parsed -> new Bucket(parsed, value));
  }

  /** Whether a value may be here. */
  boolean mayHold(DuckLakeType type, Object value) {
    if (value instanceof BigDecimal number) {
      if (!(type instanceof DecimalType decimal)) {
        return true; // beyond the column's integers: it hashes to nothing
      }
      if (number.stripTrailingZeros().scale() > decimal.scale()) {
        return false; // no value of the column has so many digits
      }
    }
    return PartitionText.of(transform, type, value).equals(number);
  }
}
