package org.icemelt.pipelines.query;

/** SQL that DuckDB could not run; the message is DuckDB's. */
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1L;

  QueryException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
