package org.icemelt.io.ducklake.internal.catalog;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * Which of the commits of an endless write this is.
 *
 * @param index counts the write's panes from 0
 * @param content digest of what the pane holds: a pane that is delivered again has the same, one
 *     that was filled anew has another
 */
public record CommitPane(long index, String content) implements Serializable {
  public CommitPane {
    requireNonNull(content, "content");
  }
}
