package org.icemelt.io.ducklake;

/** What was asked for is not in the lake: a snapshot, a table or a column. Ask for another. */
public final class NotInLakeException extends DuckLakeException {
  public NotInLakeException(String message) {
    super(message, null);
  }
}
