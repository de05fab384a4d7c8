package org.icemelt.transforms.normalise;

import org.icemelt.io.model.Reject;
import org.icemelt.io.model.Site;

/** What became of one feature. */
public sealed interface Placement {
  /** It has its place on the globe. */
  record Placed(Site site) implements Placement {}

  /** It cannot be stored. */
  record Refused(Reject reject) implements Placement {}
}
