package org.icemelt.io.repositories;

import java.io.Serializable;
import java.util.List;

/**
 * Which files of a record, folder or archive are wanted: those that an include pattern matches
 * (all, if there is none) and no exclude pattern does. {@link FileMatcher} says what a pattern
 * matches.
 *
 * @param include patterns of which one must match; none = files by their suffix, see {@link
 *     FileMatcher}
 * @param exclude patterns of which none may match
 * @param regex patterns are regular expressions, found anywhere in the name unless anchored;
 *     otherwise globs
 */
public record FileFilters(List<String> include, List<String> exclude, boolean regex)
    implements Serializable {
  /** No filters: files are taken by their suffix. */
  public static final FileFilters NONE = new FileFilters(List.of(), List.of(), false);

  public FileFilters {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}
