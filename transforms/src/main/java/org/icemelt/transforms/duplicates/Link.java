package org.icemelt.transforms.duplicates;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Two records of different datasets that are one installation. */
record Link(Sketch a, Sketch b, Reason reason, @Nullable Double ratio) {
  /** The strongest first; among equals by the order of the records. */
  static final Comparator<Link> STRONGEST =
      Comparator.comparing(Link::reason)
          .thenComparing(link -> link.ratio == null ? 0 : -link.ratio)
          .thenComparing(Link::first)
          .thenComparing(Link::second);

  Sketch other(Sketch one) {
    return one.equals(a) ? b : a;
  }

  private Sketch first() {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private Sketch second() {
    return a.compareTo(b) <= 0 ? b : a;
  }
}
