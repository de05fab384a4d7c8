package org.icemelt.transforms.quality;

import java.util.Locale;

/** What a failed check means. */
public enum Severity {
  /** The rows are wrong: nothing of the dataset is committed. */
  ERROR,
  /** They may be right: they are committed, and the check says which to look at. */
  WARNING;

  /** The word in column {@code severity}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
