package org.icemelt.io.ducklake;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row does not fit its table. Fix or filter the input. */
public final class InvalidRowException extends DuckLakeException {
  private final FailedRow.Reason reason;
  private final @Nullable TableId table;

  public InvalidRowException(String message) {
    this(message, null);
  }

  public InvalidRowException(String message, @Nullable Throwable cause) {
    this(FailedRow.Reason.OUT_OF_RANGE, null, message, cause);
  }

  /**
   * @param table null if the row has none
   */
  public InvalidRowException(
      FailedRow.Reason reason, @Nullable TableId table, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.table = table;
  }

  public FailedRow.Reason reason() {
    return reason;
  }

  /** The table that the row was for; empty if that could not be told. */
  public Optional<TableId> table() {
    return Optional.ofNullable(table);
  }
}
