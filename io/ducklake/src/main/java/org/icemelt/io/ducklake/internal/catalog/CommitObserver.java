package org.icemelt.io.ducklake.internal.catalog;

/** Is told, in the committing thread, how far a commit has come; must not throw. */
@FunctionalInterface
public interface CommitObserver {
  /** Looks away. */
  CommitObserver NONE = step -> {};

  void reached(CommitStep step);
}
