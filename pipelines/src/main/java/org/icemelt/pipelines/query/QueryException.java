package org.icemelt.pipelines.query;

import org.jspecify.annotations.Nullable;

/** SQL that DuckDB could not run; the message is DuckDB's, or says why a table is not there. */
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String WRAPPING =
      "Invalid Input Error: Attempting to execute an unsuccessful or closed pending query result\nError: ";

  private final boolean lakeAtFault;

  QueryException(Throwable cause) {
    this(told(cause), false, cause);
  }

  QueryException(String message, boolean lakeAtFault, @Nullable Throwable cause) {
    super(message, cause);
    this.lakeAtFault = lakeAtFault;
  }

  /** Whether the statement may be right and the lake is not as it should be. */
  public boolean isLakeAtFault() {
    return lakeAtFault;
  }

  /** DuckDB's message without its drawing of the statement. */
  static String told(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    String told = message.startsWith(WRAPPING) ? message.substring(WRAPPING.length()) : message;
    int drawing = told.indexOf("\n\nLINE ");
    return (drawing < 0 ? told : told.substring(0, drawing)).strip();
  }
}
