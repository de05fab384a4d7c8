package org.icemelt.io.repositories;

import java.io.Serializable;
import java.util.List;

/**
 * What is known of a dataset's archives before they are seen.
 *
 * @param expected the dataset is published packed: its archives are opened even if plain files
 *     beside them are wanted too
 * @param names the archives to open, by base name; none = all that are looked at
 */
public record ArchiveHints(boolean expected, List<String> names) implements Serializable {
  /** Nothing is known: archives are opened where no plain file is wanted. */
  public static final ArchiveHints NONE = new ArchiveHints(false, List.of());

  public ArchiveHints {
    names = List.copyOf(names);
  }
}
