package org.icemelt.pipelines.runner;

/** A worker sees another folder than the submitter; nothing was written. */
public final class FolderNotSharedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FolderNotSharedException(String message) {
    super(message);
  }
}
