package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.internal.write.FailedRowCoder;
import org.jspecify.annotations.Nullable;

/**
 * A row that was not stored, and why.
 *
 * @param row as it came in
 * @param table it was for; null if that could not be told
 * @param detail names column and value's class, or the rule, in a sentence
 */
public record FailedRow(Row row, @Nullable TableId table, Reason reason, String detail) {
  /** Why a row cannot be stored. Names are stable. */
  public enum Reason {
    /** A column that must have a value has none. */
    NOT_NULL,
    /** A value is outside of what its column's type can hold. */
    OUT_OF_RANGE,
    /** A rule of the caller does not hold. */
    RULE,
    /** Which table the row goes into, or what of it, could not be told. */
    DESTINATION
  }

  public FailedRow {
    requireNonNull(row, "row");
    requireNonNull(reason, "reason");
    requireNonNull(detail, "detail");
  }

  /**
   * @param rows coder of the rows that went in
   */
  public static Coder<FailedRow> coder(Coder<Row> rows) {
    return FailedRowCoder.of(rows);
  }
}
