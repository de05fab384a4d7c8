package org.icemelt.pipelines.stage;

import java.util.Locale;

/** The stages of a run, in the order of the data. */
public enum Stage {
  /** What there is to do: the manifest, or the lake. */
  SOURCE,
  /** From a repository to local disk. */
  FETCH,
  /** From files to features. */
  READ,
  /** From features to rows. */
  TRANSFORM,
  /** From rows to files, and into the catalog. */
  SINK;

  /** As people read it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
