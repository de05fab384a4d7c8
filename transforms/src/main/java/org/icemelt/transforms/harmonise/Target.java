package org.icemelt.transforms.harmonise;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A common column that source columns can fill, in the order of {@code stg_pv_consolidated}. */
public enum Target {
  UNIFIED_ID,
  EXTERNAL_ID,
  NAME,
  SOURCE_AREA_M2,
  CAPACITY_MW,
  /** The basis of {@link #CAPACITY_MW} row by row, where the publisher states it in a column. */
  CAPACITY_BASIS("ac", "dc", "unknown"),
  INSTALL_DATE,
  TECHNOLOGY("pv", "csp", "unknown"),
  STATUS("operating", "construction", "planned", "retired", "cancelled", "unknown");

  private final Set<String> words;

  Target(String... words) {
    this.words = Set.of(words);
  }

  /** Name of the column in tables, manifests and profiles, e.g. {@code capacity_mw}. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Target> of(String column) {
    return Arrays.stream(values()).filter(t -> t.column().equals(column)).findFirst();
  }

  /** The only values the column may hold; empty if it holds anything else than fixed words. */
  Set<String> words() {
    return words;
  }
}
